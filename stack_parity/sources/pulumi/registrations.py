"""What a Pulumi program registers, whatever it was read from: a run, a preview file or an export file.

Everything here is plain data, the same for the same program in every run: resources are sorted by URN, mappings by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from stack_parity.errors import InputError

LONGEST_MESSAGE: Final = 600
"""Characters of an error's message; a hostile name has more."""


class PulumiInputError(InputError):
    """An input of Pulumi's cannot be read for a reason that its owner can change.

    The message is one line for that owner, without control characters, whatever the input holds.
    """

    def __init__(self, message: str) -> None:
        printable = "".join(character if character.isprintable() else " " for character in message)
        line = " ".join(printable.split())
        super().__init__(line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]}…")


@dataclass(frozen=True)
class Secret:
    """A value that the program marked as secret. The value itself is never held.

    `digest` (`stack_parity.model.digest`) is None where the input hides the value. It is `open` where it is that of a
    ciphertext, or of a value which holds what is not known: equal ones are of equal values, and others need not differ.
    """

    digest: str | None = field(default=None, compare=False)
    open: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Unknown:
    """A value that only a deployment knows and that no reference describes; see the property's dependencies."""


@dataclass(frozen=True)
class Reference:
    """An attribute of a resource or a data source, known after a deployment.

    `attribute` is the wire name (camelCase), a nested one as `a.b[0].c`.
    """

    urn: str
    attribute: str


@dataclass(frozen=True)
class Template:
    """A string that has references inside: `("arn:", Reference(...), "/*")`, never one part only."""

    parts: tuple[str | Reference, ...]


@dataclass(frozen=True)
class Asset:
    """A file, a folder or a text that the program hands over.

    `kind` is one of `file`, `text`, `remote` (assets), `file-archive`, `remote-archive`, `asset-archive` (archives).
    `path` is relative to the project's folder, with `/`; for a remote asset it is the address.
    `anchored` says whether the program gave an absolute path, so one that does not depend on the current folder.
    `hash` is the SHA-256 of a text, or the one that Pulumi recorded in a preview or an export.
    `entries` are those of an `asset-archive`. `text` is that of a text.
    """

    kind: str
    path: str = ""
    anchored: bool = False
    hash: str | None = None
    entries: Mapping[str, "Asset"] = field(default_factory=dict)
    text: str | None = field(default=None, compare=False)


Value: TypeAlias = (
    "bool | int | float | str | list[Value] | dict[str, Value] | Secret | Unknown | Reference | Template | Asset | None"
)


@dataclass(frozen=True)
class Registration:
    """One resource, component or provider as the program registers it.

    `inputs` and `outputs` have wire names (camelCase); keys of user maps (tags, variables) are as the user wrote them.
    `outputs` of a custom resource are known only from a preview or an export; a capture has those of components.
    `property_dependencies` name, for each input, the resources that its value came from: the edges of the program, also
    where the value is a plain literal. `dependencies` adds the explicit ones.
    `provider` is the URN of an explicit or default provider (type `pulumi:providers:aws`), where one is registered.
    `options` holds those of `protect`, `retainOnDelete`, `ignoreChanges`, `deleteBeforeReplace`, `aliases` that are
    set, and for a resource that the program only looks up (`Bucket.get(...)`) `external` with its `id`.
    `source_position` is where the program registers it, as the engine writes it: `project:///component.py#41`.
    """

    urn: str
    type: str
    name: str
    parent: str | None
    custom: bool
    inputs: Mapping[str, Value]
    property_dependencies: Mapping[str, tuple[str, ...]]
    dependencies: tuple[str, ...]
    outputs: Mapping[str, Value]
    provider: str | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    source_position: str = ""


@dataclass(frozen=True)
class DataSource:
    """A provider function that the program called (`aws:index/getRegion:getRegion`); references name its `urn`.

    The URN is `urn:pulumi:<stack>::<project>::<token>::<digest of inputs and provider>`: one for each distinct call.
    `provider` is the URN of an explicit provider.
    """

    urn: str
    type: str
    inputs: Mapping[str, Value]
    provider: str | None = None


@dataclass(frozen=True)
class ComponentClass:
    """The Python class behind a component: evidence for "component class" and "typed arguments".

    `arguments` is the name of the class that the constructor's one parameter besides name and options is annotated with
    (None: no such parameter, or several, or no annotation). `typed` says that this class has annotated fields, or an
    annotated constructor, or that each of several parameters is annotated.
    """

    type: str
    module: str
    name: str
    arguments: str | None
    typed: bool


@dataclass(frozen=True)
class DroppedArgument:
    """An argument that the installed SDK does not know.

    `resource` is the Python class that was called with it, `name` the resource's name (empty for nested arguments).
    """

    resource: str
    name: str
    argument: str


@dataclass(frozen=True)
class RunReport:
    """What a run showed: would the program run as written.

    `ran` is False for a preview or an export, where nothing was run and nothing can be said. `strict` says that the
    program ran to its end as written and that the files that it names exist; if not, `message` says why in one line and
    `dropped` lists the arguments that were left out to read it nevertheless.
    `import_effects` are the URNs registered while a module other than the program's main one was being imported.
    `overwritten_exports` are names exported more than once. `component_exports` are names that a component exports by
    itself and that do not hold its name, each with the component's.
    `circumstances` say in one line by which Python it ran and what it could have reached.
    """

    ran: bool
    strict: bool
    message: str = ""
    dropped: tuple[DroppedArgument, ...] = ()
    import_effects: tuple[str, ...] = ()
    overwritten_exports: tuple[str, ...] = ()
    component_exports: Mapping[str, str] = field(default_factory=dict)
    circumstances: str = ""


@dataclass(frozen=True)
class Registrations:
    """All that one program registers for one stack.

    `configuration` is what Pulumi hands to the program for that stack: strings by `<namespace>:<key>`.
    """

    source: str
    project: str
    stack: str
    resources: tuple[Registration, ...]
    exports: Mapping[str, Value]
    run: RunReport
    data_sources: tuple[DataSource, ...] = ()
    components: tuple[ComponentClass, ...] = ()
    configuration: Mapping[str, Value] = field(default_factory=dict)
