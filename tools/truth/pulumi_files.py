"""The two files of Pulumi's, made from what a program registers as the engine would write them.

In an export each reference is the value that a deployment gave; in the preview of a new stack it is unknown. What the
provider's functions answer is a value in both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from stack_parity.aws import pulumi_names
from stack_parity.sources.pulumi.registrations import (
    Asset,
    Reference,
    Registration,
    Registrations,
    Secret,
    Template,
    Unknown,
    Value,
)
from stack_parity.sources.pulumi.resources import STACK
from stack_parity.sources.pulumi.values import ARCHIVE, ASSET, SECRET, SIGNATURE, UNKNOWN

Json = dict[str, Any]
ACCOUNT: Final = "123456789012"
_ANSWERS: Final = {"accountId": ACCOUNT, "partition": "aws", "dnsSuffix": "amazonaws.com"}


def export_of(registrations: Registrations, deployed: Mapping[str, Json] | None = None) -> Json:
    """Return what `pulumi stack export` writes of the program's deployment.

    Args:
        registrations: what the program registers.
        deployed: by URN, Terraform's attributes of what a deployment made; without it they are made up.
    """
    writer = _Writer(registrations, deployed or {}, unknown=False)
    return {"version": 3, "deployment": {"manifest": {}, "resources": writer.states()}}


def preview_of(registrations: Registrations) -> Json:
    """Return what `pulumi preview --json` writes of the program for a new stack."""
    states = _Writer(registrations, {}, unknown=True).states()
    steps = [{"op": "create", "urn": state["urn"], "newState": state} for state in states]
    return {"config": dict(registrations.configuration), "steps": steps, "duration": 1, "changeSummary": {}}


class _Writer:
    def __init__(self, registrations: Registrations, deployed: Mapping[str, Json], *, unknown: bool) -> None:
        self._registrations = registrations
        self._deployed = deployed
        self._unknown = unknown
        self._resources = {one.urn: one for one in registrations.resources}
        self._region = str(registrations.configuration.get("aws:region", "eu-west-1"))
        self._default = self._urn("pulumi:providers:aws", "default")
        self._given: dict[str, Json] = {}
        """By URN, what a deployment gave of what is referred to."""

    def states(self) -> list[Json]:
        """Return the resources, the stack first."""
        made = [(one, self._value(dict(one.inputs))) for one in self._registrations.resources]
        root = self._urn(STACK, "root")
        default = {"urn": self._default, "type": "pulumi:providers:aws", "custom": True}
        outputs = self._value(dict(self._registrations.exports))
        return [
            {"urn": root, "type": STACK, "custom": False, "outputs": outputs},
            {**default, "inputs": {"region": self._region}, "outputs": {"region": self._region}},
            *(self._state(one, inputs, root) for one, inputs in made),
        ]

    def _urn(self, type_: str, name: str) -> str:
        return f"urn:pulumi:{self._registrations.stack}::{self._registrations.project}::{type_}::{name}"

    def _state(self, one: Registration, inputs: Json, root: str) -> Json:
        return {
            "urn": one.urn,
            "type": one.type,
            "custom": one.custom,
            "inputs": inputs,
            "outputs": {**inputs, **self._outputs(one)},
            "parent": one.parent or root,
            "dependencies": list(one.dependencies),
            "propertyDependencies": {name: list(urns) for name, urns in one.property_dependencies.items()},
            "provider": f"{one.provider or self._default}::known",
            **one.options,
        }

    def _outputs(self, one: Registration) -> Json:
        """Return what a deployment gave: all that is one value where there was one, else what is referred to."""
        found = {
            camel(name): value
            for name, value in self._deployed.get(one.urn, {}).items()
            if isinstance(value, str | int | float | bool)
        }
        return {**({"id": self._attribute(one, "id")} if one.custom else {}), **self._given.get(one.urn, {}), **found}

    def _attribute(self, one: Registration, attribute: str) -> Any:
        """Return the value that a deployment gave, else one that only AWS could give."""
        name = pulumi_names.properties(one.type).path(attribute)
        return self._deployed.get(one.urn, {}).get(name) or _made(one, attribute)

    def _value(self, value: Value) -> Any:
        match value:
            case list():
                return [self._value(item) for item in value]
            case dict():
                return {key: self._value(item) for key, item in value.items()}
            case Reference():
                return self._reference(value)
            case Template(parts):
                found = [part if isinstance(part, str) else self._reference(part) for part in parts]
                return UNKNOWN if UNKNOWN in found else "".join(map(str, found))
            case Secret():
                return {SIGNATURE: SECRET, "ciphertext": "sealed"}
            case Unknown():
                return UNKNOWN
            case Asset():
                return self._asset(value)
        return value

    def _reference(self, reference: Reference) -> Any:
        one = self._resources.get(reference.urn)
        if one is None:
            return _ANSWERS.get(reference.attribute, self._region)
        if self._unknown:
            return UNKNOWN
        given = self._given.setdefault(one.urn, {})
        return given.setdefault(reference.attribute, self._attribute(one, reference.attribute))

    def _asset(self, asset: Asset) -> Json:
        is_archive = asset.kind.endswith("archive")
        entries = {name: self._asset(entry) for name, entry in asset.entries.items()}
        place = {"assets": entries} if entries else {"path": asset.path}
        return {SIGNATURE: ARCHIVE if is_archive else ASSET, **({"hash": asset.hash} if asset.hash else {}), **place}


def camel(name: str) -> str:
    """Return an attribute's name in the spelling of Pulumi's properties."""
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def _made(one: Registration, attribute: str) -> str:
    """Return a value that only AWS could give: another for each resource and attribute."""
    digest = hashlib.sha256(f"{one.urn} {attribute}".encode()).hexdigest()[:12]
    service = one.type.split(":")[1].partition("/")[0]
    return f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{digest}" if attribute == "arn" else f"{one.name}-{digest}"
