"""The report as one HTML file that needs nothing else: search, filter by verdict, evidence to open.

Jinja2 escapes everything that a program says, and the page's policy allows only the one script and the one style whose
hashes it names: a hostile name is shown, never run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from stack_parity.checks.outcomes import Status
from stack_parity.compare.verdicts import COUNTED, DIFFERENCES, Row, Verdict
from stack_parity.report.findings import Finding, differences, undecidable
from stack_parity.report.model import Judgement, Report
from stack_parity.report.points import CONCERNS
from stack_parity.report.results import ChangedAttribute
from stack_parity.report.wording import (
    MARKS,
    STATUS_MARKS,
    STATUS_WORDS,
    WORDS,
    address,
    environment_line,
    environments,
    excerpts,
    judged,
    printable,
    remark,
    rest,
    short_place,
    summary,
)

_FOLDER: Final = Path(__file__).parent
STYLE: Final = (_FOLDER / "page.css").read_text(encoding="utf-8")
SCRIPT: Final = (_FOLDER / "page.js").read_text(encoding="utf-8")

_FILTERS: Final = (
    ("Everything", frozenset(Verdict)),
    ("Differences", DIFFERENCES),
    ("Not decidable", frozenset({Verdict.UNDECIDABLE})),
    ("Allowed", frozenset({Verdict.ALLOWED})),
    ("Names only", frozenset({Verdict.NAME})),
    ("Same", frozenset({Verdict.SAME})),
)
"""Words and verdicts of each filter; the first is the one at the start."""

_SIGNS: Final = {Judgement.SAME: "=", Judgement.DIFFERENT: "≠", Judgement.UNDECIDABLE: "?"}


def write(report: Report, stream: TextIO) -> None:
    """Write the page."""
    stream.writelines(
        _template().stream(report=report, policy=_policy(), filters=_filters(report), findings=_findings(report))
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value, None) if type(value) is str else value,
    )
    environment.globals.update(
        style=STYLE,
        script=SCRIPT,
        concerns=CONCERNS,
        rest=rest,
        marks=MARKS,
        words=WORDS,
        signs=_SIGNS,
        status_marks=STATUS_MARKS,
        status_words=STATUS_WORDS,
        address=address,
        environment_line=environment_line,
        environments=environments,
        excerpts=excerpts,
        short_place=short_place,
        remark=remark,
        judged=judged,
        summary=summary,
        state=_state,
    )
    environment.tests["broken_on_a_side"] = lambda item: Status.FAIL in {item.left.status, item.right.status}
    return environment.get_template("page.html.j2")


def _findings(report: Report) -> list[tuple[str, tuple[Finding, ...]]]:
    """Return the first screen: what differs, then what could not be decided."""
    return [("Differences", differences(report)), ("Not decidable", undecidable(report))]


def _policy() -> str:
    allowed = f"style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _filters(report: Report) -> list[tuple[str, str, int]]:
    """Return the words, the verdicts' names and the count of each filter."""
    verdicts = report.verdicts()
    return [(words, " ".join(sorted(kinds)), sum(verdicts[kind] for kind in kinds)) for words, kinds in _FILTERS]


def _state(rows: Iterable[Row | ChangedAttribute]) -> str:
    verdicts = {row.verdict for row in rows}
    if verdicts & COUNTED:
        return "different" if verdicts & DIFFERENCES else "undecidable"
    return "same" if verdicts <= {Verdict.SAME} else "noted"


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
