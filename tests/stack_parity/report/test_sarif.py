"""SARIF 2.1.0, held against a model that is made from its published schema."""

import io
import json
from typing import Any

import pytest
from pydantic import ValidationError

from stack_parity.report import render
from stack_parity.report.model import Report
from tests.stack_parity.samples import Json, changed, function, report, stack

model = pytest.importorskip(
    "pydantic_sarif.model", reason="the dev package pydantic-sarif is not installed: make setup"
)


def sarif(result: Report) -> dict[str, Any]:
    stream = io.StringIO()
    render(result, "sarif", stream)
    document: dict[str, Any] = json.loads(stream.getvalue())
    return document


def validate(document: dict[str, Any]) -> None:
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate(document)


def differ(document: Json) -> None:
    function(document)["timeout"] = 90
    function(document)["description"] = "\ud800\x00 %/?#\n"
    document["resource"]["aws_sqs_queue"] = {"q": {"name": "q"}}
    document["module"] = {"network": {}}


def test_it_is_what_the_schema_says() -> None:
    for right in (stack(), changed(differ)):
        document = sarif(report({"dev": stack()}, {"dev": right}))
        validate(document)
        document["runs"][0]["results"] = [{"text": "no message"}]
        with pytest.raises(ValidationError):
            validate(document)


def test_a_result_for_each_difference_and_each_point_not_decidable() -> None:
    result = report({"dev": stack()}, {"dev": changed(differ)})
    results = sarif(result)["runs"][0]["results"]
    assert len(results) == result.differences + result.undecidable
    assert sum(item["level"] == "note" for item in results) == result.undecidable == 1
    assert {item["ruleId"] for item in results} <= {
        rule["id"] for rule in sarif(result)["runs"][0]["tool"]["driver"]["rules"]
    }


def test_a_path_is_a_uri() -> None:
    result = report({"dev": stack()}, {"dev": changed(differ)})
    moved = result.model_copy(
        update={
            "environments": tuple(
                item.model_copy(update={"right": item.right.model_copy(update={"source": "a b/\ud800\n#?.json"})})
                for item in result.environments
            )
        }
    )
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for item in sarif(moved)["runs"][0]["results"]
        for location in item["locations"]
    }
    assert "a%20b/%3F%0A%23%3F.json" in uris
