"""Reader of a configuration in JSON syntax, as CDKTF synthesizes it (`cdk.tf.json`).

Source: Terraform language, "JSON configuration syntax"; the `//` metadata is CDKTF's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from stack_parity.model.program import Component, Edge, Gap, Program, Provider, Resource
from stack_parity.model.values import Value, addresses_in
from stack_parity.sources.packages import with_contents
from stack_parity.sources.providers import DEFAULT, provider_of, with_providers
from stack_parity.sources.terraform.blocks import blocks, items, section
from stack_parity.sources.terraform.instances import attributes, instances
from stack_parity.sources.terraform.language.steps import Scope, instance
from stack_parity.sources.terraform.language.templates import evaluate
from stack_parity.sources.terraform.lifecycle import lifecycle
from stack_parity.sources.terraform.places import Places
from stack_parity.sources.terraform.scopes import scope_of
from stack_parity.sources.terraform.variable_files import unread_values

_META = frozenset({"//", "depends_on", "lifecycle", "provider", "provisioner", "connection"})


def read_configuration(
    document: Mapping[str, object], file: Path, environment: str | None, variables: Mapping[str, Value] | None = None
) -> Program:
    """Read one `cdk.tf.json`.

    Args:
        document: the parsed file.
        file: where it was; assets are found from its folder.
        environment: what to call it; otherwise the stack's name, or the folder's.
        variables: the values of input variables, before those of files and defaults.

    Raises:
        InputError: when it is not shaped as a configuration.
    """
    scope = scope_of(document, file, variables)
    places = Places(file)
    resources = {resource.address: resource for resource in _resources(document, "resource", scope, places)}
    data = {resource.address: resource for resource in _resources(document, "data", scope, places)}
    outputs = {
        name: evaluate(body.get("value"), scope) for name, body in section(document, "output", file) if "value" in body
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
            name for name, body in section(document, "output", file) if body.get("sensitive") is True
        ),
        gaps=(
            *(
                Gap(f'module "{name}"', "a configuration names it, but only a plan holds its resources")
                for name, _ in section(document, "module", file)
            ),
            *(Gap(name, "values of variables in HCL; a plan holds them") for name in unread_values(document, file)),
        ),
    )
    return with_providers(program, _providers(document, scope, file))


def _resources(document: Mapping[str, object], mode: str, scope: Scope, places: Places) -> Iterator[Resource]:
    file = places.file
    for type_, held in section(document, mode, file):
        for name, written in blocks(held, f"{mode}.{type_}", file):
            address = f"{'data.' if mode == 'data' else ''}{type_}.{name}"
            place = places.of(address, written)
            for each, body, inside in instances(address, written, scope):
                yield replace(_resource(each, (type_, name), body, inside, file), place=place)


def _resource(
    address: str, type_and_name: tuple[str, str], body: Mapping[str, object], scope: Scope, file: Path
) -> Resource:
    type_, name = type_and_name
    stated = attributes({key: value for key, value in body.items() if key not in _META}, scope) | lifecycle(body, scope)
    stated = with_contents(type_, stated, file.parent)
    edges = {Edge(address, key, target) for key, value in stated.items() for target in addresses_in(value)}
    path_in_program = _path(body)
    return Resource(
        address=address,
        type=type_,
        name=path_in_program[-1] if path_in_program else name,
        attributes=stated,
        parent="/".join(path_in_program[:-1]) or None,
        depends_on=frozenset(each for item in items(body.get("depends_on")) for each in _named(str(item), scope)),
        edges=frozenset(edges),
        provider=_provider_name(type_, body.get("provider")),
    )


def _named(written: str, scope: Scope) -> list[str]:
    """Return the addresses that an item of `depends_on` names: of a resource with instances, all of them."""
    address = written.removeprefix("${").removesuffix("}").split("[")[0]
    keys = scope.instances.get(address)
    return [address] if keys is None else [instance(address, key) for key in keys]


def _providers(document: Mapping[str, object], scope: Scope, file: Path) -> dict[str, Provider]:
    """Return the configurations of the `aws` provider by the names that resources have for them."""
    return {
        f"{DEFAULT}.{body['alias']}" if "alias" in body else DEFAULT: provider_of(
            {key: evaluate(value, scope) for key, value in body.items()}
        )
        for name, body in section(document, "provider", file)
        if name == "aws"
    }


def _provider_name(type_: str, stated: object) -> str | None:
    """Return the name of the configuration that makes a resource; None where that is no AWS provider's."""
    name = str(stated).removeprefix("${").removesuffix("}") if stated else DEFAULT
    return name if type_.startswith("aws_") and name.split(".")[0] == DEFAULT else None


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
