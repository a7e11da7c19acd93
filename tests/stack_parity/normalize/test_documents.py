"""What travels as JSON text is what it says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack_parity.model.values import Document, Ref, Text
from stack_parity.normalize.documents import parse_documents
from tests.stack_parity.samples import changed, findings, program

WIDGETS = {"widgets": [{"type": "metric", "x": 0.0}, {"type": "text", "x": 6}], "empty": [], "one": [{"a": None}]}


@given(st.text(alphabet='{}[]",:a1\ue000\ue001\\', max_size=30))
def test_no_text_breaks_the_reader_of_documents(source: str) -> None:
    parse_documents(source)
    parse_documents(Text(("{" + source, Ref("a.b", "c"), source)))


def test_a_document_keeps_its_references() -> None:
    source = Text(('{"Resource": "', Ref("a.b", "arn"), '/*", "n": 1}'))
    assert parse_documents(source) == Document({"Resource": Text((Ref("a.b", "arn"), "/*")), "n": 1})


ENCODED = (
    '{"widgets" = [{"type" = "metric", "x" = 0}, {"type" = "text", "x" = 6}], "empty" = [], "one" = [{"a" = null}]}'
)


@pytest.mark.parametrize("body", [json.dumps(WIDGETS), f"${{jsonencode({ENCODED})}}"])
def test_a_document_keeps_its_keys_and_lists(body: str) -> None:
    def with_dashboard(document: dict[str, dict[str, object]]) -> None:
        document["resource"]["aws_cloudwatch_dashboard"] = {"d": {"dashboard_name": "d", "dashboard_body": body}}

    found = program(changed(with_dashboard)).resources["aws_cloudwatch_dashboard.d"].attributes["dashboard_body"]
    assert found == Document(json.loads(json.dumps(WIDGETS)))


def test_a_document_is_the_same_however_it_is_encoded() -> None:
    def with_policy(text: str) -> dict[str, object]:
        return changed(
            lambda document: document["resource"].update(aws_sqs_queue={"q": {"name": "q", "redrive_policy": text}})
        )

    assert findings(with_policy('{"rules": [{"n": 1}]}'), with_policy('${jsonencode({"rules" = [{"n" = 1}]})}')) == []


@pytest.mark.parametrize("text", ['{"a": 1.0}', '[{"b": 2}]'])
def test_the_values_of_a_users_map_stay_the_text_that_they_are(text: str) -> None:
    def with_text(document: dict[str, dict[str, object]]) -> None:
        body = {"name": "j", "role_arn": "x", "default_arguments": {"--conf": text}, "command": {"name": "glueetl"}}
        document["resource"]["aws_glue_job"] = {"j": body}
        document["resource"]["aws_lambda_function"]["function"]["environment"] = {"variables": {"CONF": text}}  # type: ignore[index]  # JSON

    resources = program(changed(with_text)).resources
    assert resources["aws_glue_job.j"].attributes["default_arguments"] == {"--conf": text}
    assert resources["aws_lambda_function.function"].attributes["environment"] == {"variables": {"CONF": text}}
