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
from stack_parity.model.program import Edge, Program, Provider, Resource
from stack_parity.model.values import Ref, Secret, Unknown, Value
from stack_parity.sources.packages import CODE_ATTRIBUTES, read_package
from stack_parity.sources.providers import DEFAULT, provider_of, with_providers
from stack_parity.sources.terraform.deployed import Item, deployed_to
from stack_parity.sources.terraform.expressions import evaluate, expression

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
    configuration = _Configuration(_object(document.get("configuration"))) if is_plan else None
    before = list(_items(_object(_object(document.get("prior_state")).get("values"))))
    resources = [_resource(item, configuration, file) for item in items]
    providers = configuration.providers() if configuration else {}
    program = Program(
        source=str(file),
        kind="Terraform plan" if is_plan else "Terraform state",
        environment="",
        resources={item.address: item for item in resources if not item.address.startswith("data.")},
        data={item.address: item for item in resources if item.address.startswith("data.")},
        outputs=_outputs(_object(values.get("outputs")), configuration),
        sensitive_outputs=frozenset(
            name for name, body in _object(values.get("outputs")).items() if _object(body).get("sensitive") is True
        ),
        region=None if len(providers) > 1 else deployed_to("region", [*items, *before]),
        account=deployed_to("account", [*items, *before]),
    )
    return with_providers(program, providers) if is_plan else program


class _Configuration:
    """The part of a plan that says how each value was written."""

    def __init__(self, document: Mapping[str, object]) -> None:
        root = _object(document.get("root_module"))
        self._outputs = _object(root.get("outputs"))
        self._providers = _object(document.get("provider_config"))
        self._resources = {
            str(item.get("address")): item for item in _list(root.get("resources")) if isinstance(item, dict)
        }

    def expressions(self, address: str) -> Mapping[str, object]:
        return _object(self._of(address).get("expressions"))

    def depends_on(self, address: str) -> frozenset[str]:
        return frozenset(str(item) for item in _list(self._of(address).get("depends_on")))

    def output(self, name: str) -> Value:
        """Give what an output refers to, where its value is not known yet."""
        expression = _object(_object(self._outputs.get(name)).get("expression"))
        references = [str(item) for item in _list(expression.get("references"))]
        return _reference(references) if references else Unknown("after an apply")

    def providers(self) -> dict[str, Provider]:
        """Return the configurations of the `aws` provider by name."""
        return {
            name: provider_of({key: _constant(value) for key, value in _object(body.get("expressions")).items()})
            for name, body in self._providers.items()
            if isinstance(body, dict) and name.split(".")[0] == DEFAULT
        }

    def provider_of(self, address: str) -> str | None:
        """Return the name of the configuration that makes a resource."""
        name = str(self._of(address).get("provider_config_key"))
        return name if name.split(".")[0] == DEFAULT else None

    def _of(self, address: str) -> Mapping[str, object]:
        return self._resources.get(address.split("[")[0], {})


def _items(values: Mapping[str, object]) -> Iterator[Item]:
    """Yield the resources of the root module and of all modules inside it."""
    modules = [_object(values.get("root_module"))]
    while modules:
        module = modules.pop()
        modules.extend(_object(child) for child in _list(module.get("child_modules")))
        for item in _list(module.get("resources")):
            if isinstance(item, dict) and isinstance(item.get("address"), str):
                yield item


def _resource(item: Item, configuration: _Configuration | None, file: Path) -> Resource:
    address, type_ = str(item["address"]), str(item.get("type"))
    expressions = configuration.expressions(address) if configuration else {}
    attributes = _attributes(item, type_, file)
    if configuration is not None:
        said = {key: value for key, value in attributes.items() if key in expressions or key == "tags"}
        attributes = said | _unknown(expressions, said)
    after = (
        configuration.depends_on(address) if configuration else (str(name) for name in _list(item.get("depends_on")))
    )
    return Resource(
        address=address,
        type=type_,
        name=str(item.get("name")),
        attributes=attributes,
        depends_on=frozenset(after),
        edges=frozenset(Edge(address, key, target) for key, value in expressions.items() for target in _targets(value)),
        provider=configuration.provider_of(address) if configuration else None,
    )


def _attributes(item: Item, type_: str, file: Path) -> dict[str, Value]:
    """Give the values, secrets hidden, without what the provider fills in; default tags are tags."""
    values, sensitive = _object(item.get("values")), _object(item.get("sensitive_values"))
    attributes = {key: _hidden(evaluate(_escaped(value), {}), sensitive.get(key)) for key, value in values.items()}
    if attributes.get("tags_all"):
        attributes["tags"] = attributes["tags_all"]
    package = attributes.get(CODE_ATTRIBUTES.get(type_, ""))
    if isinstance(package, str):
        attributes[CODE_ATTRIBUTES[type_]] = read_package(file.parent / package, package)
    computed = _computed(type_) if item.get("mode") != "data" else frozenset[str]()
    return {key: value for key, value in attributes.items() if key not in computed}


def _computed(type_: str) -> frozenset[str]:
    """Return the attributes of a resource that its configuration cannot say."""
    known = schema.of(type_)
    attributes = known.attributes.values() if known else ()
    return _EVERYWHERE | {attribute.name for attribute in attributes if attribute.computed_only}


def _unknown(expressions: Mapping[str, object], known: Mapping[str, Value]) -> dict[str, Value]:
    """Give what the plan leaves open: the reference where it is nothing else, otherwise that it is unknown."""
    found: dict[str, Value] = {}
    for key, value in expressions.items():
        if known.get(key) is not None or not isinstance(value, dict):
            continue
        references = [str(item) for item in _list(value.get("references"))]
        if references:
            found[key] = _reference(references)
    return found


def _reference(references: list[str]) -> Value:
    """Read the list of what an expression names; the longest form comes first, then the resource alone."""
    whole = [name for name in references if not any(other.startswith(f"{name}.") for other in references)]
    value = expression(whole[0], {}) if len(whole) == 1 else None
    if isinstance(value, Ref):
        return value
    return Unknown("made from " + ", ".join(whole), tuple(sorted(_resource_of(name) for name in whole)))


def _targets(value: object) -> Iterator[str]:
    """Yield the address of every resource that an expression, or a block of expressions, names."""
    if isinstance(value, list):
        for item in value:
            yield from _targets(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "references":
                yield from (_resource_of(str(name)) for name in _list(item))
            else:
                yield from _targets(item)


def _resource_of(reference: str) -> str:
    steps = reference.split("[")[0].split(".")
    return ".".join(steps[: 3 if steps[0] == "data" else 2])


def _hidden(value: Value, sensitive: object) -> Value:
    """Put `Secret` in place of whatever is marked sensitive."""
    if sensitive is True:
        return Secret()
    if isinstance(sensitive, dict) and isinstance(value, dict):
        return {key: _hidden(item, sensitive.get(key)) for key, item in value.items()}
    if isinstance(sensitive, list) and isinstance(value, list):
        return [_hidden(item, mark) for item, mark in zip(value, sensitive, strict=False)]
    return value


def _escaped(value: object) -> object:
    """Keep `${` as text: shown values are evaluated already."""
    if isinstance(value, str):
        return value.replace("${", "$${")
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    if isinstance(value, dict):
        return {key: _escaped(item) for key, item in value.items()}
    return value


def _constant(value: object) -> Value:
    """Return what an expression, or a block of expressions, is known to be; None for what it refers to."""
    if isinstance(value, list):
        return [_constant(item) for item in value]
    if not isinstance(value, dict) or "references" in value:
        return None
    if "constant_value" in value:
        return evaluate(value["constant_value"], {})
    return {key: _constant(item) for key, item in value.items()}


def _outputs(outputs: Mapping[str, object], configuration: _Configuration | None) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, body in outputs.items():
        entry = _object(body)
        if entry.get("sensitive") is True:
            found[name] = Secret()
        elif "value" in entry or configuration is None:
            found[name] = evaluate(_escaped(entry.get("value")), {})
        else:
            found[name] = configuration.output(name)
    return found


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
