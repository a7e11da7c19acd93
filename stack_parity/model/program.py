"""A program in the normal form: resources by Terraform type, with attributes in snake_case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stack_parity.model.values import Value

STACK_REFERENCE: Final = "stack_reference"
"""The type of a data source that stands for the outputs of another stack."""
PROVIDER_SETTINGS: Final = (
    "region",
    "allowed_account_ids",
    "forbidden_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
)
"""What of the AWS provider's settings belongs to the architecture."""


@dataclass(frozen=True)
class Provider:
    """One configuration of the AWS provider: where it makes resources, and as whom."""

    settings: Mapping[str, Value]
    """Those of `PROVIDER_SETTINGS` that it has."""
    default_tags: Mapping[str, Value] = field(default_factory=dict)

    @property
    def region(self) -> Value:
        """The region that it states."""
        return self.settings.get("region")

    @property
    def account(self) -> Value:
        """The account that it states: the only allowed one, or that of the role which it assumes."""
        accounts = self.settings.get("allowed_account_ids")
        if isinstance(accounts, list) and len(accounts) == 1:
            return accounts[0]
        role = self.settings.get("assume_role")
        first = role[0] if isinstance(role, list) and len(role) == 1 else role
        arn = first.get("role_arn") if isinstance(first, dict) else None
        steps = arn.split(":") if isinstance(arn, str) else []
        return steps[4] if len(steps) > 5 and steps[4] else None


@dataclass(frozen=True)
class Place:
    """Where the source of a resource is."""

    file: str
    """From the project's folder on where the input is one; else the path as given."""
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Edge:
    """One resource needs another: through an attribute, or by an explicit order (`depends_on`)."""

    source: str
    attribute: str
    target: str


@dataclass(frozen=True)
class Component:
    """A component (Pulumi) or construct (CDKTF) that holds resources."""

    address: str
    type: str
    name: str
    parent: str | None
    arguments: str | None = None
    """The name of the class of its arguments, where the input tells it."""
    typed: bool | None = None
    """Do its arguments have types? None: the input does not tell."""


@dataclass(frozen=True)
class Resource:
    """One resource or data source."""

    address: str
    """The Terraform address or the Pulumi URN."""
    type: str
    """The Terraform type, or the Pulumi token where no Terraform type is known."""
    name: str
    """The name that the program gave it, which AWS never sees."""
    attributes: Mapping[str, Value]
    parent: str | None = None
    """The address of the component around it."""
    depends_on: frozenset[str] = frozenset()
    """Addresses, explicit order only."""
    edges: frozenset[Edge] = frozenset()
    """What it needs, as references say."""
    named: frozenset[Edge] = frozenset()
    """What it belongs to by a plain name, which orders nothing; found by `normalize`."""
    provider: str | None = None
    """The configuration of the provider that makes it, by its name in `Program.providers`; None: the program's own."""
    mapped: bool = True
    """False when its type is no known Terraform type and it is compared under its own token."""
    external: str | None = None
    """The id of what the program only reads, since it exists already; None for what the program makes."""
    options: tuple[str, ...] = ()
    """Options of its own tool that no attribute holds, in that tool's words: `retainOnDelete`."""
    place: Place | None = field(default=None, compare=False)
    """Where its source is, as far as the input tells it."""


@dataclass(frozen=True)
class Run:
    """Would the program run as written? None where the input is a file that says nothing about it."""

    ok: bool
    message: str
    dropped: tuple[str, ...] = ()
    """Arguments that had to be left out, one line each."""
    import_effects: tuple[str, ...] = ()
    """Addresses of what was made while a module was merely imported."""
    overwritten_exports: tuple[str, ...] = ()
    """Names of outputs that were exported twice: the first value is lost."""
    component_exports: Mapping[str, str] = field(default_factory=dict)
    """By fixed name of an output that a component exports by itself, the component: a second one overwrites it."""


@dataclass(frozen=True)
class Gap:
    """A part of the program that the input names and does not hold: nothing can be said of it."""

    what: str
    """What it is, in the words of its own tool: `module "network"`."""
    reason: str


@dataclass(frozen=True)
class Program:
    """One side in one environment."""

    source: str
    """The path as the user gave it."""
    kind: str
    """What the input is, in the words of its own tool."""
    environment: str
    resources: Mapping[str, Resource]
    data: Mapping[str, Resource] = field(default_factory=dict)
    components: tuple[Component, ...] = ()
    outputs: Mapping[str, Value] = field(default_factory=dict)
    sensitive_outputs: frozenset[str] = frozenset()
    """Names of outputs that are shown to nobody."""
    region: Value = None
    """Where it deploys to, as far as the input tells it."""
    account: Value = None
    provider: Mapping[str, Value] | None = None
    """Those of `PROVIDER_SETTINGS` that the program's own AWS provider has; None where the input does not tell."""
    default_tags: Mapping[str, Value] = field(default_factory=dict)
    providers: Mapping[str, Provider] = field(default_factory=dict)
    """The other configurations of the AWS provider (aliases, explicit providers), by name."""
    run: Run | None = None
    folder: Path | None = None
    """Where its source code is, when the input is a project that was run."""
    untold: frozenset[str] = frozenset()
    """Attributes that this kind of input never holds, whether or not the program states them."""
    gaps: tuple[Gap, ...] = ()
    """What keeps the two sides from being called the same, whatever else is compared."""
    notes: tuple[str, ...] = ()
    """What the reader could not follow."""

    def settings_of(self, resource: Resource) -> Mapping[str, Value] | None:
        """Return the settings of the provider that makes a resource; None where the input does not tell them."""
        other = self.providers.get(resource.provider or "")
        return self.provider if other is None else other.settings
