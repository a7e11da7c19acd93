"""Reader of a configuration in JSON syntax, as CDKTF synthesizes it (`cdk.tf.json`).

Source: Terraform language, "JSON configuration syntax"; the `//` metadata is CDKTF's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from stack_parity.errors import InputError
from stack_parity.model.program import Component, Edge, Gap, Program, Provider, Resource
from stack_parity.model.values import Value, addresses_in
from stack_parity.sources.packages import CODE_ATTRIBUTES, read_package
from stack_parity.sources.providers import DEFAULT, provider_of, with_providers
from stack_parity.sources.terraform.expressions import evaluate
from stack_parity.sources.terraform.places import Places

_META = frozenset({"//", "depends_on", "lifecycle", "provider", "provisioner", "connection"})


def read_configuration(document: Mapping[str, object], file: Path, environment: str | None) -> Program:
    """Read one `cdk.tf.json`.

    Args:
        document: the parsed file.
        file: where it was; assets are found from its folder.
        environment: what to call it; otherwise the stack's name, or the folder's.

    Raises:
        InputError: when it is not shaped as a configuration.
    """
    known = _known_values(document, file)
    places = Places(file)
    resources = {resource.address: resource for resource in _resources(document, "resource", known, file, places)}
    data = {resource.address: resource for resource in _resources(document, "data", known, file, places)}
    outputs = {
        name: evaluate(body.get("value"), known) for name, body in _section(document, "output", file) if "value" in body
    }
    program = Program(
        source=str(file),
        kind="Terraform JSON",
        environment=environment or _stack_name(document) or file.resolve().parent.name,
        resources=resources,
        data=data,
        components=_components(resource.parent for resource in resources.values()),
        outputs=outputs,
        sensitive_outputs=frozenset(
            name for name, body in _section(document, "output", file) if body.get("sensitive") is True
        ),
        gaps=tuple(
            Gap(f'module "{name}"', "a configuration names it, but only a plan holds its resources")
            for name, _ in _section(document, "module", file)
        ),
    )
    return with_providers(program, _providers(document, known, file))


def _resources(
    document: Mapping[str, object], mode: str, known: Mapping[str, Value], file: Path, places: Places
) -> Iterator[Resource]:
    for type_, instances in _section(document, mode, file):
        for name, body in _blocks(instances, f"{mode}.{type_}", file):
            address = f"{'data.' if mode == 'data' else ''}{type_}.{name}"
            yield replace(_resource(address, type_, body, known, file), place=places.of(address, body))


def _resource(address: str, type_: str, body: Mapping[str, object], known: Mapping[str, Value], file: Path) -> Resource:
    attributes = {key: evaluate(value, known) for key, value in body.items() if key not in _META}
    if type_ in CODE_ATTRIBUTES and isinstance(package := attributes.get(CODE_ATTRIBUTES[type_]), str):
        attributes[CODE_ATTRIBUTES[type_]] = read_package(file.parent / package, package)
    edges = {Edge(address, key, target) for key, value in attributes.items() for target in addresses_in(value)}
    path = _path(body)
    return Resource(
        address=address,
        type=type_,
        name=path[-1] if path else address.rpartition(".")[2],
        attributes=attributes | _lifecycle(body),
        parent="/".join(path[:-1]) or None,
        depends_on=frozenset(_instance_of(str(item)) for item in _list(body.get("depends_on"))),
        edges=frozenset(edges),
        provider=_provider_name(type_, body.get("provider")),
    )


def _section(document: Mapping[str, object], key: str, file: Path) -> Iterator[tuple[str, dict[str, object]]]:
    return _blocks(document.get(key, {}), key, file)


def _blocks(section: object, where: str, file: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the named blocks of a section, in any of the shapes that the JSON syntax allows."""
    for block in _list(section):
        for name, body in _object(block, where, file).items():
            if name != "//":
                yield from ((name, _object(item, f"{where}.{name}", file)) for item in _list(body))


def _object(value: object, where: str, file: Path) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InputError(f"{file}: {where} must be an object, as Terraform's JSON syntax has it.")
    return value


def _known_values(document: Mapping[str, object], file: Path) -> dict[str, Value]:
    """Collect what `var.x` (its default) and `local.x` stand for."""
    known: dict[str, Value] = {}
    for name, body in _section(document, "variable", file):
        if "default" in body:
            known[f"var.{name}"] = evaluate(body["default"], {})
    for block in _list(document.get("locals")):
        for name, value in _object(block, "locals", file).items():
            known[f"local.{name}"] = evaluate(value, known)
    return known


def _providers(document: Mapping[str, object], known: Mapping[str, Value], file: Path) -> dict[str, Provider]:
    """Return the configurations of the `aws` provider by the names that resources have for them."""
    return {
        f"{DEFAULT}.{body['alias']}" if "alias" in body else DEFAULT: provider_of(
            {key: evaluate(value, known) for key, value in body.items()}
        )
        for name, body in _section(document, "provider", file)
        if name == "aws"
    }


def _provider_name(type_: str, stated: object) -> str | None:
    """Return the name of the configuration that makes a resource; None where that is no AWS provider's."""
    name = str(stated).removeprefix("${").removesuffix("}") if stated else DEFAULT
    return name if type_.startswith("aws_") and name.split(".")[0] == DEFAULT else None


def _lifecycle(body: Mapping[str, object]) -> dict[str, Value]:
    """Keep the one lifecycle rule that says something of the architecture: what no plan may delete."""
    blocks = _list(body.get("lifecycle"))
    protected = any(isinstance(block, dict) and block.get("prevent_destroy") is True for block in blocks)
    return {"prevent_destroy": True} if protected else {}


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _instance_of(address: str) -> str:
    return address.removeprefix("${").removesuffix("}").split("[")[0]


def _path(body: Mapping[str, object]) -> tuple[str, ...]:
    """Give the construct path that CDKTF writes into the metadata, without the stack."""
    comment = body.get("//")
    metadata = comment.get("metadata") if isinstance(comment, dict) else None
    path = metadata.get("path") if isinstance(metadata, dict) else None
    return tuple(str(path).split("/")[1:]) if path else ()


def _components(parents: Iterable[str | None]) -> tuple[Component, ...]:
    """Give the constructs that hold resources, directly or through others."""
    found: dict[str, Component] = {}
    for parent in parents:
        address = parent
        while address is not None and address not in found:
            above, _, name = address.rpartition("/")
            found[address] = Component(address, "construct", name, above or None)
            address = above or None
    return tuple(found[address] for address in sorted(found))


def _stack_name(document: Mapping[str, object]) -> str | None:
    comment = document.get("//")
    metadata = comment.get("metadata") if isinstance(comment, dict) else None
    name = metadata.get("stackName") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else None
