"""The execution role as it will stand in an account: its policies and its trust, read from synthesized JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Document = dict[str, Any]
"""A policy in the IAM policy language."""

REFERENCE: Final = re.compile(
    r"\$\{data\.aws_(caller_identity|partition|region)\.\w+\.(account_id|partition|dns_suffix|id)\}"
)
UNREAD: Final = ("aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_policy")
"""Types that would grant the role something in a way that this module does not read."""


@dataclass(frozen=True)
class Place:
    """Where a stack is deployed."""

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """Compose an ARN of this place."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


@dataclass(frozen=True)
class Role:
    """One execution role, with every reference of its documents replaced by the place's value."""

    environment: str
    name: str
    function_name: str
    place: Place
    policies: Mapping[str, Document]
    trust: Document
    has_dead_letter_queue: bool = False
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()

    @property
    def arn(self) -> str:
        """The role's ARN; IAM has no regions."""
        return f"arn:{self.place.partition}:iam::{self.place.account}:role/{self.name}"

    @property
    def session_arn(self) -> str:
        """The ARN of the session that Lambda runs the function under."""
        session = f"assumed-role/{self.name}/{self.function_name}"
        return f"arn:{self.place.partition}:sts::{self.place.account}:{session}"

    @property
    def function_arn(self) -> str:
        """The function's ARN."""
        return self.place.arn("lambda", f"function:{self.function_name}")


def read_role(folder: Path, place: Place) -> Role:
    """Read the one role of a synthesized stack.

    Args:
        folder: of the stack, `cdktf.out/stacks/<environment>`.
        place: what the stack's data sources will answer.

    Raises:
        ValueError: the stack grants permissions in a way that is not read here, or a document holds an unknown
            reference.
    """
    resources = json.loads((folder / "cdk.tf.json").read_text("utf-8"))["resource"]
    (role,) = resources["aws_iam_role"].values()
    (function,) = resources["aws_lambda_function"].values()
    unread = [kind for kind in UNREAD if kind in resources]
    unread += [key for key in ("inline_policy", "managed_policy_arns") if role.get(key)]
    if unread:
        raise ValueError(f"{folder.name}: {', '.join(unread)} grants what the judge does not read. Teach it to.")
    return Role(
        environment=folder.name,
        name=role["name"],
        function_name=function["function_name"],
        place=place,
        policies={
            policy["name"]: _document(policy["policy"], place) for policy in resources["aws_iam_role_policy"].values()
        },
        trust=_document(role["assume_role_policy"], place),
        has_dead_letter_queue="dead_letter_config" in function,
        subnets=tuple(function.get("vpc_config", {}).get("subnet_ids", ())),
        security_groups=tuple(function.get("vpc_config", {}).get("security_group_ids", ())),
    )


def _document(text: str, place: Place) -> Document:
    suffix = "amazonaws.com.cn" if place.partition == "aws-cn" else "amazonaws.com"
    values = {
        "account_id": place.account,
        "partition": place.partition,
        "dns_suffix": suffix,
        "id": place.region,
    }
    resolved = REFERENCE.sub(lambda found: values[found[2]], text)
    if "${" in resolved:
        raise ValueError(f"A policy holds a reference that the judge cannot resolve: {resolved}")
    document: Document = json.loads(resolved)
    return document
