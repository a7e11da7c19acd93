"""What the comparison says of two programs, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import COUNTED, DIFFERENCES, Row, Verdict
from stack_parity.iam.roles import gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.normalize import normalize


@dataclass(frozen=True)
class Finding:
    """One row that keeps two programs from being the same: of which resource, and what it says."""

    left: str | None
    right: str | None
    row: Row

    @property
    def text(self) -> str:
        """The finding in one line."""
        return f"{self.left or self.right} {self.row.path} {self.row.verdict}: {self.row.left} | {self.row.right}"


@dataclass(frozen=True)
class Judgement:
    """All that was compared, and what was found."""

    points: int
    findings: tuple[Finding, ...]

    @property
    def word(self) -> str:
        """The headline: `same`, `different`, or `undecided`."""
        verdicts = {finding.row.verdict for finding in self.findings}
        if verdicts & DIFFERENCES:
            return "different"
        return "undecided" if Verdict.UNDECIDABLE in verdicts else "same"


def judge(left: Program, right: Program) -> Judgement:
    """Compare two programs as readers found them, names included."""
    one, other = gather_roles(normalize(left)), gather_roles(normalize(right))
    pairing = pair_up(one, other)
    sections = compare(one, other, pairing, pairing.labels())
    rows = [Finding(part.left, part.right, row) for part in sections for row in part.rows]
    return Judgement(len(rows), tuple(_counted(rows)))


def _counted(rows: list[Finding]) -> Iterator[Finding]:
    return (finding for finding in rows if finding.row.verdict in COUNTED)
