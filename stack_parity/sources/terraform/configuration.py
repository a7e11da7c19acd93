"""Reader of a configuration in JSON syntax, as CDKTF synthesizes it (`cdk.tf.json`).

Source: Terraform language, "JSON configuration syntax"; the `//` metadata is CDKTF's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stack_parity.errors import InputError
from stack_parity.model.program import PROVIDER_SETTINGS, Component, Edge, Program, Resource
from stack_parity.model.values import Value, addresses_in
from stack_parity.sources.packages import CODE_ATTRIBUTES, read_package
from stack_parity.sources.terraform.expressions import evaluate

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
    provider = _provider(document, known, file)
    resources = {resource.address: resource for resource in _resources(document, "resource", known, file)}
    data = {resource.address: resource for resource in _resources(document, "data", known, file)}
    outputs = {
        name: evaluate(body.get("value"), known) for name, body in _section(document, "output", file) if "value" in body
    }
    region = provider.get("region")
    accounts = provider.get("allowed_account_ids")
    return Program(
        source=str(file),
        kind="Terraform JSON",
        environment=environment or _stack_name(document) or file.resolve().parent.name,
        resources=resources,
        data=data,
        components=_components(resource.parent for resource in resources.values()),
        outputs=outputs,
        region=region,
        account=accounts[0] if isinstance(accounts, list) and len(accounts) == 1 else None,
        provider={key: provider[key] for key in PROVIDER_SETTINGS if key in provider},
        default_tags=_default_tags(provider),
        notes=tuple(
            f"module {name!r} is not followed: a configuration names it, but only a plan holds its resources"
            for name, _ in _section(document, "module", file)
        ),
    )


def _resources(document: Mapping[str, object], mode: str, known: Mapping[str, Value], file: Path) -> Iterator[Resource]:
    for type_, instances in _section(document, mode, file):
        for name, body in _blocks(instances, f"{mode}.{type_}", file):
            yield _resource(f"{'data.' if mode == 'data' else ''}{type_}.{name}", type_, body, known, file)


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


def _provider(document: Mapping[str, object], known: Mapping[str, Value], file: Path) -> dict[str, Value]:
    """Give the settings of the default `aws` provider, the one without an alias."""
    for name, body in _section(document, "provider", file):
        if name == "aws" and "alias" not in body:
            return {key: evaluate(value, known) for key, value in body.items()}
    return {}


def _default_tags(provider: Mapping[str, Value]) -> dict[str, Value]:
    tags: dict[str, Value] = {}
    block = provider.get("default_tags")
    for item in block if isinstance(block, list) else [block]:
        inner = item.get("tags") if isinstance(item, dict) else None
        if isinstance(inner, dict):
            tags |= inner
    return tags


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
