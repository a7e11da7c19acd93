"""Templates of Terraform's language as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack_parity.model.values import Document, Ref, Text, Unknown, Value
from stack_parity.sources.terraform.language.steps import Scope
from stack_parity.sources.terraform.language.templates import evaluate, template


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("plain", "plain"),
        ("", ""),
        ("$${literal}", "${literal}"),
        ("${aws_iam_role.r.arn}", Ref("aws_iam_role.r", "arn")),
        ("${aws_iam_role.r[0].arn}", Ref("aws_iam_role.r", "[0].arn")),
        ('${aws_iam_role.r["a.b"].arn}', Ref("aws_iam_role.r", '["a.b"].arn')),
        ("${aws_iam_role.r[*].arn}", Ref("aws_iam_role.r", "[*].arn")),
        ("${aws_iam_role.r}", Ref("aws_iam_role.r", "id")),
        ("${aws_s3_bucket.b.grant[0].id}", Ref("aws_s3_bucket.b", "grant.0.id")),
        ("%%{literal}", "%{literal}"),
        ("${data.aws_region.r.id}", Ref("data.aws_region.r", "id")),
        ("a ${aws_sqs_queue.q.name} b", Text(("a ", Ref("aws_sqs_queue.q", "name"), " b"))),
        ("${local.size}", 512),
        ("size ${local.size}", "size 512"),
        ("${var.unknown}", Unknown("the value of var.unknown", (), ("var.unknown",))),
        (
            "${upper( aws_sqs_queue.q.name )}",
            Unknown(
                "the expression upper(aws_sqs_queue.q.name)",
                ("aws_sqs_queue.q",),
                ("upper(", Ref("aws_sqs_queue.q", "name"), ")"),
            ),
        ),
        ('${jsonencode({"a" = [1, true, null, "x"]})}', Document({"a": [1, True, None, "x"]})),
        ('${jsonencode({"a" = aws_sqs_queue.q.arn})}', Document({"a": Ref("aws_sqs_queue.q", "arn")})),
        ('${jsonencode({"a" = "x${aws_sqs_queue.q.id}"})}', Document({"a": Text(("x", Ref("aws_sqs_queue.q", "id")))})),
        ('${"a literal"}', "a literal"),
        ("${broken", Unknown("the expression ${broken", (), ("${broken",))),
        (
            '${jsonencode({"a" = })}',
            Unknown('the expression ${jsonencode({"a" = })}', (), ('${jsonencode({"a" = })}',)),
        ),
        (
            "%{ if true }${aws_sqs_queue.q.id}%{ endif }",
            Unknown(
                "the expression %{ if true }${aws_sqs_queue.q.id}%{ endif }",
                ("aws_sqs_queue.q",),
                ("%{ if true }${", Ref("aws_sqs_queue.q", "id"), "}%{ endif }"),
            ),
        ),
    ],
)  # fmt: skip
def test_templates(source: str, value: Value) -> None:
    assert evaluate(source, Scope({"local.size": 512})) == value


@given(st.text(alphabet='${}"\\ab.[]()=,', max_size=30))
def test_no_template_breaks_the_reader(source: str) -> None:
    template(source)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("element(aws_subnet.s[*].id,0)", "element( aws_subnet.s[*].id, 0 )", True),
        ('join("-", aws_subnet.s[*].id)', 'join("- ", aws_subnet.s[*].id)', False),
        ("lower(aws_subnet.s[0].id)", "lower(aws_subnet.s[1].id)", False),
        ("[for s in aws_subnet.s : s.id]", "[for s  in aws_subnet.s: s.id]", True),
    ],
)
def test_equal_expressions_are_equal(one: str, other: str, equal: bool) -> None:
    values = [template(f"${{{text}}}") for text in (one, other)]
    assert all(isinstance(value, Unknown) and value.expression for value in values)
    assert len({value.expression for value in values if isinstance(value, Unknown)}) == (1 if equal else 2)


@pytest.mark.parametrize(
    "source",
    [
        'filebase64sha256("a.zip")',
        'file("${path.module}/a")',
        'templatefile("a.tpl", {})',
        "timestamp()",
        "upper(var.x)",
        "terraform.workspace",
        "module.a.b",
    ],
)
def test_what_a_text_does_not_tell_is_equal_to_itself_and_to_nothing_else(source: str) -> None:
    value = template(f"${{{source}}}")
    assert isinstance(value, Unknown)
    assert value == template(f"${{ {source} }}")
    assert (value.expression, bool(value.place)) != ((), False)
    assert bool(value.place) is source.startswith(("file", "template"))
