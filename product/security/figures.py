"""The figures of `docs/security.md`, counted from what the tests judge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from product.scan.reasons import Reason, read_reasons
from product.scan.record import read_record
from product.security.aws_actions import every_action
from product.security.mutants import mutants
from product.security.requests import forbidden, forbidden_to_assume, needed, needed_to_assume, promise_of
from product.security.role import Role
from product.supply_chain.licences import count_licences, read_rule
from product.supply_chain.packages import locked_packages

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BROWSER_REACH: Final = DOCUMENT.parents[1] / "tap_emulator" / "web" / "browser_reach.json"
"""Ways in which a page was tried to reach the emulator; `tests/tap_emulator/web/test_browser.py` holds it."""
BULK: Final = DOCUMENT.with_suffix(".json")
"""What became of inputs in bulk, as `python -m tools.bulk` writes it."""
START: Final = "<!-- made by: python -m product.security -->\n"
END: Final = "<!-- end of what is made -->\n"


def write_into(text: str, roles: Mapping[str, Role]) -> str:
    """Return the document with its tables made anew."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    made = "\n".join([_permissions(roles), _findings(read_reasons()), _packages(), _browser(), _bulk()])
    return f"{before}{START}\n{made}\n{END}{after}"


def _permissions(roles: Mapping[str, Role]) -> str:
    rows = [
        (
            name,
            len(needed(promise)) + len(needed_to_assume(promise)),
            len(forbidden(promise)),
            len(forbidden_to_assume(promise)),
            len(every_action(promise)),
        )
        for name, promise in ((name, promise_of(role)) for name, role in sorted(roles.items()))
    ]
    judged = sum(sum(row[1:]) for row in rows)
    table = _table(("environment", "needed calls", "calls next to them", "other callers", "AWS's actions"), rows)
    faulty = len(mutants(roles["dev"]))
    return f"{table}\nThat is {judged} requests. The judges see {faulty} of {faulty} mutants of the role of `dev`.\n"


def _findings(reasons: list[Reason]) -> str:
    rows = [(f"{each.scanner} {each.id}", each.check, ", ".join(each.environments), each.reason) for each in reasons]
    table = _table(("finding", "asks for", "fails in", "why it stands"), rows)
    scanned = [
        (name, sides["app"]["passed"], sides["app"]["failed"], sides["pulumi"]["passed"], sides["pulumi"]["failed"])
        for name, sides in read_record().items()
    ]
    head = ("environment", "passed", "fail, with a reason", "the Pulumi version: passed", "fail")
    return f"{table}\n{_table(head, scanned)}"


def _packages() -> str:
    packages, rule = locked_packages(), read_rule()
    bundled = sum(each.bundled for each in packages)
    licences = ", ".join(f"{name} {count}" for name, count in count_licences(packages, rule).most_common(5))
    return (
        f"{len(packages)} packages are locked, {bundled} of them bundled inside another (the cdktf command line). "
        f"The commonest licences: {licences}. Exceptions from the rule: {len(rule.exceptions)}.\n"
    )


def _browser() -> str:
    reach = json.loads(BROWSER_REACH.read_text("utf-8"))
    return (
        f"From pages in a real Chromium, {reach['tried']} ways were tried to reach the emulator; "
        f"{reach['reached']} reached it.\n"
    )


def _bulk() -> str:
    measured = json.loads(BULK.read_text("utf-8"))
    columns = ("tried", "taken", "read_back", "refused", "changed", "tracebacks", "unclear")
    rows = [
        (each["kind"], *(f"{each[column]:,}" for column in columns), f"{each['slowest']:.2f} s")
        for each in measured["bulk"]
    ]
    head = (
        "inputs",
        "tried",
        "taken as they are",
        "of them read back",
        "refused clearly",
        "values changed",
        "tracebacks",
        "unclear",
        "slowest",
    )
    return (
        f"{_table(head, rows)}\nMade by `make bulk` in {measured['seconds'] / 60:.0f} minutes, with "
        f"{measured['memory_mb']:,} MB at most in one process. To read back is to take a "
        "file's values from the synthesized JSON as Terraform reads it, and a folder's files from its package.\n"
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
