"""A whole configuration: from a program before normalization to the one `main.tf.json` and the files beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stack_parity.aws.identity import NAMES, made_name
from stack_parity.aws.schema import provider
from stack_parity.aws.sensitivity import is_sensitive
from stack_parity.emit.bodies import Bodies
from stack_parity.emit.names import Names, identifier
from stack_parity.emit.packages import Package, Packages, write_package
from stack_parity.emit.templates import Templates, without_nothing
from stack_parity.model.program import STACK_REFERENCE, Program, Resource
from stack_parity.model.values import Code, Ref, Value, addresses_in

FILE: Final = "main.tf.json"
PROVIDER: Final = ">= 5.100, < 6.0"
"""The versions whose schema the configuration is written by."""
_LIFECYCLE: Final = ("ignore_changes", "prevent_destroy")
CODE_ATTRIBUTES: Final = {"aws_lambda_function": "filename", "aws_lambda_layer_version": "filename"}
"""By type, the attribute that names the package whose hash stands beside it."""
_NO_TWIN: Final = {
    "aliases": "earlier names in Pulumi's state; a new state has none",
    "deleteBeforeReplace": "Terraform destroys before it makes anew as long as no create_before_destroy is stated",
    "retainOnDelete": "Terraform has no such rule; to keep it, write a `removed` block with `destroy = false`",
}
"""Options of Pulumi that no rule of Terraform says, and what to know of each."""


@dataclass(frozen=True)
class Configuration:
    """What is written, and what of the program is not."""

    document: Mapping[str, object]
    packages: tuple[Package, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    """By address, why it is not in the configuration."""
    variables: Mapping[str, Value] = field(default_factory=dict)
    """By name of a variable without a default, what it stands for in the program."""
    elsewhere: Mapping[str, Resource] = field(default_factory=dict)
    """What such variables are read from and no data source can look up: the outputs of other stacks."""


def emit(program: Program, folder: Path | None = None, *, names: Mapping[str, str] | None = None) -> Configuration:
    """Return a program as Terraform JSON.

    Args:
        program: as a reader found it, before normalization.
        folder: from where its code packages are found; that of the program where none is given.
        names: by address, the name in AWS of what the program leaves without one.
    """
    return _Writer(program, folder or program.folder, names or {}).configuration()


def save(configuration: Configuration, folder: Path) -> Path:
    """Write a configuration and its packages into a folder; return the configuration's file."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in configuration.packages:
        write_package(package, folder)
    file = folder / FILE
    file.write_text(json.dumps(configuration.document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return file


class _Writer:
    def __init__(self, program: Program, folder: Path | None, physical: Mapping[str, str]) -> None:
        self._program = program
        self._physical = physical
        self._names = Names(program)
        self._templates = Templates(self._names)
        self._bodies = Bodies(self._templates)
        self._packages = Packages(folder)
        self._left_out: dict[str, str] = {}

    def configuration(self) -> Configuration:
        """Return the whole."""
        resources = self._section(self._program.resources, self._names.resources)
        data = self._section(self._program.data, self._names.data)
        outputs = {identifier(name): self._output(name, value) for name, value in self._program.outputs.items()}
        provider = self._providers()
        sections = {
            "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": PROVIDER}}},
            "provider": {"aws": provider} if provider else {},
            "variable": self._templates.declarations,
            "data": data,
            "resource": resources,
            "output": outputs,
        }
        return Configuration(
            {name: section for name, section in sections.items() if section},
            tuple(self._packages.found.values()),
            self._left_out,
            dict(self._templates.variables),
            {address: one for address, one in self._program.data.items() if one.type == STACK_REFERENCE},
        )

    def _section(
        self, held: Mapping[str, Resource], names: Mapping[str, tuple[str, str]]
    ) -> dict[str, dict[str, object]]:
        section: dict[str, dict[str, object]] = {}
        for address, resource in sorted(held.items()):
            if address not in names:
                if resource.type == STACK_REFERENCE:
                    continue  # what it gives is a variable
                self._left_out[address] = (
                    f"{provider()} has no type {resource.type}"
                    if resource.external is None
                    else f"the program reads it and does not make it (id {resource.external}); variables stand for it"
                )
                continue
            type_, name = names[address]
            section.setdefault(type_, {})[name] = self._resource(resource, name)
        return section

    def _resource(self, resource: Resource, name: str) -> dict[str, object]:
        for option in resource.options:
            self._left_out[f"{resource.address} {option}"] = _NO_TWIN[option]
        known = self._names.attributes(resource.address)
        stated = {key: value for key, value in resource.attributes.items() if key not in _LIFECYCLE}
        values = {key: self._referred(key, value, resource) for key, value in stated.items()}
        files = {key: self._file(resource, key, value, name) for key, value in values.items()}
        given = self._given_name(resource) if resource.address in self._names.resources else {}
        body = given | self._bodies.body(files, known) | self._hash(resource, files)
        for attribute in self._bodies.not_known:
            self._left_out[f"{resource.address} {attribute}"] = f"{provider()} has no such attribute of {resource.type}"
        self._bodies.not_known.clear()
        return body | without_nothing(
            {
                "depends_on": self._depends_on(resource, values) or None,
                "lifecycle": _lifecycle(resource) or None,
                "provider": f"aws.{self._names.aliases[resource.provider]}" if resource.provider else None,
            }
        )

    def _referred(self, key: str, value: Value, resource: Resource) -> Value:
        """Return the reference by which a literal came from another resource, where its edges say so."""
        if not isinstance(value, str):
            return value
        for edge in sorted(resource.edges, key=lambda one: one.target):
            target = self._program.resources.get(edge.target)
            if edge.attribute == key and target is not None and target.address in self._names.resources:
                for name, held in sorted(target.attributes.items(), key=lambda one: one[0] != NAMES.get(target.type)):
                    if held == value:
                        return Ref(target.address, name)
        return value

    def _file(self, resource: Resource, key: str, value: Value, name: str) -> Value:
        if not isinstance(value, Code):
            return value
        path = self._packages.add(value, f"{resource.type.removeprefix('aws_')}_{name}")
        if path is None:
            self._left_out[f"{resource.address} {key}"] = f"the content of {value.source} is out of reach"
        return path

    def _hash(self, resource: Resource, files: Mapping[str, Value]) -> dict[str, object]:
        """Return what makes Terraform see that the content of a package is another one."""
        path = files.get(CODE_ATTRIBUTES.get(resource.type, ""))
        if not isinstance(path, str) or "source_code_hash" in files:
            return {}
        return {"source_code_hash": f'${{filebase64sha256("${{path.module}}/{path}")}}'}

    def _given_name(self, resource: Resource) -> dict[str, object]:
        """Return the name that it has in AWS, or else the required names that Pulumi would make, from its own name."""
        known = self._names.attributes(resource.address)
        own = NAMES.get(resource.type, "")
        if resource.address in self._physical and resource.attributes.get(own) is None:
            return {own: self._physical[resource.address]}
        name = made_name(resource.type) or ""
        if name not in known or not known[name].required or resource.attributes.get(name) is not None:
            return {}
        return {name: identifier(resource.name)}

    def _depends_on(self, resource: Resource, values: Mapping[str, Value]) -> list[str]:
        """Return the explicit order, and each edge that no reference in the written values makes."""
        made = frozenset[str]().union(*(addresses_in(value) for value in values.values()))
        targets = resource.depends_on | ({edge.target for edge in resource.edges} - made)
        found = (self._names.address(target) for target in targets if target != resource.address)
        return sorted(address for address in found if address)

    def _output(self, name: str, value: Value) -> dict[str, object]:
        hidden = name in self._program.sensitive_outputs or is_sensitive(value, self._program)
        return {"value": self._templates.value(value), **({"sensitive": True} if hidden else {})}

    def _providers(self) -> list[dict[str, object]]:
        own = self._provider(self._program.provider or {}, self._program.default_tags)
        others = [
            {"alias": self._names.aliases[name]} | self._provider(one.settings, one.default_tags)
            for name, one in sorted(self._program.providers.items())
        ]
        return [own, *others] if own or others else []

    def _provider(self, settings: Mapping[str, Value], tags: Mapping[str, Value]) -> dict[str, object]:
        given = {name: self._templates.value(value) for name, value in settings.items() if value is not None}
        return given | ({"default_tags": {"tags": self._templates.value(dict(tags))}} if tags else {})


def _lifecycle(resource: Resource) -> dict[str, object]:
    """Return the rules of a resource's life; `all` stands alone, not in a list."""
    rules = {key: resource.attributes[key] for key in _LIFECYCLE if key in resource.attributes}
    return {key: "all" if value == ["all"] else value for key, value in rules.items()}
