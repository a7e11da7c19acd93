"""The report as one HTML file that needs nothing else: search, filter by verdict, evidence to open.

Everything that a program says is escaped, and the page's policy allows only the one script and the one style whose
hashes it names: a hostile name is shown, never run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Final, TextIO

from stack_parity.compare.verdicts import Evidence, Outcome, PrincipleResult, Row, Section, Status, Verdict
from stack_parity.comparison import COUNTED, Drift, EnvironmentResult, Report, Side
from stack_parity.report.wording import (
    MARKS,
    STATUS_MARKS,
    address,
    environment_line,
    headline,
    judged,
    printable,
    summary,
)

STYLE: Final = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
SCRIPT: Final = Path(__file__).with_name("page.js").read_text(encoding="utf-8")

_FILTERS: Final = (
    ("Everything", frozenset(Verdict)),
    ("Differences", COUNTED - {Verdict.UNDECIDABLE}),
    ("Not decidable", frozenset({Verdict.UNDECIDABLE})),
    ("Allowed", frozenset({Verdict.ALLOWED})),
    ("Names only", frozenset({Verdict.NAME})),
    ("Same", frozenset({Verdict.SAME})),
)
"""Words and verdicts of each filter; the first is the one at the start."""


def write(report: Report, stream: TextIO) -> None:
    """Write the page."""
    stream.writelines(f"{line}\n" for line in _page(report))


def _page(report: Report) -> Iterator[str]:
    allowed = f"style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(headline(report))}</title>"
    yield f"<style>{STYLE}</style></head><body>"
    yield '<a class="skip" href="#results">Skip to the results</a>'
    yield from _header(report)
    yield from _toolbar(report)
    yield '<main id="results" tabindex="-1">'
    for result in report.environments:
        yield from _environment(result)
    for drift in report.drifts:
        yield from _drift(drift)
    yield '<p id="nothing" hidden>Nothing here matches. Choose another filter or another word.</p>'
    yield f"</main><script>{SCRIPT}</script></body></html>"


def _header(report: Report) -> Iterator[str]:
    kind = "different" if report.differences else "same"
    word, _, rest = headline(report).partition(": ")
    yield f'<header class="{kind}"><p class="mark" aria-hidden="true">{"≠" if report.differences else "="}</p><div>'
    yield f"<h1>{_text(word.capitalize())}</h1><p>{_text(rest)}</p>"
    yield f"<dl><div><dt>Left</dt><dd>{_text(report.left)}</dd></div>"
    yield f"<div><dt>Right</dt><dd>{_text(report.right)}</dd></div></dl></div></header>"


def _toolbar(report: Report) -> Iterator[str]:
    verdicts = report.verdicts()
    yield '<div class="toolbar" role="search"><label>Search <input id="search" type="search" autocomplete="off"'
    yield ' placeholder="attribute, value, address"></label>'
    yield '<div class="filters" role="group" aria-label="Filter by verdict">'
    for index, (words, kinds) in enumerate(_FILTERS):
        count = sum(verdicts[kind] for kind in kinds)
        pressed = "false" if index else "true"
        names = " ".join(sorted(kind.name.lower() for kind in kinds))
        yield f'<button type="button" data-verdicts="{names}" aria-pressed="{pressed}">{words} <b>{count}</b></button>'
    yield '</div><p id="count" role="status"></p></div>'


def _environment(result: EnvironmentResult) -> Iterator[str]:
    state = "different" if result.differences else "same"
    yield f'<section class="environment"><h2><span class="pill {state}">{"≠" if result.differences else "="}</span> '
    yield f"{_text(environment_line(result))}</h2>"
    yield f'<p class="sides">{_side("Left", result.left)}<br>{_side("Right", result.right)}</p>'
    for section in result.sections:
        yield from _section(section)
    yield from _principles(result.principles)
    yield "</section>"


def _side(which: str, side: Side) -> str:
    notes = "".join(f"; {_text(note)}" for note in side.notes)
    return f"{which}: {_text(side.kind)} <code>{_text(side.source)}</code>, {side.resources} resources{notes}"


def _section(section: Section) -> Iterator[str]:
    shown = any(row.verdict is not Verdict.SAME for row in section.rows)
    yield f'<details class="part"{" open" if shown else ""}><summary><span class="pill {_state(section.rows)}"></span>'
    yield f"<strong>{_text(section.label)}</strong> <span>{_text(summary(section))}</span></summary>"
    yield f'<p class="reason">{_text(section.reason)}</p><table><thead><tr><th>What</th>'
    yield f"<th>Left<br><code>{_text(address(section.left))}</code></th>"
    yield f"<th>Right<br><code>{_text(address(section.right))}</code></th><th>Verdict</th></tr></thead><tbody>"
    for row in section.rows:
        yield _row(row.path, row)
    yield "</tbody></table></details>"


def _row(what: str, row: Row) -> str:
    note = f'<p class="note">{_text(row.note)}</p>' if row.note else ""
    return (
        f'<tr class="row" data-verdict="{row.verdict.name.lower()}">'
        f'<th scope="row"><code>{_text(what)}</code>{note}</th>'
        f'<td data-side="Left">{_value(row.left)}</td><td data-side="Right">{_value(row.right)}</td>'
        f"<td>{_verdict(row.verdict.name.lower(), MARKS[row.verdict], row.verdict.value)}</td></tr>"
    )


def _principles(results: Iterable[PrincipleResult]) -> Iterator[str]:
    items = tuple(results)
    broken = sum(Status.FAIL in {item.left.status, item.right.status} for item in items)
    words = f"{broken} of {len(items)} broken on a side" if broken else f"none of {len(items)} broken"
    state = "different" if broken else "same"
    yield f'<details class="part"{" open" if broken else ""}><summary><span class="pill {state}"></span>'
    yield f"<strong>Principles</strong> <span>{words}</span></summary>"
    yield "<table><thead><tr><th>Principle</th><th>Left</th><th>Right</th><th>Verdict</th></tr></thead><tbody>"
    for item in items:
        note = f'<p class="note">{_text(item.note)}</p>' if item.note else ""
        yield f'<tr class="row" data-verdict="{item.verdict.name.lower()}">'
        yield f'<th scope="row">{_text(item.title)}{note}</th>'
        yield f'<td data-side="Left">{_outcome(item.left)}</td><td data-side="Right">{_outcome(item.right)}</td>'
        mark, words = judged(item)
        kind = item.verdict.name.lower() if words == item.verdict.value else "different"
        yield f"<td>{_verdict(kind, mark, words)}</td></tr>"
    yield "</tbody></table></details>"


def _outcome(outcome: Outcome) -> str:
    state = outcome.status.name.lower()
    word = f'<span class="status {state}">{STATUS_MARKS[outcome.status]} {outcome.status.value}</span>'
    evidence = "".join(f"<li>{_evidence(item)}</li>" for item in outcome.evidence)
    return f"<details><summary>{word}</summary><ul>{evidence}</ul></details>" if evidence else word


def _evidence(item: Evidence) -> str:
    place = f"<code>{_text(address(item.address))}</code> " if item.address else ""
    named = f"{_text(item.property)}: " if item.property else ""
    return f"{place}{named}{_value(item.value)}"


def _drift(drift: Drift) -> Iterator[str]:
    same = sum(row.verdict is Verdict.SAME for _, row in drift.rows)
    yield f'<section class="environment"><h2>{_text(drift.start)} → {_text(drift.end)}</h2>'
    yield f'<details class="part"{" open" if same < len(drift.rows) else ""}><summary>'
    yield f'<span class="pill {_state(row for _, row in drift.rows)}"></span><strong>What changes</strong> '
    yield f"<span>{same} of {len(drift.rows)} changes are the same on both sides</span></summary>"
    yield "<table><thead><tr><th>What</th><th>Left</th><th>Right</th><th>Verdict</th></tr></thead><tbody>"
    for label, row in drift.rows:
        yield _row(f"{label} {row.path}", row)
    yield "</tbody></table></details></section>"


def _state(rows: Iterable[Row]) -> str:
    verdicts = {row.verdict for row in rows}
    if verdicts & COUNTED:
        return "different"
    return "same" if verdicts <= {Verdict.SAME} else "noted"


def _verdict(kind: str, mark: str, words: str) -> str:
    return f'<span class="verdict {kind}"><span aria-hidden="true">{mark}</span> {words}</span>'


def _value(value: str | None) -> str:
    if value is None:
        return '<span class="nothing">(nothing)</span>'
    return (
        f'<div class="value" tabindex="0">{_text(value)}</div>' if len(value) > 300 else f"<code>{_text(value)}</code>"
    )


def _text(value: str) -> str:
    return escape(printable(value, None))


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
