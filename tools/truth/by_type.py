"""Every type with every input set: written, validated, compared. What the provider refuses is chosen anew.

An input begins as a literal. Where the provider refuses that (an ARN, a word of a list of words), it becomes a
reference to a value that only a deployment knows; where it refuses that too (two inputs that exclude each other), it is
left out, and the words of the provider are the reason.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from stack_parity.emit import Configuration
from stack_parity.emit.packages import write_package
from stack_parity.model.program import Program
from tools.truth.generated import SOURCE, Choices, program_of, twins
from tools.truth.round_trip import round_trip
from tools.truth.validation import Fault, Validator

SERVERLESS: Final = re.compile(
    r"aws_(lambda|iam|api_gateway|apigatewayv2|sqs|sns|dynamodb|s3|kms|scheduler|sfn|secretsmanager|cloudwatch_event"
    r"|cloudwatch_log)_\w+|aws_cloudwatch_(dashboard|metric_alarm|composite_alarm)|aws_ssm_parameter"
)
ROUNDS: Final = 8
Paths: TypeAlias = Mapping[str, Sequence[tuple[str, ...]]]
"""By file, the path of keys of each line."""
_LINE: Final = re.compile(r'^( *)(?:"([^"]+)": )?')


@dataclass(frozen=True)
class TypeResult:
    """What became of one type."""

    type: str
    inputs: int
    left_out: dict[str, str]
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
    (folder / "code").mkdir(parents=True, exist_ok=True)
    (folder / "code" / "app.py").write_text("pass\n", "utf-8")
    choices: dict[str, Choices] = defaultdict(Choices)
    for _ in range(ROUNDS):
        program = program_of(types, choices, folder)
        trip = round_trip(program, folder / "written", None, folder)
        paths = _split(trip.configuration, folder / "validated")
        faults = validator.faults(folder / "validated") if validator else []
        if not [fault for fault in faults if _choose_anew(fault, paths, choices)]:
            break
    refused: dict[str, list[str]] = defaultdict(list)
    for fault in faults:
        refused[_place(fault, paths)[0]].append(fault.text)
    differing: dict[str, list[str]] = defaultdict(list)
    for finding in trip.judgement.findings:
        address = finding.left or ""
        type_ = program.resources[address].type if address in program.resources else ""
        differing[type_].append(finding.text)
    return [
        TypeResult(
            type_,
            _inputs(program, type_),
            choices[type_].left_out,
            tuple(refused[type_]),
            tuple(differing[type_] if _inputs(program, type_) else ["nothing is set"]),
        )
        for type_ in types
    ]


def _split(configuration: Configuration, folder: Path) -> Paths:
    """Write a file for each type; return the path of keys of each of their lines.

    Terraform reads a file anew for each of its errors: with everything in one, thousands of them take forever.
    """
    for package in configuration.packages:
        write_package(package, folder)
    paths = {}
    for type_, held in _objects(configuration.document["resource"]):
        paths[f"{type_}.tf.json"] = _write_lines(folder / f"{type_}.tf.json", {"resource": {type_: held}})
    rest = {name: section for name, section in configuration.document.items() if name != "resource"}
    _write_lines(folder / "main.tf.json", rest)
    return paths


def _objects(section: object) -> Iterable[tuple[str, object]]:
    return section.items() if isinstance(section, dict) else ()


def _write_lines(file: Path, document: object) -> list[tuple[str, ...]]:
    text = json.dumps(document, indent=2)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return line_paths(text)


def _inputs(program: Program, type_: str) -> int:
    return sum(len(one.attributes) for one in program.resources.values() if one.type == type_ and one.address != SOURCE)


def _place(fault: Fault, paths: Paths) -> tuple[str, str]:
    """Return type and attribute path that a fault is about."""
    lines = paths.get(fault.file, [])
    steps = lines[fault.line - 1] if fault.line and fault.line <= len(lines) else ()
    if len(steps) < 2 or steps[0] != "resource":
        return "", ""
    return steps[1], ".".join(steps[3:])


def _choose_anew(fault: Fault, paths: Paths, choices: dict[str, Choices]) -> bool:
    """Return whether another choice was made because of a fault."""
    type_, path = _place(fault, paths)
    said = re.search(r'"([\w.]+)": (?:conflicts with|only one of|one of|all of|this field|.*not expected)', fault.text)
    if not path and said:
        path = re.sub(r"\.\d+", "", said[1])
    if not type_ or not path:
        return False
    if re.match(r"Missing required|Insufficient", fault.text) or "must be specified" in fault.text:
        return False
    chosen = choices[type_]
    excluded = re.search(r"[Cc]onflict|[Oo]nly one of|Invalid combination|cannot be (set|specified)", fault.text)
    if path not in chosen.by_reference and not excluded:
        chosen.by_reference.add(path)
        return True
    others = [
        other for other in chosen.left_out if re.search(rf"\b{re.escape(other.rpartition('.')[2])}\b", fault.text)
    ]
    if path in chosen.left_out or (excluded and others):
        return False
    chosen.left_out[path] = fault.text
    return True


def line_paths(text: str) -> list[tuple[str, ...]]:
    """Return the path of keys of each line of JSON that is indented by two; lists have no step."""
    stack: list[tuple[int, str]] = []
    paths = []
    for line in text.splitlines():
        match = _LINE.match(line)
        indent, key = (len(match[1]), match[2]) if match else (0, None)
        while stack and stack[-1][0] >= indent and not line.strip().startswith(("}", "]")):
            stack.pop()
        if key is not None:
            stack.append((indent, json.loads(f'"{key}"')))
        paths.append(tuple(step for _, step in stack))
    return paths


def batches(types: Iterable[str], size: int) -> list[list[str]]:
    """Return the types in groups of a size."""
    held = list(types)
    return [held[start : start + size] for start in range(0, len(held), size)]
