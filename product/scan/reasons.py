"""Why each finding of the scanners stands, read from `reasons.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from product.scan.scanners import Findings

TABLE: Final = Path(__file__).with_name("reasons.toml")


@dataclass(frozen=True)
class Reason:
    """Why one check may fail, and where."""

    scanner: str
    id: str
    check: str
    environments: tuple[str, ...]
    reason: str


def read_reasons(file: Path = TABLE) -> list[Reason]:
    """Read the table."""
    scanners = tomllib.loads(file.read_text("utf-8"))
    return [
        Reason(scanner, id_, row["check"], tuple(row["environments"]), row["reason"])
        for scanner, rows in scanners.items()
        for id_, row in rows.items()
    ]


def other_findings(app: Mapping[str, Findings], pulumi: Mapping[str, Findings]) -> list[str]:
    """Return one line for each environment of which the Pulumi version has other findings than the app."""
    return [
        f"{name}: the app and the Pulumi version differ in {_named(found.failed ^ pulumi[name].failed)}. Make them one."
        for name, found in sorted(app.items())
        if found.failed != pulumi[name].failed
    ]


def _named(failed: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{scanner} {id_}" for scanner, id_ in sorted(failed))


def differences(findings: Mapping[str, Findings], reasons: list[Reason]) -> list[str]:
    """Return one line for each finding without a reason, and for each reason without its finding."""
    lines = []
    for environment, found in sorted(findings.items()):
        explained = {(each.scanner, each.id) for each in reasons if environment in each.environments}
        lines += [
            f"{environment}: {scanner} {id_} fails and has no reason. Mend it, or give the reason in {TABLE.name}."
            for scanner, id_ in sorted(found.failed - explained)
        ]
        lines += [
            f"{environment}: {scanner} {id_} no longer fails. Take the environment out of {TABLE.name}."
            for scanner, id_ in sorted(explained - found.failed)
        ]
    return lines
