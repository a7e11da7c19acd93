"""What `tap diff` finds: for each environment its resources, and for each resource its attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Action(Enum):
    """What Terraform would do with a resource."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DESTROY = "destroy"
    UNDECIDED = "update or replace"
    """Of a type about which nothing is known: a plan says it."""


@dataclass(frozen=True)
class Change:
    """One attribute, by its path; a value is None where there is none.

    Attributes:
        path: such as `environment.variables.LEVEL`.
        before: the value before.
        after: the value after.
        replaces: whether it is why the resource is replaced.
        only_terraform: whether it changes what Terraform does, and nothing in AWS.
    """

    path: str
    before: Any
    after: Any
    replaces: bool = False
    only_terraform: bool = False


@dataclass(frozen=True)
class ResourceDifference:
    """One resource.

    Attributes:
        address: Terraform's, such as `aws_iam_role.Role`.
        word: what people call its type.
        name: its own name in AWS, where it has one.
        action: what happens to it.
        changes: its attributes that change.
        refused: whether Terraform will refuse, since a plan may not destroy it.
    """

    address: str
    word: str
    name: str
    action: Action
    changes: Sequence[Change] = ()
    refused: bool = False


class Kind(Enum):
    """What becomes of an environment as a whole."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class EnvironmentDifference:
    """One environment.

    Attributes:
        name: the environment's.
        kind: what becomes of it.
        resources: those that change.
        outputs: the stack's outputs that change.
        place: where its state lies or its region, where that changes: then Terraform would leave what is deployed.
    """

    name: str
    kind: Kind
    resources: Sequence[ResourceDifference] = ()
    outputs: Sequence[Change] = ()
    place: Sequence[Change] = ()
