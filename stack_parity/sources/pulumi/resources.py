"""Resources as Pulumi's engine describes them, in registrations, previews and exports alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stack_parity.sources.pulumi.registrations import PulumiInputError, Registration, Secret, Value
from stack_parity.sources.pulumi.values import Reader

STACK: Final = "pulumi:pulumi:Stack"
_CREDENTIALS: Final = frozenset({"aws:accessKey", "aws:secretKey", "aws:token"})
_OPTIONS: Final = ("aliases", "deleteBeforeReplace", "external", "ignoreChanges", "protect", "retainOnDelete")


def project_and_stack(urn: str) -> tuple[str, str]:
    """Read the names of the project and the stack from any URN of it."""
    stack, project = _parts(urn)[:2]
    return project, stack.removeprefix("urn:pulumi:")


def name_of(urn: str) -> str:
    """Return the resource's name: the last part of its URN, which may hold `::` itself."""
    return _parts(urn)[3]


def type_of(urn: str) -> str:
    """Return the resource's own type: the last of the chain of types in its URN."""
    return _parts(urn)[2].rsplit("$", 1)[-1]


def without_credentials(configuration: Mapping[str, Value]) -> dict[str, Value]:
    """Return a stack's configuration, sorted, with the provider's credentials as secrets even where they are open."""
    return {key: Secret() if key in _CREDENTIALS else value for key, value in sorted(configuration.items())}


def registrations(given: Iterable[Mapping[str, Any]], reader: Reader) -> tuple[Registration, ...]:
    """Read all resources but the stack itself, sorted by URN."""
    stack_free = (resource for resource in given if type_of(str(resource.get("urn"))) != STACK)
    return tuple(sorted((_registration(resource, reader) for resource in stack_free), key=lambda known: known.urn))


def _registration(given: Mapping[str, Any], reader: Reader) -> Registration:
    urn = str(given["urn"])
    parent = str(given.get("parent") or "")
    edges = sorted(_mapping(given.get("propertyDependencies")).items())
    return Registration(
        urn=urn,
        type=type_of(urn),
        name=name_of(urn),
        parent=parent if parent and type_of(parent) != STACK else None,
        custom=bool(given.get("custom")),
        inputs=reader.mapping(_mapping(given.get("inputs"))),
        property_dependencies={key: _urns(urns) for key, urns in edges if _urns(urns)},
        dependencies=_urns(given.get("dependencies")),
        outputs=reader.mapping(_mapping(given.get("outputs"))),
        provider=_provider(given.get("provider")),
        options=_options(given, reader),
        source_position=str(given.get("sourcePosition") or ""),
    )


def _mapping(given: object) -> Mapping[str, Any]:
    """Take what a file may lack, or have in another shape, as empty."""
    return given if isinstance(given, dict) else {}


def _urns(given: object) -> tuple[str, ...]:
    return tuple(sorted({item for item in given if isinstance(item, str)})) if isinstance(given, list) else ()


def _provider(given: object) -> str | None:
    """Take the identifier off the engine's way to name a provider, `<urn>::<id>`."""
    return given.rsplit("::", 1)[0] if isinstance(given, str) and given else None


def _options(given: Mapping[str, Any], reader: Reader) -> dict[str, Value]:
    names = (*_OPTIONS, "id") if given.get("external") else _OPTIONS
    return {name: reader.value(given[name]) for name in names if given.get(name)}


def _parts(urn: str) -> list[str]:
    parts = urn.split("::", 3)
    if len(parts) < 4 or not urn.startswith("urn:pulumi:"):
        raise PulumiInputError(f"{urn[:80]!r} is no URN of a resource (urn:pulumi:<stack>::<project>::<type>::<name>).")
    return parts
