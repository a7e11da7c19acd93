"""The normal form: what means the same becomes the same, and references become what the program itself says."""

import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack_parity.compare.verdicts import Verdict
from stack_parity.model.values import CONTEXT, Ref, Text, Unknown, Value
from stack_parity.normalize import shape
from stack_parity.normalize.documents import parse_documents
from stack_parity.sources.terraform.configuration import read_configuration
from stack_parity.sources.terraform.expressions import evaluate, template
from tests.stack_parity.samples import Json, findings, program, stack

scalars = st.one_of(st.integers(-1000, 1000), st.booleans(), st.text(alphabet="ab {}$\"'", max_size=5))
keys = st.sampled_from(("size", "mode", "rule", "path", "name"))
blocks = st.recursive(
    st.dictionaries(keys, scalars, max_size=3),
    lambda inner: st.dictionaries(keys, st.one_of(scalars, inner, st.lists(inner, min_size=2, max_size=3)), max_size=3),
    max_leaves=8,
)


def respelled(value: Any, chance: random.Random) -> Any:
    """Say the same in another form: keys in another order, empty things added, a block as a list of one, floats."""
    if isinstance(value, dict):
        items = [(key, respelled(item, chance)) for key, item in value.items()]
        other = dict(chance.sample(items, len(items)))
        for extra in chance.sample(("nothing", "none", "empty"), 2):
            other[extra] = chance.choice((None, "", [], {}))
        return [other] if chance.random() < 0.5 else other
    if isinstance(value, list):
        return [
            respelled(item, chance) if not isinstance(item, dict) else _only(respelled(item, chance)) for item in value
        ]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


@given(blocks, st.randoms(use_true_random=False))
def test_form_never_changes_a_shape(block: dict[str, Any], chance: random.Random) -> None:
    assert shape({"block": _only(respelled(block, chance))}) == shape({"block": block})


@given(blocks)
def test_a_shape_stays_as_it_is(block: dict[str, Any]) -> None:
    once = shape(block)
    assert shape(once) == once


@given(st.randoms(use_true_random=False))
def test_the_order_of_a_file_never_changes_a_verdict(chance: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(item) for key, item in chance.sample(list(value.items()), len(value))}
        return value

    assert findings(stack(), shuffled(deepcopy(stack()))) == []


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("plain", "plain"),
        ("", ""),
        ("$${literal}", "${literal}"),
        ("${aws_iam_role.r.arn}", Ref("aws_iam_role.r", "arn")),
        ("${aws_iam_role.r[0].arn}", Ref("aws_iam_role.r", "arn")),
        ("${data.aws_region.r.id}", Ref("data.aws_region.r", "id")),
        ("a ${aws_sqs_queue.q.name} b", Text(("a ", Ref("aws_sqs_queue.q", "name"), " b"))),
        ("${local.size}", 512),
        ("size ${local.size}", "size 512"),
        ("${var.unknown}", Unknown("the value of var.unknown")),
        ("${upper(aws_sqs_queue.q.name)}", Unknown("the expression upper(aws_sqs_queue.q.name)", ("aws_sqs_queue.q",))),
        ('${jsonencode({"a" = [1, true, null, "x"]})}', {"a": [1, True, None, "x"]}),
        ('${jsonencode({"a" = aws_sqs_queue.q.arn})}', {"a": Ref("aws_sqs_queue.q", "arn")}),
        ('${jsonencode({"a" = "${aws_sqs_queue.q.arn}/*"})}', {"a": Text((Ref("aws_sqs_queue.q", "arn"), "/*"))}),
        ('${"a literal"}', "a literal"),
        ("${broken", Unknown("the expression broken")),
        ('${jsonencode({"a" = })}', Unknown('the expression jsonencode({"a" = })')),
    ],
)  # fmt: skip
def test_templates(source: str, value: Value) -> None:
    assert evaluate(source, {"local.size": 512}) == value


@given(st.text(alphabet='${}"\\ab.[]()=,', max_size=30))
def test_no_template_breaks_the_reader(source: str) -> None:
    template(source, {})


@given(st.text(alphabet='{}[]",:a1\ue000\ue001\\', max_size=30))
def test_no_text_breaks_the_reader_of_documents(source: str) -> None:
    parse_documents(source)
    parse_documents(Text(("{" + source, Ref("a.b", "c"), source)))


def test_a_document_keeps_its_references() -> None:
    source = Text(('{"Resource": "', Ref("a.b", "arn"), '/*", "n": 1}'))
    assert parse_documents(source) == {"Resource": Text((Ref("a.b", "arn"), "/*")), "n": 1}


def test_references_become_what_the_program_says() -> None:
    resources = program(stack()).resources
    role = resources["aws_lambda_function.function"].attributes["role"]
    assert role == Text(
        ("arn:", Ref(CONTEXT, "partition"), ":iam::", Ref(CONTEXT, "account_id"), ":role/tap-dev-execution")
    )
    edges = {(edge.attribute, edge.target) for edge in resources["aws_lambda_function.function"].edges}
    assert edges == {("role", "aws_iam_role.role")}
    named = resources["aws_cloudwatch_log_group.logs"].named
    assert {(edge.attribute, edge.target) for edge in named} == {("name", "aws_lambda_function.function")}


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("arn:aws:s3:::bucket/*", True),
        ("arn:${data.aws_partition.here.partition}:s3:::bucket/*", True),
        ("${aws_s3_bucket.b.arn}/*", True),
        ("arn:aws-cn:s3:::bucket/*", False),
        ("arn:aws:s3:::other/*", False),
    ],
)
def test_an_arn_is_the_same_however_it_is_made(written: str, same: bool) -> None:
    def with_description(arn: str) -> Json:
        document = stack()
        document["resource"]["aws_s3_bucket"] = {"b": {"bucket": "bucket"}}
        document["resource"]["aws_lambda_function"]["function"]["description"] = arn
        return document

    found = findings(with_description("${aws_s3_bucket.b.arn}/*"), with_description(written))
    assert {row.path for _, row in found if row.verdict is Verdict.DIFFERENT} <= {"description", "(made after)"}
    assert ("description" not in {row.path for _, row in found}) is same


def test_an_allowed_account_is_the_account() -> None:
    document = stack()
    document["provider"]["aws"][0]["allowed_account_ids"] = ["123456789012"]
    literal = deepcopy(document)
    text = literal["resource"]["aws_iam_role_policy"]["logs"]["policy"]
    literal["resource"]["aws_iam_role_policy"]["logs"]["policy"] = text.replace(
        "${data.aws_caller_identity.me.account_id}", "123456789012"
    )
    assert text != literal["resource"]["aws_iam_role_policy"]["logs"]["policy"]
    assert findings(document, literal) == []


def test_the_environment_is_named_by_the_stack_or_the_folder() -> None:
    assert read_configuration(stack("qa"), Path("x/cdk.tf.json"), None).environment == "qa"
    assert read_configuration({"resource": {}}, Path("/x/qa/cdk.tf.json"), None).environment == "qa"
