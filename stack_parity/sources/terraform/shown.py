"""Reader of `terraform show -json`, of a saved plan or of a state.

Source: Terraform's "JSON output format", format version 1.x. A plan holds its configuration, which tells the
references; a state holds only values, so there the edges are what it lists as dependencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from stack_parity.aws import schema
from stack_parity.errors import InputError
from stack_parity.model.digest import digest_of
from stack_parity.model.program import Edge, Program, Resource
from stack_parity.model.values import Secret, Value
from stack_parity.sources.packages import with_contents
from stack_parity.sources.providers import with_providers
from stack_parity.sources.terraform.beside import completed, configuration_beside
from stack_parity.sources.terraform.deployed import Item, deployed_to
from stack_parity.sources.terraform.language.files import place_of
from stack_parity.sources.terraform.language.templates import plain
from stack_parity.sources.terraform.plan_configuration import Configuration, list_of, object_of

_EVERYWHERE: Final = frozenset({"id", "tags_all"})
"""What the provider fills in for every type, though its schema lets a program set it."""

FORMAT: Final = "1."
"""The major version of the format that this reader knows (Terraform 1.x writes 1.0 to 1.2)."""


def read_shown(document: Mapping[str, object], file: Path) -> Program:
    """Read a plan or a state.

    Args:
        document: the parsed output.
        file: where it was.

    Raises:
        InputError: when the format is of another major version or holds no values.
    """
    version = document.get("format_version")
    if not isinstance(version, str) or not version.startswith(FORMAT):
        raise InputError(
            f"{file}: format version {version!r}; versions {FORMAT}x are read. Show it again with Terraform 1.x."
        )
    is_plan = "planned_values" in document
    values = document.get("planned_values" if is_plan else "values")
    if not isinstance(values, dict):
        raise InputError(f"{file}: no values. Give `terraform show -json PLAN`, or a state that holds resources.")
    items = list(_items(values))
    configuration = Configuration(object_of(document.get("configuration")), place_of(file)) if is_plan else None
    before = list(_items(object_of(object_of(document.get("prior_state")).get("values"))))
    resources = [_resource(item, configuration, file) for item in items]
    read = {str(item["address"]) for item in items if item.get("mode") == "data"}
    providers = configuration.providers() if configuration else {}
    program = Program(
        source=str(file),
        kind="Terraform plan" if is_plan else "Terraform state",
        environment="",
        resources={item.address: item for item in resources if item.address not in read},
        data={item.address: item for item in resources if item.address in read},
        outputs=_outputs(object_of(values.get("outputs")), configuration),
        sensitive_outputs=frozenset(
            name for name, body in object_of(values.get("outputs")).items() if object_of(body).get("sensitive") is True
        ),
        region=None if len(providers) > 1 else deployed_to("region", [*items, *before]),
        account=deployed_to("account", [*items, *before]),
    )
    if configuration is None:
        return completed(program, None)
    written = configuration_beside(file, configuration.addresses())
    return completed(with_providers(program, providers), written)


def _items(values: Mapping[str, object]) -> Iterator[Item]:
    """Yield the resources of the root module and of all modules inside it."""
    modules = [object_of(values.get("root_module"))]
    while modules:
        module = modules.pop()
        modules.extend(object_of(child) for child in list_of(module.get("child_modules")))
        for item in list_of(module.get("resources")):
            if isinstance(item, dict) and isinstance(item.get("address"), str):
                yield item


def _resource(item: Item, configuration: Configuration | None, file: Path) -> Resource:
    address, type_ = str(item["address"]), str(item.get("type"))
    expressions = configuration.expressions(address) if configuration else {}
    attributes = _attributes(item, type_, file)
    if configuration is not None:
        known = schema.of(type_)
        blocks = {each.name for each in known.attributes.values() if each.is_block} if known else set[str]()
        said = {
            key: value
            for key, value in attributes.items()
            if key in expressions or key == "tags" or (_is_blocks(value) and key in blocks)
        }
        found = _with_references(address, expressions, said, configuration)
        attributes = found if isinstance(found, dict) else said
    after = (
        configuration.depends_on(address) if configuration else (str(name) for name in list_of(item.get("depends_on")))
    )
    return Resource(
        address=address,
        type=type_,
        name=str(item.get("name")),
        attributes=attributes,
        depends_on=frozenset(after),
        edges=frozenset(
            Edge(address, key, target)
            for key, value in expressions.items()
            for target in (configuration.targets(address, value) if configuration else ())
        ),
        provider=configuration.provider_of(address) if configuration else None,
    )


def _attributes(item: Item, type_: str, file: Path) -> dict[str, Value]:
    """Give the values, secrets hidden, without what the provider fills in; default tags are tags."""
    values, sensitive = object_of(item.get("values")), object_of(item.get("sensitive_values"))
    attributes = {key: _hidden(plain(value), sensitive.get(key)) for key, value in values.items()}
    if attributes.get("tags_all"):
        attributes["tags"] = attributes["tags_all"]
    attributes = with_contents(type_, attributes, file.parent)
    computed = _computed(type_) if item.get("mode") != "data" else frozenset[str]()
    return {key: value for key, value in attributes.items() if key not in computed}


def _computed(type_: str) -> frozenset[str]:
    """Return the attributes of a resource that its configuration cannot say."""
    known = schema.of(type_)
    attributes = known.attributes.values() if known else ()
    return _EVERYWHERE | {attribute.name for attribute in attributes if attribute.computed_only}


def _with_references(address: str, written: object, known: Value, configuration: Configuration) -> Value:
    """Return a value with references where the plan leaves it open, inside blocks, too."""
    if isinstance(written, list) and isinstance(known, list) and len(written) == len(known):
        return [
            _with_references(address, item, value, configuration) for item, value in zip(written, known, strict=True)
        ]
    if not isinstance(written, dict):
        return known
    if "references" in written:
        return configuration.value(address, written) if known is None and written["references"] else known
    if not isinstance(known, dict) or "constant_value" in written:
        return known
    said = {key: value for key, value in known.items() if key in written or key == "tags" or _is_blocks(value)}
    open_ = {key: _with_references(address, item, known.get(key), configuration) for key, item in written.items()}
    return said | {key: value for key, value in open_.items() if value is not None}


def _is_blocks(value: Value) -> bool:
    """Return whether a value may be what a dynamic block makes: a plan's configuration does not mention those."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _hidden(value: Value, sensitive: object) -> Value:
    """Put `Secret`, with the digest of its value, in place of whatever is marked sensitive."""
    if sensitive is True:
        return value if value in (None, "") else Secret(digest_of(value))
    if isinstance(sensitive, dict) and isinstance(value, dict):
        return {key: _hidden(item, sensitive.get(key)) for key, item in value.items()}
    if isinstance(sensitive, list) and isinstance(value, list):
        return [_hidden(item, mark) for item, mark in zip(value, sensitive, strict=False)]
    return value


def _outputs(outputs: Mapping[str, object], configuration: Configuration | None) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, body in outputs.items():
        entry = object_of(body)
        if entry.get("sensitive") is True:
            found[name] = _hidden(plain(entry.get("value")), sensitive=True)
        elif "value" in entry or configuration is None:
            found[name] = plain(entry.get("value"))
        else:
            found[name] = configuration.output(name)
    return found
