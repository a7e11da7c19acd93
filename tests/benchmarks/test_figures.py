"""Figures that pages state come from one source, benchmarks/results.md, which `make bench` writes."""

import re
from pathlib import Path

import pytest

from tests.support.project import ROOT

RESULTS = (ROOT / "benchmarks" / "results.md").read_text("utf-8")

TITLES = {
    "TapStack": "TapStack",
    "the same program in plain cdktf": "plain cdktf program",
    "cdktn": "cdktn + cdktn-provider-aws",
    "AWS CDK": "AWS CDK",
    "the framework alone, without any provider": "cdktf without a provider (the floor)",
}
"""README's words for what the results call otherwise."""


def result(section: str, program: str) -> str:
    """The first figure of a program in a section of the results."""
    table = RESULTS.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    (row,) = [line for line in table.splitlines() if line.replace("*", "").startswith(f"| {program} |")]
    return row.split("|")[2].split()[0]


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "docs" / "fast-loading.md"], ids=lambda page: page.name)
def test_what_an_environment_more_costs_is_the_measured_figure(page: Path) -> None:
    measured = result("Each environment beyond the first, warm", "TapStack")
    assert re.findall(r"environment\s+more\s+costs\s+([\d.]+) ms", page.read_text("utf-8"), re.IGNORECASE) == [measured]


@pytest.mark.parametrize("title", TITLES)
def test_the_readmes_table_is_the_measured_one(title: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| {re.escape(title)} \| ([\d.]+) s \| (\d+) MB \|$", readme, re.MULTILINE)
    program = TITLES[title]
    assert row == (result("3 environments, warm", program), result("Peak memory, 3 environments, warm", program))
