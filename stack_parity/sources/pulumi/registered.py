"""From what a Pulumi program registers to the normal form: types and property names become Terraform's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from stack_parity.aws import pulumi_names
from stack_parity.aws.pulumi_names import NOTHING, Level
from stack_parity.aws.schema import Kind
from stack_parity.aws.spelling import snake
from stack_parity.model.program import STACK_REFERENCE, Component, Edge, Place, Program, Provider, Resource, Run
from stack_parity.model.values import SEALED, Code, Document, Ref, Secret, Unknown, Value, join_parts
from stack_parity.sources.packages import hash_file, read_package
from stack_parity.sources.providers import DEFAULT, provider_of, with_providers
from stack_parity.sources.pulumi import registrations as pulumi

PROVIDER_TYPE = "pulumi:providers:aws"
_PROVIDER_NAMES = {"assume_roles": "assume_role"}
"""Settings of the provider that have another name than in Terraform."""
_OTHER_OPTIONS = ("aliases", "deleteBeforeReplace", "retainOnDelete")
_KEYED_BY_NAME = ("aws_s3_bucket_object", "aws_s3_object")
"""Types whose key is the name of the resource where the program states none (Pulumi registry, `BucketObject`)."""
_OTHER_STACK = "pulumi:pulumi:StackReference"
_NOT_RESOURCES = ("pulumi:providers:", "pulumi:pulumi:")


def to_program(registrations: pulumi.Registrations, *, kind: str, folder: Path | None) -> Program:
    """Translate one program.

    Args:
        registrations: what it registers for one stack.
        kind: what was read, in Pulumi's words.
        folder: the project's folder, from where its assets are found; None where the input is a file alone.
    """
    translator = _Translator(registrations, folder)
    resources = [resource for resource in registrations.resources if _is_resource(resource)]
    program = Program(
        source=registrations.source,
        kind=kind,
        environment=registrations.stack,
        resources={resource.urn: translator.resource(resource) for resource in resources},
        data={source.urn: translator.data_source(source) for source in registrations.data_sources}
        | {one.urn: translator.stack_reference(one) for one in registrations.resources if one.type == _OTHER_STACK},
        components=translator.components(),
        outputs={name: translator.output(value) for name, value in registrations.exports.items()},
        sensitive_outputs=frozenset(
            name for name, value in registrations.exports.items() if isinstance(value, pulumi.Secret)
        ),
        run=_run(registrations.run),
        notes=(registrations.run.circumstances,) if registrations.run.circumstances else (),
        folder=folder,
        account=_deployed_account(resources),
    )
    found = with_providers(program, _providers(registrations, translator))
    return found if registrations.run.ran or found.provider else replace(found, provider=None)


def _deployed_account(resources: list[pulumi.Registration]) -> str | None:
    """Return the account that the ARNs agree on which a deployment gave."""
    arns = (str(resource.outputs.get("arn")).split(":") for resource in resources)
    accounts = {steps[4] for steps in arns if len(steps) > 5 and steps[4]}
    return accounts.pop() if len(accounts) == 1 else None


class _Translator:
    def __init__(self, registrations: pulumi.Registrations, folder: Path | None) -> None:
        self._registrations = registrations
        self._folder = folder
        self._properties = {item.urn: pulumi_names.properties(item.type) for item in registrations.resources}
        self._properties |= {item.urn: pulumi_names.data_properties(item.type) for item in registrations.data_sources}

    def resource(self, resource: pulumi.Registration) -> Resource:
        """Translate a registered resource."""
        known, level = pulumi_names.terraform_type(resource.type), self._properties[resource.urn]
        attributes = self._object(resource.inputs, level)
        if known in _KEYED_BY_NAME:
            attributes.setdefault("key", resource.name)
        if resource.options.get("protect") is True:
            attributes["prevent_destroy"] = True
        if ignored := resource.options.get("ignoreChanges"):
            paths = [str(path) for path in (ignored if isinstance(ignored, list) else [ignored])]
            attributes["ignore_changes"] = [*sorted("all" if path == "*" else level.path(path) for path in paths)]
        edges = {
            Edge(resource.urn, level.attribute(key), target)
            for key, targets in resource.property_dependencies.items()
            for target in targets
        }
        implied = {edge.target for edge in edges}
        return Resource(
            address=resource.urn,
            type=known or pulumi_names.ruled_type(resource.type),
            name=resource.name,
            attributes=attributes,
            parent=resource.parent,
            depends_on=frozenset(resource.dependencies) - implied,
            edges=frozenset(edges),
            provider=_provider_name(resource.type, resource.provider),
            mapped=known is not None,
            place=self._place(resource.source_position),
            external=str(resource.options.get("id")) if resource.options.get("external") else None,
            options=tuple(name for name in _OTHER_OPTIONS if resource.options.get(name)),
        )

    def data_source(self, source: pulumi.DataSource) -> Resource:
        """Translate a call of a provider function."""
        known = pulumi_names.data_type(source.type)
        return Resource(
            address=source.urn,
            type=known or pulumi_names.ruled_type(source.type),
            name="",
            attributes=self._object(source.inputs, self._properties[source.urn]),
            provider=_provider_name(source.type, source.provider),
            mapped=known is not None,
        )

    def output(self, value: pulumi.Value) -> Value:
        """Translate what the program gives back, whose keys are its own."""
        return self._keeping_keys(value)

    def stack_reference(self, resource: pulumi.Registration) -> Resource:
        """Translate what looks up the outputs of another stack."""
        return Resource(resource.urn, STACK_REFERENCE, resource.name, {"name": self.value(resource.inputs.get("name"))})

    def _place(self, position: str) -> Place | None:
        """Read a position in the engine's form, `project:///component.py#41` or `#41,5`."""
        found = re.fullmatch(r"project:///(.+)#(\d{1,9})(?:,\d+)?", position)
        if found is None:
            return None
        inside = unquote(found[1])
        return Place(f"{self._registrations.source}/{inside}" if self._folder else inside, int(found[2]))

    def provider(self, given: Mapping[str, pulumi.Value]) -> Provider:
        """Translate the settings of a provider."""
        settings = {_PROVIDER_NAMES.get(snake(key), snake(key)): _decoded(value) for key, value in given.items()}
        tags = self._keeping_keys(settings.pop("default_tags", None))
        return provider_of({name: self.value(value) for name, value in settings.items()} | {"default_tags": tags})

    def components(self) -> tuple[Component, ...]:
        """Give the components, each with what is known of its class."""
        classes = {item.type: item for item in self._registrations.components}
        return tuple(
            Component(
                address=resource.urn,
                type=resource.type,
                name=resource.name,
                parent=resource.parent,
                arguments=classes[resource.type].arguments if resource.type in classes else None,
                typed=classes[resource.type].typed if resource.type in classes else None,
            )
            for resource in self._registrations.resources
            if not resource.custom and not resource.type.startswith(_NOT_RESOURCES)
        )

    def value(self, value: pulumi.Value, level: Level = NOTHING, name: str = "") -> Value:
        """Translate the value of a property of a level, which decides whose the keys inside are.

        They are the user's in a map, and AWS's in an object that is given for a text: that is a document.
        """
        if isinstance(value, dict):
            known = level.schema(name)
            if known is not None and known.kind is Kind.MAP:
                return self._keeping_keys(value)
            if known is not None and known.kind is Kind.STRING:
                return Document(self._keeping_keys(value))
            return self._object(value, level.inside(name))
        if isinstance(value, list):
            known = level.schema(name)
            if known is not None and known.kind is Kind.STRING:
                return Document(self._keeping_keys(value))
            return [self.value(item, level, name) for item in value]
        if isinstance(value, pulumi.Template):
            return join_parts([part if isinstance(part, str) else self._reference(part) for part in value.parts])
        return self._leaf(value)

    def _leaf(self, value: pulumi.Value) -> Value:
        if isinstance(value, pulumi.Reference):
            return self._reference(value)
        if isinstance(value, pulumi.Secret):
            return _secret(value)
        if isinstance(value, pulumi.Unknown):
            return Unknown("known only after a deployment")
        if isinstance(value, pulumi.Asset):
            return self._code(value)
        if value is None or isinstance(value, str | bool | int | float):
            return value
        raise TypeError(f"no value of a registration: {type(value).__name__}")

    def _object(self, value: Mapping[str, pulumi.Value], level: Level) -> dict[str, Value]:
        return {level.attribute(key): self.value(item, level, key) for key, item in value.items()}

    def _reference(self, reference: pulumi.Reference) -> Ref:
        return Ref(reference.urn, self._properties.get(reference.urn, NOTHING).path(reference.attribute))

    def _keeping_keys(self, value: pulumi.Value) -> Value:
        """Translate a value whose keys are not the provider's."""
        if isinstance(value, dict):
            return {key: self._keeping_keys(item) for key, item in value.items()}
        return [self._keeping_keys(item) for item in value] if isinstance(value, list) else self.value(value)

    def _code(self, asset: pulumi.Asset) -> Code:
        shown = asset.path or "an archive that the program builds"
        return Code(self._files(asset), shown, _is_anchored(asset), tuple(_places(asset)), tuple(_texts(asset)))

    def _files(self, asset: pulumi.Asset) -> tuple[tuple[str, str], ...] | None:
        """Give what is inside an asset, by name; a lone file has the name ''."""
        if asset.kind == "asset-archive":
            inside = {name: self._files(entry) for name, entry in asset.entries.items()}
            if None in inside.values():
                return None
            return tuple(
                sorted((_join(at, name), digest) for at, files in inside.items() for name, digest in files or ())
            )
        if asset.kind == "file-archive":
            return read_package(self._folder / asset.path, asset.path).files if self._folder else None
        digest = asset.hash or (hash_file(self._folder / asset.path) if self._folder and asset.kind == "file" else None)
        return (("", digest),) if digest else None


def _secret(secret: pulumi.Secret) -> Value:
    if secret.open:
        return Unknown("a secret that holds what is not known", expression=SEALED, place=secret.digest or "")
    return Secret(secret.digest)


def _is_anchored(asset: pulumi.Asset) -> bool:
    if asset.kind in {"file", "file-archive"}:
        return asset.anchored
    return all(_is_anchored(entry) for entry in asset.entries.values())


def _places(asset: pulumi.Asset) -> Iterator[tuple[str, str]]:
    """Yield where each file of an archive that the program builds lies; a folder in it stands for its files."""
    for name, entry in asset.entries.items():
        if entry.entries:
            yield from ((_join(name, inside), path) for inside, path in _places(entry))
        elif entry.path:
            yield _join(name, ""), entry.path


def _texts(asset: pulumi.Asset) -> Iterator[tuple[str, str]]:
    """Yield each text that the program hands over as a file, by its name; a lone one has the name ''."""
    if asset.text is not None:
        yield "", asset.text
    for name, entry in asset.entries.items():
        yield from ((_join(name, inside), text) for inside, text in _texts(entry))


def _join(folder: str, name: str) -> str:
    return "/".join(step for step in (folder.removeprefix("./"), name) if step not in {"", "."})


def _is_resource(resource: pulumi.Registration) -> bool:
    return resource.custom and not resource.type.startswith(_NOT_RESOURCES)


def _providers(registrations: pulumi.Registrations, translator: _Translator) -> dict[str, Provider]:
    """Return the configurations of the AWS provider by name; the default one has the stack's configuration."""
    settings = {key.removeprefix("aws:"): value for key, value in registrations.configuration.items() if _is_aws(key)}
    found = {DEFAULT: settings}
    for item in registrations.resources:
        if item.type == PROVIDER_TYPE:
            name = _provider_name("aws:", item.urn) or DEFAULT
            found[name] = {**(settings if name == DEFAULT else {}), **item.inputs}
    return {name: translator.provider(given) for name, given in found.items()}


def _is_aws(key: str) -> bool:
    return key.startswith("aws:")


def _provider_name(type_: str, urn: str | None) -> str | None:
    """Return the name of the configuration that makes a resource of a type; None where that is no AWS provider's."""
    if not _is_aws(type_):
        return None
    return DEFAULT if urn is None or re.fullmatch(r"default(_[\w.-]+)?", urn.rpartition("::")[2]) else urn


def _decoded(value: pulumi.Value) -> pulumi.Value:
    """Undo what Pulumi does to a provider's settings that are no strings: they travel as JSON text."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        decoded: pulumi.Value = json.loads(value)
    except ValueError:
        return value
    return decoded


def _run(report: pulumi.RunReport) -> Run | None:
    if not report.ran:
        return None
    dropped = tuple(
        f"{item.resource}({item.name!r}): {item.argument}" if item.name else f"{item.resource}: {item.argument}"
        for item in report.dropped
    )
    return Run(
        report.strict,
        report.message,
        dropped,
        report.import_effects,
        report.overwritten_exports,
        report.component_exports,
    )
