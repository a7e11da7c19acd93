"""Resources as Pulumi's engine describes them, in registrations, previews and exports alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from parity.pulumi.values import Reader
from parity.registrations import PulumiInputError, Registration, Value

STACK: Final = "pulumi:pulumi:Stack"
_OPTIONS: Final = ("deleteBeforeReplace", "external", "ignoreChanges", "protect", "retainOnDelete")


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


def registrations(given: Iterable[Mapping[str, Any]], reader: Reader) -> tuple[Registration, ...]:
    """Read all resources but the stack itself, sorted by URN."""
    stack_free = (resource for resource in given if type_of(str(resource.get("urn"))) != STACK)
    return tuple(sorted((_registration(resource, reader) for resource in stack_free), key=lambda known: known.urn))


def _registration(given: Mapping[str, Any], reader: Reader) -> Registration:
    urn = str(given["urn"])
    parent = given.get("parent") or None
    return Registration(
        urn=urn,
        type=str(given.get("type") or type_of(urn)),
        name=name_of(urn),
        parent=None if parent is None or type_of(parent) == STACK else str(parent),
        custom=bool(given.get("custom")),
        inputs=reader.mapping(given.get("inputs")),
        property_dependencies={
            key: tuple(sorted(set(urns)))
            for key, urns in sorted((given.get("propertyDependencies") or {}).items())
            if urns
        },
        dependencies=tuple(sorted(set(given.get("dependencies") or ()))),
        outputs=reader.mapping(given.get("outputs")),
        provider=_provider(given.get("provider")),
        options=_options(given),
    )


def _provider(given: str | None) -> str | None:
    """Take the identifier off the engine's way to name a provider, `<urn>::<id>`."""
    return given.rsplit("::", 1)[0] if given else None


def _options(given: Mapping[str, Any]) -> dict[str, Value]:
    options = {name: given[name] for name in _OPTIONS if given.get(name)}
    return {**options, "id": str(given.get("id", ""))} if given.get("external") else options


def _parts(urn: str) -> list[str]:
    parts = urn.split("::", 3)
    if len(parts) < 4 or not urn.startswith("urn:pulumi:"):
        raise PulumiInputError(
            f"{urn[:80]!r} is not the URN of a resource (urn:pulumi:<stack>::<project>::<type>::<name>)."
        )
    return parts
