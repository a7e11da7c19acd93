"""The component: an execution role, a log group and a Lambda function that may do just what it needs."""

import pulumi
from pulumi_aws import (
    cloudwatch,
    get_caller_identity_output,
    get_partition_output,
    get_region_output,
    iam,
    kms,
    lambda_,
    sqs,
)

from . import policies
from .args import AWS, NONE, OWN, TapStackArgs
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
    key: kms.Key | None
    dead_letter_queue: sqs.Queue | None
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
        self._partition = get_partition_output(opts=self._invoke)
        self._region = get_region_output(opts=self._invoke).region
        self.role = self._build_role()
        function_arn = self._arn("lambda", f"function:{args.function_name}")
        self.role_policies = (
            self._build_policy("logs", policies.logs(self._log_group_arn(), function_arn)),
            self._build_policy("tracing", policies.tracing()),
            self._build_policy("metrics", policies.metrics(args.namespace, function_arn)),
            *self._build_dead_letters_policy(),
            *self._build_network_policy(),
            *([self._build_secrets_policy(function_arn)] if args.secrets else []),
        )
        self.key = self._build_key() if OWN in (args.logs_key, args.variables_key) else None
        self.dead_letter_queue = self._build_dead_letter_queue() if args.dead_letters == OWN else None
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
            opts=self._protected(self.args.protect_function),
        )

    def _build_policy(self, purpose: str, document: policies.Document) -> iam.RolePolicy:
        return iam.RolePolicy(
            f"{self._name}-{purpose}",
            name=f"{self.args.function_name}-{purpose}",
            role=self.role.name,
            policy=pulumi.Output.json_dumps(document),
            opts=self._child,
        )

    def _build_dead_letters_policy(self) -> tuple[iam.RolePolicy, ...]:
        """Let Lambda send dead letters to the component's own queue, or to the given queue or topic."""
        target, action = self.args.dead_letters, "sqs:SendMessage"
        if target == NONE:
            return ()
        if target != OWN and target.split(":")[2] == "sns":
            action = "sns:Publish"
        arn = self._arn("sqs", self.args.dead_letter_queue_name) if target == OWN else target
        return (self._build_policy("deadletters", policies.dead_letters(arn, action)),)

    def _build_secrets_policy(self, function_arn: pulumi.Output[str]) -> iam.RolePolicy:
        """Let the function read its secrets; Secrets Manager adds a hyphen and six characters to a secret's name."""
        places = [place.partition(":")[::2] for place in self.args.secrets.values()]
        parameters = [f"parameter/{name.removeprefix('/')}" for store, name in places if store == "ssm"]
        secrets = [f"secret:{name}-??????" for store, name in places if store == "secretsmanager"]
        suffix = self._partition.dns_suffix
        stores = [
            pulumi.Output.concat(store, ".", self._region, ".", suffix) for store in sorted({s for s, _ in places})
        ]
        document = policies.secrets(
            [self._arn("ssm", parameter) for parameter in parameters],
            [self._arn("secretsmanager", secret) for secret in secrets],
            function_arn,
            self._key_arn(self.args.secrets_key),
            stores,
        )
        return self._build_policy("secrets", document)

    def _build_network_policy(self) -> tuple[iam.RolePolicy, ...]:
        """Let Lambda make network interfaces in the subnets, which another account may share with this one."""
        args = self.args
        if not args.subnets:
            return ()
        interfaces = self._arn("ec2", "network-interface/*")
        subnets = [self._arn("ec2", f"subnet/{subnet}", account="*") for subnet in args.subnets]
        groups = [self._arn("ec2", f"security-group/{group}", account="*") for group in args.security_groups]
        return (self._build_policy("network", policies.network(interfaces, subnets, groups)),)

    def _build_key(self) -> kms.Key:
        """Make a key for the logs and the variables, with an alias that people find it by."""
        account_arn = pulumi.Output.concat("arn:", self._partition.partition, ":iam::", self._account_id, ":root")
        logs_principal = pulumi.Output.concat("logs.", self._region, ".", self._partition.dns_suffix)
        key = kms.Key(
            f"{self._name}-key",
            description=f"Logs and variables of the Lambda function {self.args.function_name}",
            policy=pulumi.Output.json_dumps(policies.key(account_arn, logs_principal, self._encrypted_logs())),
            enable_key_rotation=True,
            deletion_window_in_days=30,
            tags=self._tags,
            opts=self._protected(self.args.protect_key),
        )
        kms.Alias(
            f"{self._name}-key-alias",
            name=f"alias/{self.args.function_name}",
            target_key_id=key.arn,
            opts=self._child,
        )
        return key

    def _build_dead_letter_queue(self) -> sqs.Queue:
        """Make a queue that SQS encrypts and that answers only over TLS."""
        name = self.args.dead_letter_queue_name
        return sqs.Queue(
            f"{self._name}-dead-letters",
            name=name,
            message_retention_seconds=14 * 24 * 3600,
            sqs_managed_sse_enabled=True,
            policy=pulumi.Output.json_dumps(policies.queue(self._arn("sqs", name))),
            tags=self._tags,
            opts=self._protected(self.args.protect_function),
        )

    def _arn(self, service: str, resource: str, *, account: str | None = None) -> pulumi.Output[str]:
        """Compose an ARN: a resource's own would make its reader wait for it without need."""
        owner = account or self._account_id
        return pulumi.Output.concat(
            "arn:", self._partition.partition, ":", service, ":", self._region, ":", owner, ":", resource
        )

    def _log_group_arn(self) -> pulumi.Output[str]:
        return self._arn("logs", f"log-group:{self.args.log_group_name}")

    def _encrypted_logs(self) -> pulumi.Input[str] | list[pulumi.Output[str]]:
        """Return whose logs the component's own key encrypts."""
        own = self._log_group_arn()
        return [own, self._arn("logs", f"log-group:{self.args.api_log_group_name}")] if self.args.api_logs else own

    @property
    def logs_key_arn(self) -> pulumi.Input[str] | None:
        """The key that encrypts logs, where they have one."""
        return self._key_arn(self.args.logs_key)

    def _key_arn(self, choice: pulumi.Input[str]) -> pulumi.Input[str] | None:
        if choice == OWN and self.key:
            return self.key.arn
        return None if choice == AWS else choice

    def _dead_letter_config(self) -> lambda_.FunctionDeadLetterConfigArgs | None:
        if self.args.dead_letters == NONE:
            return None
        arn = self.dead_letter_queue.arn if self.dead_letter_queue else self.args.dead_letters
        return lambda_.FunctionDeadLetterConfigArgs(target_arn=arn)

    def _vpc_config(self) -> lambda_.FunctionVpcConfigArgs | None:
        subnets, groups = list(self.args.subnets), list(self.args.security_groups)
        return lambda_.FunctionVpcConfigArgs(subnet_ids=subnets, security_group_ids=groups) if subnets else None

    def _protected(self, protect: bool) -> pulumi.ResourceOptions:
        """Return the options of a child that Pulumi refuses to delete, or of one that it may."""
        return pulumi.ResourceOptions.merge(self._child, pulumi.ResourceOptions(protect=protect or None))

    def _build_log_group(self) -> cloudwatch.LogGroup:
        """Make the log group before AWS would: so it has a retention and tags, and goes with the stack."""
        return cloudwatch.LogGroup(
            f"{self._name}-log-group",
            name=self.args.log_group_name,
            retention_in_days=self.args.log_retention_days,
            kms_key_id=self._key_arn(self.args.logs_key),
            tags=self._tags,
            opts=self._protected(self.args.protect_logs),
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
            kms_key_arn=self._key_arn(args.variables_key),
            dead_letter_config=self._dead_letter_config(),
            environment=lambda_.FunctionEnvironmentArgs(
                variables={**args.own_variables, **args.variables, **args.secret_variables}
            ),
            vpc_config=self._vpc_config(),
            code_signing_config_arn=args.code_signing_config_arn,
            tracing_config=lambda_.FunctionTracingConfigArgs(mode="Active"),
            logging_config=lambda_.FunctionLoggingConfigArgs(
                log_format="JSON",
                application_log_level=args.log_level,
                system_log_level=args.system_log_level,
                log_group=self.log_group.name,
            ),
            tags=self._tags,
            opts=pulumi.ResourceOptions.merge(
                self._protected(args.protect_function),
                pulumi.ResourceOptions(depends_on=[self.log_group, *self.role_policies]),
            ),
        )
