"""Known faults of the locked packages, asked of the OSV database. No answer is a failure, never a pass.

Source of the protocol: the OSV project's API documentation, `POST /v1/querybatch`.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from product.supply_chain.packages import Package

SOURCE: Final = "https://api.osv.dev"
AT_ONCE: Final = 1000
"""Packages in one question; OSV's own limit."""
TIMEOUT_SECONDS: Final = 30.0


class NoAnswerError(Exception):
    """The source of advisories gave no answer, or one that cannot be an answer: nothing is known."""


@dataclass(frozen=True)
class Advisory:
    """A known fault of a package."""

    package: Package
    id: str


def find_advisories(
    packages: Sequence[Package], source: str = SOURCE, timeout: float = TIMEOUT_SECONDS
) -> list[Advisory]:
    """Return the advisories for packages, in their order.

    Args:
        packages: what to ask about.
        source: where an OSV database answers; an address with `http` or `https`.
        timeout: in seconds, for each question.

    Raises:
        NoAnswerError: for one of them there was no answer.
    """
    found = []
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        for package, answer in zip(some, _ask(some, source, timeout), strict=True):
            found += [Advisory(package, entry["id"]) for entry in answer.get("vulns", ())]
            if answer.get("next_page_token"):
                raise NoAnswerError(f"{source} answers for {package.name} in several pages, which is not read here.")
    return found


def grouped(advisories: Sequence[Advisory]) -> list[str]:
    """Return one line for each package, with all its advisories."""
    return [
        f"{package.name} {package.version} ({package.ecosystem}{', bundled' if package.bundled else ''}): "
        + ", ".join(each.id for each in group)
        for package, group in groupby(advisories, key=lambda each: each.package)
    ]


def _ask(packages: Sequence[Package], source: str, timeout: float) -> list[dict[str, Any]]:
    if not source.startswith(("http://", "https://")):
        raise NoAnswerError(f"{source} is no address of a web service. Give one with http:// or https://.")
    queries = [
        {"package": {"name": each.name, "ecosystem": each.ecosystem}, "version": each.version} for each in packages
    ]
    question = urllib.request.Request(  # noqa: S310 - only http and https get here
        f"{source}/v1/querybatch",
        data=json.dumps({"queries": queries}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(question, timeout=timeout) as answer:  # noqa: S310 - as above
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoAnswerError(f"{source} did not answer: {error}") from error
    if not isinstance(results, list) or len(results) != len(packages):
        raise NoAnswerError(f"{source} answered for another number of packages than the {len(packages)} asked about.")
    return results
