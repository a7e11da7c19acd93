"""The component: an execution role, a log group and a Lambda function that may do just what it needs."""

import pulumi
from pulumi_aws import cloudwatch, get_caller_identity_output, get_partition_output, get_region_output, iam, lambda_

from . import policies
from .args import TapStackArgs
from .code import archive

RUNTIME = lambda_.Runtime.PYTHON3D12


class TapStack(pulumi.ComponentResource):
    """A Python 3.12 Lambda function with logs, traces and metrics, and the role that allows just these.

    Two of them live in one program when their names differ and their arguments lead to different function names.

    Args:
        name: the component's name, unique in the program; the first part of its children's.
        args: what it is told.
        opts: the usual ones; a provider given here is the children's.
    """

    args: TapStackArgs
    role: iam.Role
    role_policies: tuple[iam.RolePolicy, ...]
    log_group: cloudwatch.LogGroup
    function: lambda_.Function

    def __init__(self, name: str, args: TapStackArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tap:stack:TapStack", name, {}, opts)
        self.args = args
        self._name = name
        self._tags = {**args.own_tags, **args.tags}
        self._child = pulumi.ResourceOptions(parent=self)
        self._invoke = pulumi.InvokeOutputOptions(parent=self)
        self._account_id = get_caller_identity_output(opts=self._invoke).account_id
        self._partition = get_partition_output(opts=self._invoke).partition
        self._region = get_region_output(opts=self._invoke).region
        self.role = self._build_role()
        function_arn = self._arn("lambda", f"function:{args.function_name}")
        log_group_arn = self._arn("logs", f"log-group:{args.log_group_name}")
        self.role_policies = (
            self._build_policy("logs", policies.logs(log_group_arn, function_arn)),
            self._build_policy("tracing", policies.tracing()),
            self._build_policy("metrics", policies.metrics(args.namespace, function_arn)),
        )
        self.log_group = self._build_log_group()
        self.function = self._build_function()
        self.register_outputs(
            {
                "functionName": self.function.name,
                "functionArn": self.function.arn,
                "roleArn": self.role.arn,
                "logGroupName": self.log_group.name,
            }
        )

    def _build_role(self) -> iam.Role:
        return iam.Role(
            f"{self._name}-role",
            name=self.args.role_name,
            description=f"Execution role of the Lambda function {self.args.function_name}",
            assume_role_policy=pulumi.Output.json_dumps(policies.trust(self._account_id)),
            permissions_boundary=self.args.permissions_boundary,
            tags=self._tags,
            opts=self._child,
        )

    def _build_policy(self, purpose: str, document: policies.Document) -> iam.RolePolicy:
        return iam.RolePolicy(
            f"{self._name}-{purpose}",
            name=f"{self.args.function_name}-{purpose}",
            role=self.role.name,
            policy=pulumi.Output.json_dumps(document),
            opts=self._child,
        )

    def _arn(self, service: str, resource: str) -> pulumi.Output[str]:
        """Compose the ARN of what lies where the function does: a reference would make the policy wait for it."""
        return pulumi.Output.concat(
            "arn:", self._partition, f":{service}:", self._region, ":", self._account_id, f":{resource}"
        )

    def _build_log_group(self) -> cloudwatch.LogGroup:
        """Make the log group before AWS would: so it has a retention and tags, and goes with the stack."""
        return cloudwatch.LogGroup(
            f"{self._name}-log-group",
            name=self.args.log_group_name,
            retention_in_days=self.args.log_retention_days,
            tags=self._tags,
            opts=pulumi.ResourceOptions.merge(
                self._child, pulumi.ResourceOptions(protect=self.args.protect_logs or None)
            ),
        )

    def _build_function(self) -> lambda_.Function:
        """Wait for the log group and every policy, so that the first invocation is already allowed everything."""
        args = self.args
        return lambda_.Function(
            f"{self._name}-function",
            name=args.function_name,
            description=args.description,
            role=self.role.arn,
            runtime=RUNTIME,
            handler=args.handler,
            code=archive(args.code),
            architectures=[args.architecture],
            memory_size=args.memory_size,
            timeout=args.timeout,
            ephemeral_storage=lambda_.FunctionEphemeralStorageArgs(size=args.ephemeral_storage),
            reserved_concurrent_executions=args.reserved_concurrency,
            layers=list(args.layers) or None,
            kms_key_arn=args.kms_key_arn,
            environment=lambda_.FunctionEnvironmentArgs(variables={**args.own_variables, **args.variables}),
            tracing_config=lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=lambda_.FunctionLoggingConfigArgs(
                log_format="JSON",
                application_log_level=args.log_level,
                system_log_level=args.system_log_level,
                log_group=self.log_group.name,
            ),
            tags=self._tags,
            opts=pulumi.ResourceOptions.merge(
                self._child, pulumi.ResourceOptions(depends_on=[self.log_group, *self.role_policies])
            ),
        )
