"""Tables whose keys the user chooses, each with its rule: variables, secrets, tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import AfterValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from tap_stack.secret_shapes import secret_in_variable
from tap_stack.settings.rules import Rule, broken_rule
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

OWN_VARIABLES: Final = frozenset({"ENVIRONMENT", "REGION", "FUNCTION_NAME", "LOG_LEVEL", "METRICS_NAMESPACE"})
"""Variables that TapStack sets; their values follow from other settings."""

OWN_TAGS: Final = frozenset({"Environment", "Project", "ManagedBy", "Region"})
"""Tags that TapStack sets on every resource; their values follow from other settings."""

NO_PLACE_FOR_IT: Final = (
    "no secret stands in settings: they are read in JSON, in plans, in states and by who may see the function"
)
"""Why a secret is refused."""

ITS_PLACE: Final = (
    "keep it in Secrets Manager or Parameter Store, and name its place in [function.secrets]: "
    'DB_PASSWORD = "secretsmanager:<secret>" or "ssm:<parameter>"'
)
"""Where a secret belongs, and how a function reads it."""


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
    own = {key.casefold() for key in OWN_TAGS}
    read: set[str] = set()
    for key, value in tags.items():
        found = f"{key} = {value!r}"
        if key.casefold() in own:
            raise broken_rule(found, "TapStack sets this tag from the other settings", "remove the line")
        if key.casefold() in read:
            raise broken_rule(found, "keys of tags differ in more than their case (IAM roles)", "remove or rename one")
        read.add(key.casefold())
        if key.lower().startswith("aws:"):
            raise broken_rule(found, "AWS keeps tags that begin with 'aws:' for itself", "rename the tag")
        if not re.fullmatch(r"[\w .:/=+\-@]{1,128}", key) or not re.fullmatch(r"[\w .:/=+\-@]{0,256}", value):
            raise broken_rule(
                found,
                "letters, digits, spaces and _.:/=+-@; key 1 to 128, value up to 256 characters (AWS tagging)",
                "shorten the tag or replace the other characters",
            )
    return tags


_NEVER_CHANGES = (Field(validate_default=True), AfterValidator(MappingProxyType), PlainSerializer(dict))
"""What makes a table of the user's own names as frozen as the settings that hold it."""

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
Tags = Annotated[
    Mapping[str, str],
    Field(max_length=50 - len(OWN_TAGS)),
    AfterValidator(_check_tags),
    *_NEVER_CHANGES,
    Rule(f"up to {50 - len(OWN_TAGS)} tags beside TapStack's own {len(OWN_TAGS)} (AWS: 50 a resource)"),
]
