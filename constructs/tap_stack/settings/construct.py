"""What the construct needs to be told: a function, its logs, its metrics, and where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Self

from pydantic import Field, model_validator

from tap_stack.settings import fields, user_tables
from tap_stack.settings.entry_point import missing_entry_point
from tap_stack.settings.model import SettingsModel
from tap_stack.settings.profile import filled_from_profile
from tap_stack.settings.regions import PARTITION_OF
from tap_stack.settings.rules import broken_rule
from tap_stack.settings.secret_references import secret_variables

RUNTIME: Final = "python3.12"
"""The Lambda runtime of every function (AWS supports it until 2028-10-31)."""

ROLE_NAME_LIMIT: Final = 64
"""Characters in an IAM role name, the tightest limit among the names of this architecture (IAM quotas)."""

VARIABLES_LIMIT: Final = 4096
"""Bytes that the keys and values of all Lambda variables may take together (AWS Lambda quotas)."""


class FunctionSettings(SettingsModel):
    """The Lambda function: its code, its size and its limits."""

    code: fields.CodeFolder
    """The folder that becomes the package; in a file of settings, relative to the project."""
    handler: fields.Handler = "tap_handler.handle"
    """The function that Lambda calls, `module.function`."""
    name: fields.Name | None = None
    """Last part of the function's name, for a second function in one project and environment."""
    description: fields.Description = ""
    """What the function is for, as the AWS console shows it."""
    memory_size: fields.MemorySize = 512
    """Memory in MB; Lambda gives CPU in proportion."""
    timeout: fields.Timeout = 60
    """Seconds after which Lambda ends an invocation."""
    ephemeral_storage: fields.EphemeralStorage = 512
    """Size of /tmp in MB."""
    architecture: fields.Architecture = "arm64"
    """Instruction set; arm64 costs less for the same work."""
    reserved_concurrency: fields.Concurrency | None = None
    """Executions at once that are kept for this function, and its ceiling; 0 stops it."""
    layers: fields.Layers = ()
    """ARNs of layer versions, the first laid down first."""
    kms_key: fields.KmsKey = fields.AWS
    """KMS key that encrypts the variables."""
    dead_letters: fields.DeadLetters = fields.NONE
    """Where Lambda sends events of asynchronous calls that failed for good: the dead-letter queue."""
    prevent_destroy: fields.Flag = False
    """Make Terraform refuse any plan that would delete or replace the function, its role or its dead-letter queue."""
    subnets: fields.Subnets = ()
    """Ids of the subnets of a VPC that the function reaches; with `security_groups`."""
    security_groups: fields.SecurityGroups = ()
    """Ids of the security groups of the function's connections into its VPC."""
    code_signing_config_arn: fields.CodeSigningArn | None = None
    """Who must have signed the package; TapStack makes it unsigned, so that the configuration may warn, not enforce."""
    permissions_boundary_arn: fields.PolicyArn | None = None
    """Managed policy that bounds what the execution role may ever do."""
    environment: user_tables.Variables = Field(default_factory=dict)
    """The user's own variables, beside the ones that TapStack sets."""
    secrets: user_tables.Secrets = Field(default_factory=dict)
    """Where the function's secrets are kept; a variable names each: `<name>_PARAMETER_NAME` or `<name>_SECRET_ID`."""
    secrets_kms_key: fields.GivenKmsKey = fields.AWS
    """KMS key that encrypts the secrets, which the function needs to decrypt them."""

    @model_validator(mode="after")
    def _check_names_of_secrets(self) -> Self:
        if taken := sorted(self.environment.keys() & secret_variables(self.secrets).keys()):
            rule = "function.secrets sets this variable"
            raise broken_rule(f"environment.{taken[0]}", rule, "remove the line, or rename the secret")
        return self

    @model_validator(mode="after")
    def _check_entry_point(self) -> Self:
        if missing := missing_entry_point(self.code, self.handler):
            raise broken_rule(
                f"code = {self.code.name!r}, handler = {self.handler!r}: {missing}",
                "the code folder holds the module and the function that the handler names",
                "correct code or handler",
            )
        return self

    @model_validator(mode="after")
    def _check_network(self) -> Self:
        if bool(self.subnets) != bool(self.security_groups):
            given, missing = ("subnets", "security_groups") if self.subnets else ("security_groups", "subnets")
            rule = "a function in a VPC has both subnets and security groups (AWS Lambda)"
            raise broken_rule(f"{given} without {missing}", rule, f"add {missing}, or remove {given}")
        return self


class LogSettings(SettingsModel):
    """The function's log group and what it records."""

    level: fields.LogLevel = "INFO"
    """Least severe level of the function's own log lines; also its variable LOG_LEVEL."""
    system_level: fields.SystemLogLevel = "INFO"
    """Least severe level of the log lines that Lambda itself writes."""
    retention_days: fields.RetentionDays = 30
    """Days that log events are kept; 0 keeps them for ever."""
    kms_key: fields.KmsKey = fields.AWS
    """KMS key that encrypts the log group; a given key must let CloudWatch Logs use it."""
    prevent_destroy: fields.Flag = False
    """Make Terraform refuse any plan that would delete or replace the log group."""


class MetricsSettings(SettingsModel):
    """The metrics that the function may publish."""

    namespace: fields.MetricsNamespace | None = None
    """The only CloudWatch namespace that the function may write; without it `<project>/<environment>`."""


class Settings(SettingsModel):
    """What one TapStack is told, and the names that follow from it."""

    environment: fields.Name
    """The environment's name: the stack's id and a part of every name. For a file, its name without `.toml`."""
    region: fields.Region
    """The AWS region that everything is created in."""
    project: fields.Name = "tap"
    """The first part of every name, and the tag Project."""
    profile: fields.Profile | None = None
    """What the settings below are where they are left out: production has keys of its own, a dead-letter queue, a year
    of logs, and resources that no plan deletes."""
    function: FunctionSettings
    """The Lambda function: its code, its size and its limits."""
    logs: LogSettings = Field(default_factory=LogSettings)
    """The function's log group and what it records."""
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    """The metrics that the function may publish."""
    tags: user_tables.Tags = Field(default_factory=dict)
    """The user's own tags on every resource, beside the ones that TapStack sets."""

    @property
    def function_name(self) -> str:
        """The Lambda function's name: `<project>-<environment>`, and `-<function.name>` where one is given."""
        return "-".join(filter(None, (self.project, self.environment, self.function.name)))

    @property
    def role_name(self) -> str:
        """The execution role's name."""
        return f"{self.function_name}-execution"

    @property
    def log_group_name(self) -> str:
        """The log group's name, the one that Lambda writes to by default."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def metrics_namespace(self) -> str:
        """The CloudWatch namespace that the function may write."""
        return self.metrics.namespace or f"{self.project}/{self.environment}"

    @property
    def variables(self) -> dict[str, str]:
        """Every variable of the function: TapStack's own and the user's."""
        return {
            "ENVIRONMENT": self.environment,
            "REGION": self.region,
            "FUNCTION_NAME": self.function_name,
            "LOG_LEVEL": self.logs.level,
            "METRICS_NAMESPACE": self.metrics_namespace,
            **self.function.environment,
            **secret_variables(self.function.secrets),
        }

    @property
    def resource_tags(self) -> dict[str, str]:
        """Every tag of every resource: TapStack's own and the user's."""
        return {
            "Environment": self.environment,
            "Project": self.project,
            "ManagedBy": "cdktf",
            "Region": self.region,
            **self.tags,
        }

    @property
    def dead_letter_queue_name(self) -> str:
        """The name of the stack's own dead-letter queue."""
        return f"{self.function_name}-dead-letters"

    @property
    def has_own_key(self) -> bool:
        """Whether the stack has a KMS key of its own."""
        return fields.OWN in (self.function.kms_key, self.logs.kms_key)

    @property
    def has_own_dead_letter_queue(self) -> bool:
        """Whether the stack has a dead-letter queue of its own."""
        return self.function.dead_letters == fields.OWN

    @property
    def prevents_key_destroy(self) -> bool:
        """Whether a plan may not delete the stack's own key: what it encrypts would be lost with it."""
        return any(group.prevent_destroy and group.kms_key == fields.OWN for group in (self.function, self.logs))

    @model_validator(mode="before")
    @classmethod
    def _fill_from_profile(cls, values: object) -> object:
        return filled_from_profile(values) if isinstance(values, dict) else values

    @model_validator(mode="after")
    def _check_regions(self) -> Self:
        """Refuse what Lambda takes only from the function's own region or partition (AWS Lambda developer guide)."""
        function, own = self.function, PARTITION_OF[self.region]
        for name, arn, is_regional in (
            ("function.kms_key", function.kms_key, True),
            ("logs.kms_key", self.logs.kms_key, True),
            ("function.secrets_kms_key", function.secrets_kms_key, True),
            ("function.code_signing_config_arn", function.code_signing_config_arn, True),
            *(("function.layers", arn, True) for arn in function.layers),
            ("function.dead_letters", function.dead_letters, False),
            ("function.permissions_boundary_arn", function.permissions_boundary_arn, False),
        ):
            if not arn or not arn.startswith("arn:"):
                continue
            _, partition, _, region, *_ = arn.split(":")
            if is_regional and region != self.region:
                rule = f"keys, layers and code signing lie in the function's region, {self.region} (AWS Lambda)"
                raise broken_rule(f"{name} of the region {region}", rule, "name one of this region")
            if partition != own:
                rule = f"{self.region} is a region of {own}, and so is what it names (AWS partitions)"
                raise broken_rule(f"{name} of the partition {partition}", rule, f"begin it with arn:{own}:")
        return self

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        if len(self.role_name) > ROLE_NAME_LIMIT:
            raise broken_rule(
                f"the role name {self.role_name!r} has {len(self.role_name)} characters",
                f"an IAM role name has at most {ROLE_NAME_LIMIT}; it is made of project, environment, function.name",
                "shorten one of them",
            )
        return self

    @model_validator(mode="after")
    def _check_variables_size(self) -> Self:
        size = variables_size(self.variables)
        if size > VARIABLES_LIMIT:
            raise broken_rule(
                f"the function's variables take {size} bytes",
                f"keys and values together take at most {VARIABLES_LIMIT} bytes (AWS Lambda), TapStack's own included",
                "keep large values in SSM Parameter Store or S3 and pass their names",
            )
        return self


def variables_size(variables: Mapping[str, str]) -> int:
    """Return the bytes that Lambda counts for these variables: keys and values in UTF-8."""
    return sum(len(key.encode()) + len(value.encode()) for key, value in variables.items())
