"""The figures of the last full run: the documents quote them, and they hold what was promised."""

import json
from typing import Any

import pytest

from tests.support.project import ROOT
from tools.truth import __main__ as truth
from tools.truth.figures import Figure

HELD: dict[str, Any] = json.loads((ROOT / "docs" / "truth.json").read_text("utf-8"))
PROMISED = {
    "a type of the serverless domain": 1.0,
    "a type that both have": 0.95,
    "one change of a": 0.99,
    "a pair of policies called the same": 1.0,
    "a Pulumi program and another run of it": 1.0,
    "an export of a Pulumi program and itself": 1.0,
    "a plan by the real Terraform and itself": 1.0,
    "1,000 resources a side": 1.0,
}
"""By the beginning of a row's name, the least part that must hold."""


def test_the_document_quotes_every_row() -> None:
    text = (ROOT / "docs" / "comparison.md").read_text("utf-8")
    assert [one["row"] for one in HELD["figures"] if one["row"] not in text] == []


@pytest.mark.parametrize("beginning", PROMISED)
def test_what_was_promised_holds(beginning: str) -> None:
    found = [one for one in HELD["figures"] if one["name"].startswith(beginning)]
    assert found
    assert all(one["held"] >= PROMISED[beginning] * one["of"] for one in found)


def test_a_row_is_made_of_its_figure() -> None:
    for one in HELD["figures"]:
        figure = Figure(**{name: value for name, value in one.items() if name != "row"})
        assert truth.row(figure) == one["row"]
