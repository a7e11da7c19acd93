"""What the project agreed to, applied to the verdicts, and what of it was needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from stack_parity.compare.allowed import Allowance, check_all_used
from stack_parity.compare.verdicts import COUNTED, Row, Verdict
from stack_parity.report.results import ChangedAttribute, PrincipleResult

PRINCIPLES_LABEL: Final = "principles"


class Agreements:
    """The agreed differences of one comparison."""

    def __init__(self, allowances: Sequence[Allowance], *, names: bool) -> None:
        self._allowances = allowances
        self._names = names
        self._allowed: set[tuple[str, str, str]] = set()
        self._used: list[Allowance] = []

    def row(self, environment: str, label: str, row: Row) -> Row:
        """Return the row with its final verdict."""
        if row.verdict is Verdict.NAME and self._names:
            row = replace(row, verdict=Verdict.DIFFERENT)
        allowance = self._find(environment, label, row.path) if row.verdict in COUNTED else None
        if allowance is None:
            return row
        self._allowed.add((environment, label, row.path))
        return replace(row, verdict=Verdict.ALLOWED, note=allowance.reason)

    def principle(self, environment: str, result: PrincipleResult) -> PrincipleResult:
        """Return the result with its final verdict."""
        differs = result.verdict is Verdict.DIFFERENT
        allowance = self._find(environment, PRINCIPLES_LABEL, result.id) if differs else None
        if allowance is None:
            return result
        return result.model_copy(update={"verdict": Verdict.ALLOWED, "note": allowance.reason})

    def change(self, environments: Iterable[str], item: ChangedAttribute) -> ChangedAttribute:
        """Return the change with its final verdict: allowed where an allowed difference is the cause."""
        allowed = any((name, item.label, item.path) in self._allowed for name in environments)
        if allowed and item.verdict is Verdict.DIFFERENT:
            return item.model_copy(update={"verdict": Verdict.ALLOWED, "note": "follows from an allowed difference"})
        return item

    def check_all_used(self, environments: Iterable[str]) -> None:
        """Refuse an allowance that nothing needed.

        Raises:
            InputError: naming each.
        """
        check_all_used(self._allowances, self._used, environments)

    def _find(self, environment: str, label: str, path: str) -> Allowance | None:
        for allowance in self._allowances:
            if allowance.covers(environment, label, path):
                self._used.append(allowance)
                return allowance
        return None
