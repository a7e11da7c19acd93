"""An HTTP API of API Gateway (version 2) in front of a function: the function answers every route."""

from __future__ import annotations

import json
from typing import Final

from tap_stack.framework import (
    Apigatewayv2Api,
    Apigatewayv2ApiCorsConfiguration,
    Apigatewayv2Integration,
    Apigatewayv2Route,
    Apigatewayv2Stage,
    Apigatewayv2StageAccessLogSettings,
    Apigatewayv2StageDefaultRouteSettings,
    CloudwatchLogGroup,
    Construct,
    LambdaAlias,
    LambdaPermission,
)
from tap_stack.literal import literal
from tap_stack.placement import check_settings, placing
from tap_stack.protection import protection
from tap_stack.settings import HttpApiSettings
from tap_stack.tap_stack import TapStack

LONGEST_INTEGRATION: Final = 30
"""Seconds that API Gateway waits for an answer, whatever the function's timeout (quotas of HTTP APIs)."""

PREFLIGHT_SECONDS: Final = 600
"""How long a browser may remember what a page of another origin is allowed."""

ALLOWED_HEADERS: Final = ("authorization", "content-type")
"""Headers that a page of another origin may send, beside those that every page may."""

EXPOSED_HEADERS: Final = ("x-request-id",)
"""Headers of an answer that such a page may read."""

AUTHORIZATIONS: Final = {"none": "NONE", "iam": "AWS_IAM"}
"""What the settings say, in API Gateway's words."""

ACCESS_LOG: Final = {
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
"""A line for each request; no address, header or query of the caller is in it."""


class HttpApi(Construct):
    """An HTTP API whose every route a function answers, with a stage named like the environment and an access log.

    Args:
        scope: a `TerraformStack`, or a construct inside one.
        id: unique in the scope; a part of every Terraform address below.
        settings: whom it lets in, and how many.
        tap_stack: has the function that answers, and the settings of the logs.
        alias: the function's alias that answers; without one its newest code does.

    Raises:
        ConstructError: when it cannot stand there.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the framework's own name
        settings: HttpApiSettings,
        tap_stack: TapStack,
        *,
        alias: LambdaAlias | None = None,
    ) -> None:
        with placing("HttpApi", scope, id):
            check_settings("HttpApi", settings, HttpApiSettings)
            check_settings("HttpApi", tap_stack, TapStack)
            super().__init__(scope, id)
        self._settings = literal(settings)
        self._function_settings = literal(tap_stack.settings)
        self._tags = self._function_settings.resource_tags
        self.stage_name: str = self._function_settings.environment
        self.api: Apigatewayv2Api = self._build_api()
        self.api_id: str = self.api.id
        self.log_group: CloudwatchLogGroup = self._build_log_group(tap_stack)
        self._build_route(alias.invoke_arn if alias else tap_stack.function.invoke_arn)
        self.stage: Apigatewayv2Stage = self._build_stage()
        self.permission: LambdaPermission = self._build_permission(tap_stack, alias)

    @property
    def url(self) -> str:
        """The URL of the stage, a token that the deployment fills in."""
        return self.stage.invoke_url

    def _build_api(self) -> Apigatewayv2Api:
        settings = self._settings
        cors = Apigatewayv2ApiCorsConfiguration(
            allow_origins=list(settings.allowed_origins),
            allow_methods=list(settings.allowed_methods),
            allow_headers=list(ALLOWED_HEADERS),
            expose_headers=list(EXPOSED_HEADERS),
            allow_credentials=settings.allow_credentials,
            max_age=PREFLIGHT_SECONDS,
        )
        return Apigatewayv2Api(
            self,
            "Resource",
            name=self._function_settings.function_name,
            description=f"HTTP API of the Lambda function {self._function_settings.function_name}",
            protocol_type="HTTP",
            cors_configuration=cors if settings.allowed_origins else None,
            tags=self._tags,
        )

    def _build_log_group(self, tap_stack: TapStack) -> CloudwatchLogGroup:
        """Make the group of the access log.

        Below `/aws/vendedlogs/` API Gateway needs no resource policy of the account, whose size is limited (API Gateway
        developer guide, "Customize HTTP API access logs").
        """
        name = f"/aws/vendedlogs/apigateway/{self._function_settings.function_name}"
        logs = self._function_settings.logs
        return CloudwatchLogGroup(
            self,
            "LogGroup",
            name=name,
            retention_in_days=logs.retention_days,
            kms_key_id=tap_stack.key_of_logs(name),
            tags=self._tags,
            lifecycle=protection(logs.prevent_destroy),
        )

    def _build_route(self, invoke_arn: str) -> None:
        """Send every request to the function, which knows its routes itself, as a proxy event of version 2.0."""
        integration = Apigatewayv2Integration(
            self,
            "Integration",
            api_id=self.api_id,
            integration_type="AWS_PROXY",
            integration_method="POST",
            integration_uri=invoke_arn,
            payload_format_version="2.0",
            timeout_milliseconds=min(self._function_settings.function.timeout, LONGEST_INTEGRATION) * 1000,
        )
        Apigatewayv2Route(
            self,
            "Route",
            api_id=self.api_id,
            route_key="$default",
            target=f"integrations/{integration.id}",
            authorization_type=AUTHORIZATIONS[self._settings.authorization],
        )

    def _build_stage(self) -> Apigatewayv2Stage:
        return Apigatewayv2Stage(
            self,
            "Stage",
            api_id=self.api_id,
            name=self.stage_name,
            auto_deploy=True,
            access_log_settings=Apigatewayv2StageAccessLogSettings(
                destination_arn=self.log_group.arn, format=json.dumps(ACCESS_LOG)
            ),
            default_route_settings=Apigatewayv2StageDefaultRouteSettings(
                throttling_rate_limit=self._settings.rate_limit, throttling_burst_limit=self._settings.burst_limit
            ),
            tags=self._tags,
        )

    def _build_permission(self, tap_stack: TapStack, alias: LambdaAlias | None) -> LambdaPermission:
        """Let this API and no other invoke the function, through this stage and no other."""
        return LambdaPermission(
            self,
            "Permission",
            action="lambda:InvokeFunction",
            function_name=tap_stack.function.function_name,
            qualifier=alias.name if alias else None,
            principal="apigateway.amazonaws.com",
            source_arn=f"{self.api.execution_arn}/{self.stage_name}/*",
        )
