"""The two files that the Pulumi command writes: a preview and an export."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from stack_parity.sources.pulumi.references import restore_exports, restore_inputs
from stack_parity.sources.pulumi.registrations import PulumiInputError, Registrations, RunReport, Value
from stack_parity.sources.pulumi.resources import STACK, project_and_stack, registrations, type_of, without_credentials
from stack_parity.sources.pulumi.values import Reader
from stack_parity.sources.terraform.files import read_json

EXPORT_VERSIONS: Final = (3, 4)
"""Versions of Pulumi's deployment format that have this shape; 4 may add features that do not matter here."""

_ALL_TAGS: Final = "tagsAll"
"""The tags together with the provider's default ones, which the provider writes among the inputs itself."""

_GONE: Final = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})
"""Steps after which the resource is no longer there."""


def read_preview(path: Path) -> Registrations:
    """Read a file of `pulumi preview --json`.

    Raises:
        PulumiInputError: when it is none.
    """
    document = read_json(path)
    if "sequence" in document and "timestamp" in document:
        raise PulumiInputError(f"{path.name}: one event of a stream. Give the whole file of `pulumi preview --json`.")
    steps = document.get("steps")
    if not isinstance(steps, list):
        raise PulumiInputError(f"{path.name}: no preview, it has no list of steps. Run `pulumi preview --json` again.")
    states: dict[str, Mapping[str, Any]] = {}
    for step in steps:
        state = step.get("newState") if isinstance(step, dict) else None
        if isinstance(state, dict) and str(step.get("op")) not in _GONE:
            states[str(state.get("urn") or step.get("urn"))] = {**step, **state}
    config = document.get("config")
    return _registrations(path, list(states.values()), Reader().mapping(config if isinstance(config, dict) else {}))


def read_export(path: Path) -> Registrations:
    """Read a file of `pulumi stack export`.

    Raises:
        PulumiInputError: when it is none, or of a format that is not known here.
    """
    document = read_json(path)
    deployment = document.get("deployment")
    if not isinstance(deployment, dict):
        raise PulumiInputError(f"{path.name}: no export, it has no deployment. Run `pulumi stack export` again.")
    if document.get("version") not in EXPORT_VERSIONS:
        raise PulumiInputError(
            f"{path.name}: an export of format {str(document.get('version'))[:20]}; formats "
            f"{EXPORT_VERSIONS[0]} and {EXPORT_VERSIONS[1]} are known. Export it with a Pulumi of this major version."
        )
    resources = deployment.get("resources") or []
    if not isinstance(resources, list):
        raise PulumiInputError(f"{path.name}: its resources are no list. Run `pulumi stack export` again.")
    return _registrations(path, [item for item in resources if not (isinstance(item, dict) and item.get("delete"))], {})


def _registrations(path: Path, states: list[Any], configuration: Mapping[str, Value]) -> Registrations:
    for state in states:
        if not isinstance(state, dict) or not isinstance(state.get("urn"), str):
            raise PulumiInputError(f"{path.name}: one of its resources has no URN. Write the file anew with Pulumi.")
    if not states:
        raise PulumiInputError(f"{path.name}: it holds no resource. Give the file of a stack that has some.")
    project, stack = project_and_stack(states[0]["urn"])
    reader = Reader()
    resources = restore_inputs(
        replace(resource, inputs={key: value for key, value in resource.inputs.items() if key != _ALL_TAGS})
        for resource in registrations(states, reader)
    )
    roots = [state for state in states if type_of(state["urn"]) == STACK]
    outputs = roots[0].get("outputs") if roots else None
    exports = reader.mapping(outputs if isinstance(outputs, dict) else {})
    return Registrations(
        source=path.name,
        project=project,
        stack=stack,
        resources=resources,
        exports=restore_exports(exports, resources),
        run=RunReport(ran=False, strict=False),
        configuration=without_credentials(configuration),
    )
