"""The component that puts an HTTP API in front of a function."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import apigatewayv2, cloudwatch, lambda_

from .tap_stack import TapStack

LINE = {
    "time": "$context.requestTime",
    "requestId": "$context.requestId",
    "functionRequestId": "$context.integration.requestId",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "latencyMs": "$context.responseLatency",
    "responseBytes": "$context.responseLength",
    "error": "$context.integrationErrorMessage",
}
"""A line of the access log."""


@dataclass(frozen=True, kw_only=True)
class HttpApiArgs:
    """Whom an HTTP API lets in, and how many.

    Raises:
        ValueError: when credentials would go to any origin.
    """

    authorization: str = "none"
    """`none`, or `iam` for requests that are signed."""
    allowed_origins: list[str] | None = None
    """Origins whose pages a browser lets read the answers."""
    allowed_methods: list[str] | None = None
    """Methods that such a page may use; without any GET and POST."""
    allow_credentials: bool = False
    """Let such a page send cookies and the like."""
    rate_limit: int = 100
    """Requests a second."""
    burst_limit: int = 200
    """Requests at once above the rate."""

    def __post_init__(self) -> None:
        if self.allow_credentials and "*" in (self.allowed_origins or []):
            raise ValueError("allowCredentials with the origin '*': name the origins")


class HttpApi(pulumi.ComponentResource):
    """An HTTP API whose every route a function answers, with a stage named like the environment and an access log.

    Args:
        name: the component's name, unique in the program; the first part of its children's.
        args: whom it lets in, and how many.
        tap_stack: has the function that answers.
        opts: the usual ones.
    """

    api: apigatewayv2.Api
    log_group: cloudwatch.LogGroup
    stage: apigatewayv2.Stage

    def __init__(
        self, name: str, args: HttpApiArgs, tap_stack: TapStack, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tap:stack:HttpApi", name, {}, opts)
        self._name, self._args, self._tap_stack = name, args, tap_stack
        self._told = tap_stack.args
        self._tags = {**self._told.own_tags, **self._told.tags}
        self._child = pulumi.ResourceOptions(parent=self)
        self.api = self._build_api()
        self.log_group = self._build_log_group()
        self._build_route()
        self.stage = self._build_stage()
        self._build_permission()
        self.register_outputs({"id": self.api.id, "url": self.stage.invoke_url})

    def _build_api(self) -> apigatewayv2.Api:
        args = self._args
        cors = apigatewayv2.ApiCorsConfigurationArgs(
            allow_origins=args.allowed_origins,
            allow_methods=args.allowed_methods or ["GET", "POST"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["x-request-id"],
            allow_credentials=args.allow_credentials,
            max_age=600,
        )
        return apigatewayv2.Api(
            f"{self._name}-api",
            name=self._told.function_name,
            description=f"HTTP API of the Lambda function {self._told.function_name}",
            protocol_type="HTTP",
            cors_configuration=cors if args.allowed_origins else None,
            tags=self._tags,
            opts=self._child,
        )

    def _build_log_group(self) -> cloudwatch.LogGroup:
        """Make the group of the access log, below the prefix that needs no resource policy of the account."""
        told = self._told
        protected = pulumi.ResourceOptions(protect=told.protect_logs or None)
        return cloudwatch.LogGroup(
            f"{self._name}-log-group",
            name=told.api_log_group_name,
            retention_in_days=told.log_retention_days,
            kms_key_id=self._tap_stack.logs_key_arn,
            tags=self._tags,
            opts=pulumi.ResourceOptions.merge(self._child, protected),
        )

    def _build_route(self) -> None:
        """Send every request to the function; API Gateway waits for its answer for 30 seconds at most."""
        integration = apigatewayv2.Integration(
            f"{self._name}-integration",
            api_id=self.api.id,
            integration_type="AWS_PROXY",
            integration_method="POST",
            integration_uri=self._tap_stack.function.invoke_arn,
            payload_format_version="2.0",
            timeout_milliseconds=1000 * min(self._told.timeout, 30),
            opts=self._child,
        )
        apigatewayv2.Route(
            f"{self._name}-route",
            api_id=self.api.id,
            route_key="$default",
            target=pulumi.Output.concat("integrations/", integration.id),
            authorization_type={"none": "NONE", "iam": "AWS_IAM"}[self._args.authorization],
            opts=self._child,
        )

    def _build_stage(self) -> apigatewayv2.Stage:
        return apigatewayv2.Stage(
            f"{self._name}-stage",
            api_id=self.api.id,
            name=self._told.environment,
            auto_deploy=True,
            access_log_settings=apigatewayv2.StageAccessLogSettingsArgs(
                destination_arn=self.log_group.arn, format=json.dumps(LINE)
            ),
            default_route_settings=apigatewayv2.StageDefaultRouteSettingsArgs(
                throttling_rate_limit=self._args.rate_limit, throttling_burst_limit=self._args.burst_limit
            ),
            tags=self._tags,
            opts=self._child,
        )

    def _build_permission(self) -> None:
        """Let this stage of this API invoke the function."""
        lambda_.Permission(
            f"{self._name}-permission",
            action="lambda:InvokeFunction",
            function=self._tap_stack.function.name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(self.api.execution_arn, "/", self._told.environment, "/*"),
            opts=self._child,
        )
