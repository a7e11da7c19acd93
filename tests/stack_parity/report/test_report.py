"""The report in its text formats: readable, complete, and safe whatever the programs say."""

import io
import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from stack_parity.report import FORMATS, render
from stack_parity.report.findings import differences
from stack_parity.report.model import Report
from stack_parity.report.schema import SCHEMA, schema
from tests.stack_parity.samples import Json, changed, function, report, stack

HOSTILE = "<script>alert(1)</script> \x1b[31m ]]> | `x` **b** \u202e \x00" + "y" * 10_000


def hostile(document: Json) -> Json:
    """Give a document with something hostile in every field that has a free text."""
    body = function(document)
    body["environment"]["variables"] |= {HOSTILE: HOSTILE}
    body["tags"] |= {HOSTILE: HOSTILE}
    body["description"] = HOSTILE
    document["resource"]["aws_sqs_queue"] = {HOSTILE.replace("\x00", ""): {"name": HOSTILE}}
    document["output"][HOSTILE] = {"value": HOSTILE}
    document["module"] = {HOSTILE: {}}
    return document


def rendered(result: Report, format_: str, *, everything: bool = True) -> str:
    stream = io.StringIO()
    render(result, format_, stream, everything=everything)
    return stream.getvalue()


@pytest.fixture(scope="module")
def differing() -> Report:
    """Two environments, one of them with a difference, something hostile on one side."""
    left = {"dev": stack(), "prod": stack("prod")}
    right = {
        "dev": hostile(changed(lambda document: function(document).update(memory_size=1024))),
        "prod": stack("prod"),
    }
    return report(left, right)


@pytest.fixture(scope="module")
def same() -> Report:
    """One environment without a difference."""
    return report({"dev": stack()}, {"dev": stack()})


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_leads_with_the_verdict(same: Report, differing: Report, format_: str) -> None:
    if format_ == "sarif":
        return  # its results lead
    assert "SAME: 1 environment, " in rendered(same, format_)[:600] or "<h1>Same</h1>" in rendered(same, format_)
    assert "DIFFERENT: " in rendered(differing, format_)[:600] or "<h1>Different</h1>" in rendered(differing, format_)


def test_the_counts_of_all_formats_agree(differing: Report) -> None:
    document = json.loads(rendered(differing, "json"))
    suites = ET.fromstring(rendered(differing, "junit"))  # noqa: S314 - our own
    results = json.loads(rendered(differing, "sarif"))["runs"][0]["results"]
    different = sum(document["counts"].get(verdict, 0) for verdict in ("different", "only_left", "only_right"))
    page = rendered(differing, "html")
    assert {
        differing.differences,
        document["differences"],
        different,
        int(suites.get("failures", "")),
        sum(item["level"] != "note" for item in results),
        sum(len(finding.points) for finding in differences(differing)),
        int(re.findall(r">Differences <b>(\d+)</b>", page)[0]),
    } == {differing.differences}
    assert int(suites.get("tests", "")) == sum(document["counts"].values())
    assert int(suites.get("skipped", "")) == document["counts"]["undecidable"]
    for format_ in ("terminal", "markdown"):
        assert f"DIFFERENT: {differing.differences} differences in " in rendered(differing, format_, everything=False)


@pytest.mark.parametrize("format_", FORMATS)
def test_no_control_character_gets_through(differing: Report, format_: str) -> None:
    text = rendered(differing, format_)
    if format_ in {"json", "sarif"}:
        text = json.dumps(json.loads(text))
    assert not {"\x1b", "\x00", "\u202e"} & set(text)


def test_the_terminal_keeps_to_a_hundred_columns(differing: Report) -> None:
    assert max(map(len, rendered(differing, "terminal").splitlines())) <= 100


def test_markdown_shows_names_as_text(differing: Report) -> None:
    text = rendered(differing, "markdown")
    outside_code = "".join(part for line in text.splitlines() for part in line.split("`")[::2])
    assert "<script>" not in outside_code
    assert "**b**" not in outside_code
    lines = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in lines} <= {3, 5, 6, 7}


def test_the_schema_is_what_the_model_makes() -> None:
    assert SCHEMA.read_text("utf-8") == schema(), "write it anew: python -m stack_parity.report.schema"


def test_json_keeps_to_its_schema(same: Report, differing: Report) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for result, verdict in ((same, "same"), (differing, "different")):
        document: dict[str, Any] = json.loads(rendered(result, "json"))
        jsonschema.validate(document, schema)
        assert document["verdict"] == verdict
        assert document["differences"] == result.differences
        assert document["headline"] == result.headline
        assert sum(document["counts"].values()) == sum(result.verdicts().values())


def test_json_holds_what_utf_8_cannot() -> None:
    def lone_surrogate(document: Json) -> None:
        function(document)["description"] = "\ud800"

    text = rendered(report({"dev": stack()}, {"dev": changed(lone_surrogate)}), "json")
    assert "\\ud800" in text.encode("utf-8").decode()


def test_junit_has_a_case_for_each_point_and_principle(same: Report, differing: Report) -> None:
    clean, failing = ET.fromstring(rendered(same, "junit")), ET.fromstring(rendered(differing, "junit"))  # noqa: S314 - our own
    assert clean.get("failures") == "0"
    assert int(failing.get("failures", "0")) == len(failing.findall(".//failure")) > 0
    names = {case.get("name") for case in clean.findall(".//testcase")}
    assert {"function memory_size", "role tags.Project", "log group retention_in_days", "It has 512 MB"} <= names
    broken = {case.get("name") for case in failing.findall(".//testcase") if case.find("failure") is not None}
    assert {"function memory_size", "It has 512 MB"} <= broken


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_report_twice(format_: str) -> None:
    def once() -> str:
        return rendered(report({"dev": stack()}, {"dev": hostile(stack())}), format_)

    assert once() == once()


def test_a_principle_broken_on_both_sides_is_not_praised() -> None:
    small = changed(lambda document: function(document).update(memory_size=128))
    result = report({"dev": small}, {"dev": small})
    assert result.differences == 0
    text = rendered(result, "terminal")
    assert "1 principle broken on both sides" in text.splitlines()[0]
    assert any(line.split()[:5] == ["!", "It", "has", "512", "MB"] for line in text.splitlines())
    assert "broken on both sides</span>" in rendered(result, "html")
