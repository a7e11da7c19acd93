"""What a TapStack is told, and the names that follow from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pulumi

LONGEST_ROLE_NAME = 64
"""Characters in the name of an IAM role (IAM quotas); the tightest limit of the names made here."""

OWN = "own"
"""A key or a queue of the component's own."""

AWS = "aws"
"""The key that AWS owns."""

NONE = "none"
"""Nothing of the kind."""

REFERENCE = r"ssm:[A-Za-z0-9_./-]+|secretsmanager:[A-Za-z0-9/_+=.@-]+"
"""A reference to a secret, which says where it is kept."""


@dataclass(frozen=True, kw_only=True)
class TapStackArgs:
    """The arguments of a TapStack.

    Raises:
        ValueError: when the names become too long, or a variable or tag is one that TapStack sets itself.
    """

    environment: str
    """`dev`, `staging`, `prod`, …; a part of every name."""
    region: str
    """The AWS region of the provider that the component is given, or of the default one."""
    code: Path
    """The folder that becomes the package."""
    project: str = "tap"
    """The first part of every name."""
    name: str | None = None
    """The last part of the function's name, for a second function in one project and environment."""
    handler: str = "tap_handler.handle"
    """The function that Lambda calls, `module.function`."""
    description: str | None = None
    """What the function is for."""
    memory_size: int = 512
    """MB."""
    timeout: int = 60
    """Seconds."""
    ephemeral_storage: int = 512
    """Size of /tmp in MB."""
    architecture: str = "arm64"
    """`arm64` or `x86_64`."""
    reserved_concurrency: int | None = None
    """Executions at once that are kept for the function, and its ceiling."""
    layers: tuple[pulumi.Input[str], ...] = ()
    """ARNs of layer versions."""
    variables_key: pulumi.Input[str] = AWS
    """The KMS key that encrypts the variables: `aws`, `own`, or an ARN."""
    dead_letters: str = NONE
    """Where Lambda sends events that failed for good: `none`, `own`, or the ARN of a queue or topic."""
    subnets: tuple[str, ...] = ()
    """Ids of the subnets of a VPC that the function reaches; with `security_groups`."""
    security_groups: tuple[str, ...] = ()
    """Ids of the security groups of the function's connections into its VPC."""
    code_signing_config_arn: pulumi.Input[str] | None = None
    """Who must have signed the package."""
    protect_function: bool = False
    """Make Pulumi refuse to delete the function, its role and its dead-letter queue."""
    permissions_boundary: pulumi.Input[str] | None = None
    """ARN of the managed policy that bounds what the role may ever do."""
    variables: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """The user's own variables."""
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Where the function's secrets are kept, `ssm:<parameter>` or `secretsmanager:<secret>`; a variable names each."""
    secrets_key: str = AWS
    """The key that encrypts the secrets: `aws`, or its ARN."""
    log_level: str = "INFO"
    """Least severe level of the function's own log lines."""
    system_log_level: str = "INFO"
    """Least severe level of the log lines that Lambda itself writes."""
    log_retention_days: int = 30
    """Days that log events are kept."""
    logs_key: pulumi.Input[str] = AWS
    """The KMS key that encrypts the log group: `aws`, `own`, or an ARN."""
    api_logs: bool = False
    """Let CloudWatch Logs use the component's own key for the logs of an HTTP API, too."""
    protect_logs: bool = False
    """Make Pulumi refuse to delete the log group."""
    metrics_namespace: str | None = None
    """The only CloudWatch namespace that the function may write; without it `<project>/<environment>`."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """The user's own tags."""

    def __post_init__(self) -> None:
        if len(self.role_name) > LONGEST_ROLE_NAME:
            raise ValueError(
                f"the role name {self.role_name!r} has {len(self.role_name)} characters, IAM takes "
                f"{LONGEST_ROLE_NAME}: shorten project, environment or name"
            )
        if wrong := [name for name, place in self.secrets.items() if not re.fullmatch(REFERENCE, place)]:
            raise ValueError(f"the secret {wrong[0]!r} is no ssm:<parameter> and no secretsmanager:<secret>")
        for kind, given, own in (
            ("variable", self.variables, {**self.own_variables, **self.secret_variables}),
            ("tag", self.tags, self.own_tags),
        ):
            if taken := sorted(given.keys() & own.keys()):
                raise ValueError(f"TapStack sets the {kind} {taken[0]!r} itself: remove it from the {kind}s")

    @property
    def function_name(self) -> str:
        """The Lambda function's name, known before the deployment."""
        return "-".join(part for part in (self.project, self.environment, self.name) if part)

    @property
    def role_name(self) -> str:
        """The execution role's name."""
        return f"{self.function_name}-execution"

    @property
    def log_group_name(self) -> str:
        """The log group's name, the one that Lambda writes to by default."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def api_log_group_name(self) -> str:
        """The name of the log group that an HTTP API in front of the function writes to."""
        return f"/aws/vendedlogs/apigateway/{self.function_name}"

    @property
    def dead_letter_queue_name(self) -> str:
        """The name of the component's own dead-letter queue."""
        return f"{self.function_name}-dead-letters"

    @property
    def protect_key(self) -> bool:
        """Whether the component's own key is protected: what it encrypts would be lost with it."""
        return (self.protect_function and self.variables_key == OWN) or (self.protect_logs and self.logs_key == OWN)

    @property
    def namespace(self) -> str:
        """The CloudWatch namespace that the function may write."""
        return self.metrics_namespace or f"{self.project}/{self.environment}"

    @property
    def own_variables(self) -> dict[str, str]:
        """The variables that every function gets."""
        return {
            "ENVIRONMENT": self.environment,
            "REGION": self.region,
            "FUNCTION_NAME": self.function_name,
            "LOG_LEVEL": self.log_level,
            "METRICS_NAMESPACE": self.namespace,
        }

    @property
    def secret_variables(self) -> dict[str, str]:
        """The variables that name the secrets, as the APIs of their stores ask for them."""
        endings = {"ssm": "_PARAMETER_NAME", "secretsmanager": "_SECRET_ID"}
        parts = {name: place.partition(":") for name, place in self.secrets.items()}
        return {name + endings[store]: place for name, (store, _, place) in parts.items()}

    @property
    def own_tags(self) -> dict[str, str]:
        """The tags that every resource gets."""
        return {
            "Environment": self.environment,
            "Project": self.project,
            "ManagedBy": "pulumi",
            "Region": self.region,
        }
