"""Every type with every input set, in several programs where they exclude each other: written, validated, compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from stack_parity.aws import schema
from tools.truth.generated import Draft, paths_set, program_of, twins
from tools.truth.learned import drafts, load
from tools.truth.located import located_faults
from tools.truth.round_trip import round_trip
from tools.truth.validation import Validator

SERVERLESS: Final = re.compile(
    r"aws_(lambda|iam|api_gateway|apigatewayv2|sqs|sns|dynamodb|s3|kms|scheduler|sfn|secretsmanager|cloudwatch_event"
    r"|cloudwatch_log)_\w+|aws_cloudwatch_(dashboard|metric_alarm|composite_alarm)|aws_ssm_parameter"
)


@dataclass(frozen=True)
class TypeResult:
    """What became of one type.

    Attributes:
        programs: how many hold its inputs.
        inputs: the inputs that one of them sets.
        lacking: the inputs that none sets, each with its reason.
        faults: what the provider refuses.
        differences: what is not the same after the round trip.
    """

    type: str
    programs: int
    inputs: int
    lacking: dict[str, str]
    faults: tuple[str, ...]
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the provider accepts it and it is the same after the round trip."""
        return not self.faults and not self.differences


def serverless() -> list[str]:
    """Return the types of the serverless domain that both have."""
    return [type_ for type_ in sorted(twins()) if SERVERLESS.fullmatch(type_)]


def check_types(types: Sequence[str], folder: Path, validator: Validator | None) -> list[TypeResult]:
    """Return what became of each type, all of them in one configuration.

    Args:
        types: Terraform's names.
        folder: where to write.
        validator: None leaves the provider out.
    """
    write_code(folder)
    made = drafts(types)
    by_address = {draft.address: draft for draft in made}
    trip = round_trip(program_of(made, folder), folder / "written", None, folder)
    refused: dict[str, list[str]] = defaultdict(list)
    for fault in located_faults(trip.configuration, folder / "validated", validator) if validator else ():
        refused[fault.type].append(f"{fault.path}: {fault.text}")
    differing: dict[str, list[str]] = defaultdict(list)
    for finding in trip.judgement.findings:
        draft = by_address.get(finding.left or "")
        differing[draft.type if draft else ""].append(finding.text)
    if differing[""] or refused[""]:
        raise ValueError(f"a finding of no type: {(differing[''] + refused[''])[0]}")
    by_type: dict[str, list[Draft]] = defaultdict(list)
    for draft in made:
        by_type[draft.type].append(draft)
    return [_result(type_, by_type[type_], refused[type_], differing[type_]) for type_ in types]


def write_code(folder: Path) -> None:
    """Write the code that generated functions hand over."""
    (folder / "code").mkdir(parents=True, exist_ok=True)
    (folder / "code" / "app.py").write_text("pass\n", "utf-8")


def _result(type_: str, made: Sequence[Draft], refused: Iterable[str], differing: Iterable[str]) -> TypeResult:
    set_ = set[str]().union(*map(paths_set, made))
    lacking = paths_set(Draft(type_)) - set_
    reasons = load()[type_].refused if type_ in load() else {}
    return TypeResult(
        type_,
        len(made),
        sum(map(_is_value, ((type_, path) for path in set_))),
        {path: _reason(path, reasons) for path in sorted(lacking) if _is_value((type_, path))},
        tuple(refused),
        tuple(differing),
    )


def _is_value(place: tuple[str, str]) -> bool:
    known = schema.of(place[0])
    attribute = known.attribute(place[1]) if known else None
    return attribute is not None and not attribute.attributes


def _reason(path: str, reasons: dict[str, str]) -> str:
    found = (why for one, why in reasons.items() if path == one or path.startswith(f"{one}."))
    return next(found, "in no program that the provider accepts")
