"""The kinds of value that settings are made of, each with its rule.

Every limit here is AWS's own; its source stands in the rule, which a fault quotes. A value that passes here is accepted
by Terraform's validators and by the AWS API, so that bad input is told at synthesis and not half-way through a
deployment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, Field, PlainSerializer
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from tap_stack.secret_shapes import secret_in_variable
from tap_stack.settings.regions import REGIONS
from tap_stack.settings.secret_references import RULE as REFERENCE
from tap_stack.settings.secret_references import is_reference

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

OWN: Final = "own"
"""What a setting says that wants a key or a queue of the stack's own."""

AWS: Final = "aws"
"""What a setting says that wants the key that AWS owns."""

NONE: Final = "none"
"""What a setting says that wants nothing of the kind."""

OWN_VARIABLES: Final = frozenset({"ENVIRONMENT", "REGION", "FUNCTION_NAME", "LOG_LEVEL", "METRICS_NAMESPACE"})
"""Variables that TapStack sets; their values follow from other settings."""

OWN_TAGS: Final = frozenset({"Environment", "Project", "ManagedBy", "Region"})
"""Tags that TapStack sets on every resource; their values follow from other settings."""


REGION_RULE: Final = "an AWS region such as eu-west-1"

NO_PLACE_FOR_IT: Final = (
    "no secret stands in settings: they are read in JSON, in plans, in states and by who may see the function"
)
"""Why a secret is refused."""

ITS_PLACE: Final = (
    "keep it in Secrets Manager or Parameter Store, and name its place in [function.secrets]: "
    'DB_PASSWORD = "secretsmanager:<secret>" or "ssm:<parameter>"'
)
"""Where a secret belongs, and how a function reads it."""


@dataclass(frozen=True)
class Rule:
    """What a value must be, in words; a fault quotes it."""

    text: str


def rule_of(field: FieldInfo) -> str | None:
    """Find the rule of a field, also where the field is optional."""
    kinds: list[object] = [*field.metadata, field.annotation]
    while kinds:
        kind = kinds.pop(0)
        if isinstance(kind, Rule):
            return kind.text
        kinds += [*get_args(kind), *getattr(kind, "__metadata__", ())]
    return None


def broken_rule(found: str, rule: str, remedy: str) -> PydanticCustomError:
    """Build the error for a value whose kind alone does not say what is wrong with it."""
    return PydanticCustomError(
        "broken_rule", "{found}: {rule}. Remedy: {remedy}.", {"found": found, "rule": rule, "remedy": remedy}
    )


def variable_fault(name: str) -> PydanticCustomError | None:
    """Say what is wrong with the name of a user's Lambda variable, or None.

    Source: the AWS Lambda API (`[a-zA-Z]([a-zA-Z0-9_])+`) and developer guide (reserved variables).
    """
    found = f"the variable {name!r}"
    if name in RESERVED_VARIABLES:
        return broken_rule(found, "the Lambda runtime sets this variable itself", "choose another name")
    if name in OWN_VARIABLES:
        return broken_rule(found, "TapStack sets this variable from the other settings", "remove the line")
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]+", name):
        rule = "two or more letters, digits and underscores, a letter first (AWS Lambda)"
        return broken_rule(found, rule, "rename the variable")
    return None


def secret_fault(name: str, value: str) -> PydanticCustomError | None:
    """Say that a variable looks like a secret, or None; the value itself is never shown."""
    if kind := secret_in_variable(name, value):
        return broken_rule(f"the variable {name!r} looks like {kind}", NO_PLACE_FOR_IT, ITS_PLACE)
    return None


def _check_variables(variables: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in variables.items():
        if fault := variable_fault(name) or secret_fault(name, value):
            raise fault
    return variables


def _check_secrets(secrets: Mapping[str, str]) -> Mapping[str, str]:
    for name, text in secrets.items():
        if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", name):
            rule = "letters, digits and underscores, a letter first (AWS Lambda)"
            raise broken_rule(f"the secret {name!r}", rule, "rename it")
        if not is_reference(text):
            raise broken_rule(f"{name} = a text that is not shown", REFERENCE, ITS_PLACE)
    return secrets


def _check_tags(tags: Mapping[str, str]) -> Mapping[str, str]:
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


def _check_region(region: str) -> str:
    if region not in REGIONS:
        near = get_close_matches(region, sorted(REGIONS), 1)
        raise broken_rule(repr(region), REGION_RULE, f"write {near[0]!r}" if near else "correct the value")
    return region


def _check_namespace(namespace: str) -> str:
    if namespace.startswith("AWS/"):
        rule = "CloudWatch keeps namespaces that begin with 'AWS/' for AWS"
        raise broken_rule(repr(namespace), rule, "choose another namespace")
    return namespace


def _check_backend_text(text: str) -> str:
    if re.search(r"TfToken\[|-[0-9.]+e\+?[0-9]", text):
        rule = "text that the framework does not take for a token of its own; the settings of a state have no escape"
        raise broken_rule(repr(text), rule, "choose another name")
    return text


def _check_project_path(path: str) -> str:
    if PurePosixPath(path).is_absolute() or re.match(r"[A-Za-z]:|\\", path) or ".." in PurePosixPath(path).parts:
        rule = "a path relative to the project, inside it: the synthesized output is the same on every machine"
        raise broken_rule(repr(path), rule, "write it like 'terraform.dev.tfstate'")
    return path


def _check_state_file(path: str) -> str:
    if not re.search(r"[^/]\.tfstate\Z", path) or not path.isprintable():
        rule = "printable text that ends in .tfstate: Terraform overwrites the file, and git ignores it"
        raise broken_rule(repr(path), rule, "write it like 'terraform.dev.tfstate'")
    return path


_ACCOUNT = r"(?:[0-9]{12})"

_NEVER_CHANGES = (Field(validate_default=True), AfterValidator(MappingProxyType), PlainSerializer(dict))
"""What makes a table of the user's own names as frozen as the settings that hold it."""

Name = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
    Rule("lower-case letters, digits and single hyphens, a letter first"),
]
Profile = Annotated[Literal["production"], Rule("production")]
Region = Annotated[
    str, Field(json_schema_extra={"enum": sorted(REGIONS)}), AfterValidator(_check_region), Rule(REGION_RULE)
]
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$"), Rule("12 digits, in quotes")]

CodeFolder = Annotated[
    Path,
    Field(strict=False),
    AfterValidator(Path.absolute),  # now: a program may change its current folder before it packs
    Rule("a folder with the handler's module"),
]
Handler = Annotated[
    str,
    Field(max_length=128, pattern=r"^[A-Za-z_][\w/]*(\.[A-Za-z_]\w*)+$"),
    Rule("module.function, up to 128 characters (AWS Lambda)"),
]
Description = Annotated[str, Field(max_length=256), Rule("up to 256 characters (AWS Lambda)")]
MemorySize = Annotated[int, Field(ge=128, le=10240), Rule("a whole number of MB from 128 to 10240 (AWS Lambda)")]
Timeout = Annotated[int, Field(ge=1, le=900), Rule("a whole number of seconds from 1 to 900 (AWS Lambda)")]
EphemeralStorage = Annotated[int, Field(ge=512, le=10240), Rule("a whole number of MB from 512 to 10240 (AWS Lambda)")]
Architecture = Annotated[Literal["arm64", "x86_64"], Rule("arm64 or x86_64 (AWS Lambda)")]
Concurrency = Annotated[int, Field(ge=0, le=2**31 - 1), Rule("a whole number, 0 or more, of 32 bits (AWS Lambda API)")]
LayerArn = Annotated[str, Field(pattern=rf"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:{_ACCOUNT}:layer:[A-Za-z0-9_-]+:[0-9]+$")]
Layers = Annotated[
    tuple[LayerArn, ...],
    Field(max_length=5, strict=False),
    Rule("up to 5 ARNs of layer versions, arn:aws:lambda:<region>:<account>:layer:<name>:<version> (AWS Lambda)"),
]
KmsKey = Annotated[
    str,
    Field(pattern=rf"^(?:aws|own|arn:aws[a-z-]*:kms:[a-z0-9-]+:{_ACCOUNT}:key/[A-Za-z0-9-]+)$"),
    Rule('"aws" for AWS\'s own key, "own" for a key of this stack, or the ARN of a KMS key'),
]
GivenKmsKey = Annotated[
    str,
    Field(pattern=rf"^(?:aws|arn:aws[a-z-]*:kms:[a-z0-9-]+:{_ACCOUNT}:key/[A-Za-z0-9-]+)$"),
    Rule('"aws" for AWS\'s own keys, or the ARN of a KMS key'),
]
DeadLetters = Annotated[
    str,
    Field(
        pattern=rf"^(?:none|own|arn:aws[a-z-]*:(?:sqs:[a-z0-9-]+:{_ACCOUNT}:[A-Za-z0-9_-]{{1,80}}"
        rf"|sns:[a-z0-9-]+:{_ACCOUNT}:[A-Za-z0-9_-]{{1,256}}))$"
    ),
    Rule('"none", "own" for a queue of this stack, or the ARN of a standard SQS queue or SNS topic (AWS Lambda)'),
]
Subnets = Annotated[
    tuple[Annotated[str, Field(pattern=r"^subnet-[0-9a-f]{8}(?:[0-9a-f]{9})?$")], ...],
    Field(max_length=16, strict=False),
    Rule("up to 16 ids of subnets, subnet-<8 or 17 hexadecimal digits> (AWS Lambda API)"),
]
SecurityGroups = Annotated[
    tuple[Annotated[str, Field(pattern=r"^sg-[0-9a-f]{8}(?:[0-9a-f]{9})?$")], ...],
    Field(max_length=5, strict=False),
    Rule("up to 5 ids of security groups, sg-<8 or 17 hexadecimal digits> (AWS Lambda API)"),
]
CodeSigningArn = Annotated[
    str,
    Field(pattern=rf"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:{_ACCOUNT}:code-signing-config:csc-[a-z0-9]{{17}}$"),
    Rule("the ARN of a code signing configuration (AWS Lambda API)"),
]
PolicyArn = Annotated[
    str,
    Field(pattern=rf"^arn:aws[a-z-]*:iam::(?:{_ACCOUNT}|aws):policy/[A-Za-z0-9_+=,.@/-]+$"),
    Rule("the ARN of a managed IAM policy"),
]
Variables = Annotated[
    Mapping[str, str],
    AfterValidator(_check_variables),
    *_NEVER_CHANGES,
    Rule("names and values of text, at most 4 KB together (AWS Lambda)"),
]
Secrets = Annotated[
    Mapping[str, str],
    AfterValidator(_check_secrets),
    *_NEVER_CHANGES,
    Rule(f"names, each with {REFERENCE}"),
]

LogLevel = Annotated[
    Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
    Rule("TRACE, DEBUG, INFO, WARN, ERROR or FATAL (AWS Lambda)"),
]
SystemLogLevel = Annotated[Literal["DEBUG", "INFO", "WARN"], Rule("DEBUG, INFO or WARN (AWS Lambda)")]
_RETENTIONS = Literal[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
RetentionDays = Annotated[
    _RETENTIONS, Rule(f"0 (for ever) or one of {', '.join(map(str, get_args(_RETENTIONS)[1:]))} days (CloudWatch Logs)")
]
Flag = Annotated[bool, Rule("true or false")]

MetricsNamespace = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9.\-_/#:]{1,255}$"),
    AfterValidator(_check_namespace),
    Rule("1 to 255 letters, digits and . - _ / # : (CloudWatch)"),
]

ProjectPath = Annotated[
    str,
    Field(min_length=1, max_length=255),
    AfterValidator(_check_project_path),
    AfterValidator(_check_backend_text),
    AfterValidator(_check_state_file),
    Rule("a relative path inside the project that ends in .tfstate, up to 255 characters"),
]
BucketName = Annotated[
    str,
    Field(min_length=3, max_length=63, pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"),
    Rule("3 to 63 lower-case letters, digits, hyphens and single dots (Amazon S3)"),
]
ObjectKey = Annotated[
    str,
    Field(pattern=r"^[^/\s](?:.{0,1022}[^/\s])?$"),
    AfterValidator(_check_backend_text),
    Rule("1 to 1024 characters, no / at either end (Terraform's S3 backend)"),
]

Tags = Annotated[
    Mapping[str, str],
    Field(max_length=50 - len(OWN_TAGS)),
    AfterValidator(_check_tags),
    *_NEVER_CHANGES,
    Rule(f"up to {50 - len(OWN_TAGS)} tags beside TapStack's own {len(OWN_TAGS)} (AWS: 50 a resource)"),
]
