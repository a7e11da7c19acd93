"""What a project may do with the differences: agree to them, or fail from a concern on."""

from __future__ import annotations

import json
from typing import Final, TextIO

from stack_parity.compare.concerns import Concern
from stack_parity.compare.verdicts import Verdict
from stack_parity.report.model import Judgement, Report
from stack_parity.report.points import points

_HEAD: Final = """# Proposed agreements: the differences that were found. Keep those that may be, and say why
# in `reason`: an entry without a reason is refused. `*`, `?` and `[` in a name are patterns.
"""


def judged_from(report: Report, least: Concern) -> Judgement:
    """Return the verdict with the differences that touch less than a concern left out."""
    if report.verdict is not Judgement.DIFFERENT:
        return report.verdict
    ranks = [point.concern.rank for point in points(report) if point.verdict is not Verdict.UNDECIDABLE]
    if any(rank <= least.rank for rank in ranks):
        return Judgement.DIFFERENT
    return Judgement.UNDECIDABLE if report.undecidable else Judgement.SAME


def write_proposal(report: Report, stream: TextIO) -> None:
    """Write every difference as an `[[allow]]` table without a reason; what follows from one is left out."""
    stream.write(_HEAD)
    for point in points(report):
        if (point.verdict is Verdict.UNDECIDABLE and point.principle) or " → " in point.environment:
            continue
        resource, path = point.name
        stream.write(f"\n[[allow]]  # left {_quoted(point.left)}, right {_quoted(point.right)}\n")
        for field, value in (("environment", point.environment), ("resource", resource), ("path", path)):
            stream.write(f"{field} = {_quoted(_literal(value))}\n")
        stream.write('reason = ""\n')


def _literal(value: str) -> str:
    """Return a shell pattern that matches this text alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in value)


def _quoted(value: str | None) -> str:
    """Return a basic string of TOML, whose escapes are JSON's."""
    return json.dumps(value if value is not None else "(nothing)").replace("\x7f", "\\u007f")
