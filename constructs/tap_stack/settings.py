"""What an environment may say: frozen, typed, validated. Knows nothing of CDKTF and of files of settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tap_stack import fields
from tap_stack.entry_point import missing_entry_point
from tap_stack.fields import broken_rule

RUNTIME: Final = "python3.12"
"""The Lambda runtime of every function (AWS supports it until 2028-10-31)."""

ROLE_NAME_LIMIT: Final = 64
"""Characters in an IAM role name, the tightest limit among the names of this architecture (IAM quotas)."""

VARIABLES_LIMIT: Final = 4096
"""Bytes that the keys and values of all Lambda variables may take together (AWS Lambda quotas)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


class FunctionSettings(_Frozen):
    """The Lambda function: its code, its size and its limits."""

    code: fields.CodeFolder = Path("handler")
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
    kms_key_arn: fields.KmsKeyArn | None = None
    """KMS key that encrypts the variables; without it AWS's own key does."""
    permissions_boundary_arn: fields.PolicyArn | None = None
    """Managed policy that bounds what the execution role may ever do."""
    environment: fields.Variables = {}
    """The user's own variables, beside the ones that TapStack sets."""

    @model_validator(mode="after")
    def _check_entry_point(self) -> Self:
        if missing := missing_entry_point(self.code, self.handler):
            raise broken_rule(
                f"code = {self.code.name!r}, handler = {self.handler!r}: {missing}",
                "the code folder holds the module and the function that the handler names",
                "correct code or handler",
            )
        return self


class LogSettings(_Frozen):
    """The function's log group and what it records."""

    level: fields.LogLevel = "INFO"
    """Least severe level of the function's own log lines; also its variable LOG_LEVEL."""
    system_level: fields.SystemLogLevel = "INFO"
    """Least severe level of the log lines that Lambda itself writes."""
    retention_days: fields.RetentionDays = 30
    """Days that log events are kept; 0 keeps them for ever."""
    prevent_destroy: fields.Flag = False
    """Make Terraform refuse any plan that would delete the log group."""


class MetricsSettings(_Frozen):
    """The metrics that the function may publish."""

    namespace: fields.MetricsNamespace | None = None
    """The only CloudWatch namespace that the function may write; without it `<project>/<environment>`."""


class LocalState(_Frozen):
    """Terraform state in a file of this project: for one person, or for trying."""

    type: Literal["local"] = "local"
    """Which kind of state this is."""
    path: fields.ProjectPath | None = None
    """The state file, relative to the project; without it `terraform.<environment>.tfstate`."""


class S3State(_Frozen):
    """Terraform state in an S3 bucket, encrypted, and locked by a file beside it (Terraform >= 1.10)."""

    type: Literal["s3"] = "s3"
    """Which kind of state this is."""
    bucket: fields.BucketName
    """The bucket, which must exist."""
    key: fields.ObjectKey | None = None
    """The object; without it `<project>/<environment>/terraform.tfstate`."""
    region: fields.Region | None = None
    """The bucket's region; without it the environment's."""


class Settings(_Frozen):
    """All that one environment says, and the names that follow from it.

    Raises:
        pydantic.ValidationError: when built in Python from bad values; every fault is in it. Files are read through
            `load_environments`, which raises `SettingsError` instead.
    """

    environment: fields.Name
    """The environment's name: the stack's id and a part of every name. For a file, its name without `.toml`."""
    region: fields.Region
    """The AWS region that everything is created in."""
    project: fields.Name = "tap"
    """The first part of every name, and the tag Project."""
    account_id: fields.AccountId | None = None
    """The only AWS account that this environment may be deployed to; without it any."""
    function: FunctionSettings = Field(default_factory=FunctionSettings)
    """The Lambda function: its code, its size and its limits."""
    logs: LogSettings = Field(default_factory=LogSettings)
    """The function's log group and what it records."""
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    """The metrics that the function may publish."""
    state: Annotated[LocalState | S3State, Field(discriminator="type")] = LocalState()
    """Where Terraform keeps its state."""
    tags: fields.Tags = {}
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
    def state_location(self) -> str:
        """Where the state lies, as one comparable text: two environments may never share it."""
        if isinstance(self.state, S3State):
            return f"s3://{self.state.bucket}/{self.state_key}"
        return self.state_path

    @property
    def state_path(self) -> str:
        """The state file of a local state, relative to the project."""
        path = self.state.path if isinstance(self.state, LocalState) else None
        return path or f"terraform.{self.environment}.tfstate"

    @property
    def state_key(self) -> str:
        """The object's key of a state in S3."""
        key = self.state.key if isinstance(self.state, S3State) else None
        return key or f"{self.project}/{self.environment}/terraform.tfstate"

    @property
    def state_region(self) -> str:
        """The region of the bucket of a state in S3."""
        region = self.state.region if isinstance(self.state, S3State) else None
        return region or self.region

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
    """Bytes that Lambda counts for these variables: keys and values in UTF-8."""
    return sum(len(key.encode()) + len(value.encode()) for key, value in variables.items())
