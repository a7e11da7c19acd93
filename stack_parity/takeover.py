"""What a Pulumi stack manages, paired with the Terraform configuration that is to manage it, by evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stack_parity.aws import pulumi_names
from stack_parity.aws.import_ids import FORMATS, IMPOSSIBLE, import_id
from stack_parity.comparison import compare_inputs
from stack_parity.errors import InputError
from stack_parity.iam.roles import Architecture
from stack_parity.match.pairing import Pairing
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.normalize import normalize
from stack_parity.report.findings import differences
from stack_parity.report.model import Judgement, Report
from stack_parity.sources.detection import find
from stack_parity.sources.environments import choose
from stack_parity.sources.pulumi import read_export
from stack_parity.sources.pulumi.registrations import Registration
from stack_parity.sources.terraform.files import read_json


@dataclass(frozen=True)
class Taken:
    """One resource that changes hands.

    Attributes:
        urn: what Pulumi calls it.
        address: what Terraform calls it.
        id: what Terraform imports it by.
        protected: whether Pulumi's state protects it.
    """

    urn: str
    address: str
    id: str
    protected: bool


@dataclass(frozen=True)
class Takeover:
    """All that changes hands, in the order of Pulumi's state: what is needed comes first."""

    project: str
    stack: str
    resources: tuple[Taken, ...]
    report: Report


def match_export(export: Path, stack: Path) -> Takeover:
    """Pair the resources of an export with those of a configuration, and prove that both say the same.

    Args:
        export: the file of `pulumi stack export`.
        stack: the folder or the file of the stack's Terraform JSON.

    Raises:
        InputError: what keeps the one from being taken over by the other, all of it.
    """
    _check_settled(export)
    registered = read_export(export)
    left, right = find(export), find(stack)
    chosen = choose(left, right)
    program, configuration = left.load(chosen.pairs[0][0]), right.load(chosen.pairs[0][1])
    pairing = pair_up(_plain(program), _plain(configuration))
    report = compare_inputs(left, right, chosen)
    if faults := [*_unpaired(pairing), *_different(report, export, stack)]:
        raise InputError("\n".join(faults))
    deployed = {one.urn: one for one in registered.resources}
    urns = {pair.left.address: pair.right.address for pair in pairing.pairs}
    types = {pair.left.address: pair.right.type for pair in pairing.pairs}
    ids = {urn: import_id(types[urn], _attributes(deployed[urn])) for urn in urns}
    if faults := [_without_id(urn, types[urn]) for urn, found in ids.items() if found is None]:
        raise InputError("\n".join(faults))
    order = [str(one["urn"]) for one in read_json(export)["deployment"]["resources"]]  # type: ignore[index]  # checked
    resources = (
        Taken(urn, urns[urn], str(ids[urn]), deployed[urn].options.get("protect") is True)
        for urn in sorted(urns, key=order.index)
    )
    return Takeover(registered.project, registered.stack, tuple(resources), report)


def _check_settled(export: Path) -> None:
    document: Any = read_json(export)
    deployment = document.get("deployment")
    if isinstance(deployment, dict) and deployment.get("pending_operations"):
        raise InputError(
            f"{export}: an operation of Pulumi's was interrupted, and what it did is not known (pending_operations). "
            "Settle it first: pulumi refresh; then export again."
        )


def _plain(program: Program) -> Architecture:
    """Return an architecture in which each resource stands for itself, the policies of roles as well."""
    return Architecture(normalize(program), {}, {})


def _unpaired(pairing: Pairing) -> Iterator[str]:
    for group in pairing.ambiguous:
        several = ", ".join(one.address for one in group.right)
        yield f"Which is which cannot be told: {several} ({group.what}). Give each its own name."
    for one in pairing.only_right:
        yield f"{one.address}: no resource of the export is its origin, so a plan would make it. Take it out for now."
    for one in pairing.only_left:
        if one.external is None:
            yield f"{one.address}: the configuration has no resource for it. Add it, or take it out of Pulumi first."


def _different(report: Report, export: Path, stack: Path) -> Iterator[str]:
    if report.verdict is not Judgement.DIFFERENT:
        return
    found = [one for one in differences(report) if one.first.path != "outputs"]
    yield f"They do not say the same ({report.headline}). All of it: tap compare {export} {stack}"
    for one in found[:10]:
        yield f"  {one.words}: {one.first.left} | {one.first.right}"


def _without_id(urn: str, type_: str) -> str:
    if FORMATS.get(type_) == IMPOSSIBLE:
        return f"{urn}: Terraform cannot import {type_}. Take it out of both first."
    return f"{urn}: the export lacks what makes the import id of {type_}. Refresh and export again: pulumi refresh"


def _attributes(one: Registration) -> dict[str, object]:
    """Return what the deployment gave, by the names of Terraform's attributes."""
    level = pulumi_names.properties(one.type)
    return {level.attribute(key): value for key, value in {**one.inputs, **one.outputs}.items()}
