"""What an environment may say: frozen, typed, validated. Knows nothing of CDKTF and of files of settings.

Every limit here is AWS's own; its source stands beside it. A value that passes here is accepted by Terraform's
validators and by the AWS API, so that bad input is told at synthesis and not half-way through a deployment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tap_stack.entry_point import missing_entry_point

RUNTIME: Final = "python3.12"
"""The Lambda runtime of every function (AWS supports it until 2028-10-31)."""

ROLE_NAME_LIMIT: Final = 64
"""Characters in an IAM role name, the tightest limit among the names of this architecture (IAM quotas)."""

VARIABLES_LIMIT: Final = 4096
"""Bytes that the keys and values of all Lambda variables may take together (AWS Lambda quotas)."""

RESERVED_VARIABLES: Final = frozenset(
    (
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_DEFAULT_REGION",
        "AWS_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    )
)
"""Variables that the Lambda runtime sets itself (AWS Lambda developer guide, reserved environment variables)."""

OWN_VARIABLES: Final = frozenset({"ENVIRONMENT", "REGION", "FUNCTION_NAME", "LOG_LEVEL", "METRICS_NAMESPACE"})
"""Variables that TapStack sets; their values follow from other settings."""

OWN_TAGS: Final = frozenset({"Environment", "Project", "ManagedBy", "Region"})
"""Tags that TapStack sets on every resource; their values follow from other settings."""

_NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_NAME_RULE = "lower-case letters, digits and single hyphens, a letter first"
_ACCOUNT = r"(?:\d{12})"


def broken_rule(found: str, rule: str, remedy: str) -> PydanticCustomError:
    """Build the error that a validator raises when no single field's rule says what is wrong."""
    return PydanticCustomError(
        "broken_rule", "{found}: {rule}. Remedy: {remedy}.", {"found": found, "rule": rule, "remedy": remedy}
    )


def variable_fault(name: str) -> PydanticCustomError | None:
    """Say what is wrong with the name of a user's Lambda variable, or None.

    Source: the AWS Lambda API (`[a-zA-Z]([a-zA-Z0-9_])+`) and developer guide (reserved variables).
    """
    if name in RESERVED_VARIABLES:
        return broken_rule(
            f"the variable {name}", "the Lambda runtime sets this variable itself", "choose another name"
        )
    if name in OWN_VARIABLES:
        return broken_rule(
            f"the variable {name}", "TapStack sets this variable from the other settings", "remove the line"
        )
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", name):
        return broken_rule(
            f"the variable {name!r}",
            "two or more letters, digits and underscores, a letter first (AWS Lambda)",
            "rename the variable",
        )
    return None


def _check_variables(variables: dict[str, str]) -> dict[str, str]:
    for name in variables:
        if fault := variable_fault(name):
            raise fault
    return variables


def _check_tags(tags: dict[str, str]) -> dict[str, str]:
    for key, value in tags.items():
        found = f"{key} = {value!r}"
        if key in OWN_TAGS:
            raise broken_rule(found, "TapStack sets this tag from the other settings", "remove the line")
        if key.lower().startswith("aws:"):
            raise broken_rule(found, "AWS keeps tags that begin with 'aws:' for itself", "rename the tag")
        if not re.fullmatch(r"[\w .:/=+\-@]{1,128}", key) or not re.fullmatch(r"[\w .:/=+\-@]{0,256}", value):
            raise broken_rule(
                found,
                "letters, digits, spaces and _.:/=+-@; key 1 to 128, value up to 256 characters (AWS tagging)",
                "shorten the tag or replace the other characters",
            )
    return tags


def _check_namespace(namespace: str) -> str:
    if namespace.startswith("AWS/"):
        raise broken_rule(
            repr(namespace), "CloudWatch keeps namespaces that begin with 'AWS/' for AWS", "choose another namespace"
        )
    return namespace


def _check_local_path(path: str) -> str:
    parts = PurePosixPath(path).parts
    if PurePosixPath(path).is_absolute() or re.match(r"[A-Za-z]:|\\", path) or ".." in parts:
        raise broken_rule(
            repr(path),
            "a path relative to the project, inside it: the synthesized output is the same on every machine",
            "write it like 'terraform.dev.tfstate'",
        )
    return path


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)


def _rule(rule: str, **limits: Any) -> Any:
    """Declare a field together with the rule that its faults quote and its schema shows."""
    return Field(json_schema_extra={"rule": rule}, **limits)


class FunctionSettings(_Frozen):
    """The Lambda function: its code, its size and its limits."""

    code: Annotated[Path, _rule("a folder with the handler's module", strict=False)] = Path("handler")
    """The folder that becomes the package; in a file of settings, relative to the project."""
    handler: Annotated[
        str,
        _rule(
            "module.function, up to 128 characters (AWS Lambda)",
            max_length=128,
            pattern=r"^[A-Za-z_][\w/]*(\.[A-Za-z_]\w*)+$",
        ),
    ] = "tap_handler.handle"
    """The function that Lambda calls."""
    name: Annotated[str, _rule(_NAME_RULE, pattern=_NAME)] | None = None
    """The last part of the function's name, for a second function in one project and environment; without it the
    function is called `<project>-<environment>`."""
    description: Annotated[str, _rule("up to 256 characters (AWS Lambda)", max_length=256)] = ""
    """What the function is for, as the AWS console shows it."""
    memory_size: Annotated[int, _rule("a whole number of MB from 128 to 10240 (AWS Lambda)", ge=128, le=10240)] = 512
    """Memory in MB; Lambda gives CPU in proportion."""
    timeout: Annotated[int, _rule("a whole number of seconds from 1 to 900 (AWS Lambda)", ge=1, le=900)] = 60
    """Seconds after which Lambda ends an invocation."""
    ephemeral_storage: Annotated[
        int, _rule("a whole number of MB from 512 to 10240 (AWS Lambda)", ge=512, le=10240)
    ] = 512
    """Size of /tmp in MB."""
    architecture: Annotated[Literal["arm64", "x86_64"], _rule("arm64 or x86_64 (AWS Lambda)")] = "arm64"
    """Instruction set; arm64 costs less for the same work."""
    reserved_concurrency: Annotated[int, _rule("a whole number, 0 or more (AWS Lambda)", ge=0)] | None = None
    """Executions at once that are kept for this function, and its ceiling; 0 stops it; without it the account's pool serves."""
    layers: Annotated[
        tuple[Annotated[str, Field(pattern=rf"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:{_ACCOUNT}:layer:[\w-]+:\d+$")], ...],
        _rule(
            "up to 5 ARNs of layer versions, arn:aws:lambda:<region>:<account>:layer:<name>:<version> (AWS Lambda)",
            max_length=5,
            strict=False,
        ),
    ] = ()
    """Layer versions, the first laid down first."""
    kms_key_arn: (
        Annotated[str, _rule("the ARN of a KMS key", pattern=rf"^arn:aws[a-z-]*:kms:[a-z0-9-]+:{_ACCOUNT}:key/[\w-]+$")]
        | None
    ) = None
    """KMS key that encrypts the variables; without it AWS's own key does."""
    permissions_boundary_arn: (
        Annotated[
            str,
            _rule(
                "the ARN of a managed IAM policy",
                pattern=rf"^arn:aws[a-z-]*:iam::(?:{_ACCOUNT}|aws):policy/[\w+=,.@/-]+$",
            ),
        ]
        | None
    ) = None
    """Managed policy that bounds what the execution role may ever do."""
    environment: Annotated[
        dict[str, str],
        AfterValidator(_check_variables),
        _rule("names and values of text, at most 4 KB together (AWS Lambda)"),
    ] = {}
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

    level: Annotated[
        Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
        _rule("TRACE, DEBUG, INFO, WARN, ERROR or FATAL (AWS Lambda)"),
    ] = "INFO"
    """Least severe level of the function's own log lines; also its variable LOG_LEVEL."""
    system_level: Annotated[Literal["DEBUG", "INFO", "WARN"], _rule("DEBUG, INFO or WARN (AWS Lambda)")] = "INFO"
    """Least severe level of the log lines that Lambda itself writes."""
    retention_days: Annotated[
        Literal[
            0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
        ],
        _rule(
            "0 (for ever), 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, "
            "2922, 3288 or 3653 days (CloudWatch Logs)"
        ),
    ] = 30
    """Days that log events are kept."""
    prevent_destroy: Annotated[bool, _rule("true or false")] = False
    """Make Terraform refuse any plan that would delete the log group."""


class MetricsSettings(_Frozen):
    """The metrics that the function may publish."""

    namespace: (
        Annotated[
            str,
            AfterValidator(_check_namespace),
            _rule("1 to 255 letters, digits and . - _ / # : (CloudWatch)", pattern=r"^[A-Za-z0-9.\-_/#:]{1,255}$"),
        ]
        | None
    ) = None
    """The only CloudWatch namespace that the function may write; without it `<project>/<environment>`."""


class LocalState(_Frozen):
    """Terraform state in a file of this project: for one person, or for trying."""

    type: Literal["local"]
    """Which kind of state this is."""
    path: (
        Annotated[str, AfterValidator(_check_local_path), _rule("a relative path inside the project", min_length=1)]
        | None
    ) = None
    """The state file, relative to the project; without it `terraform.<environment>.tfstate`."""


class S3State(_Frozen):
    """Terraform state in an S3 bucket, encrypted, and locked by a file beside it (Terraform >= 1.10)."""

    type: Literal["s3"]
    """Which kind of state this is."""
    bucket: Annotated[
        str,
        _rule(
            "3 to 63 lower-case letters, digits, hyphens and dots (Amazon S3)",
            pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        ),
    ]
    """The bucket, which must exist."""
    key: (
        Annotated[
            str,
            _rule(
                "1 to 1024 characters, no / at either end (Terraform's S3 backend)",
                pattern=r"^[^/\s](?:.{0,1022}[^/\s])?$",
            ),
        ]
        | None
    ) = None
    """The object; without it `<project>/<environment>/terraform.tfstate`."""
    region: Annotated[str, _rule("an AWS region such as eu-west-1", pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] | None = None
    """The bucket's region; without it the environment's."""


class Settings(_Frozen):
    """All that one environment says, and the names that follow from it.

    Raises:
        pydantic.ValidationError: when built in Python from bad values; every fault is in it. Files are read through
            `load_environments`, which raises `SettingsError` instead.
    """

    environment: Annotated[str, _rule(_NAME_RULE, pattern=_NAME)]
    """The environment's name: the stack's id and the last part of every name. For a file, its name without `.toml`."""
    region: Annotated[str, _rule("an AWS region such as eu-west-1", pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
    """The AWS region that everything is created in."""
    project: Annotated[str, _rule(_NAME_RULE, pattern=_NAME)] = "tap"
    """The first part of every name, and the tag Project."""
    account_id: Annotated[str, _rule("12 digits, in quotes", pattern=r"^\d{12}$")] | None = None
    """The only AWS account that this environment may be deployed to; without it any."""
    function: FunctionSettings = Field(default_factory=FunctionSettings)
    logs: LogSettings = Field(default_factory=LogSettings)
    metrics: MetricsSettings = Field(default_factory=MetricsSettings)
    state: Annotated[LocalState | S3State, Field(discriminator="type")] = LocalState(type="local")
    """Where Terraform keeps its state."""
    tags: Annotated[
        dict[str, str],
        AfterValidator(_check_tags),
        _rule("up to 46 tags beside TapStack's own four (AWS: 50 a resource)", max_length=46),
    ] = {}
    """The user's own tags on every resource."""

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
