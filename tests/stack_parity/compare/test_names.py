"""Where a name of one side counts as that of its partner, and where it is only a word."""

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, findings, function, policy, stack


def tables(name: str, text: str) -> Json:
    """Return the sample with a table of a name, and a text in the description of the function."""
    document = stack()
    document["resource"]["aws_dynamodb_table"] = {"t": {"name": name}}
    function(document)["description"] = text
    return document


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("{}", Verdict.NAME),
        ("/tables/{}/x", Verdict.NAME),
        ("arn:aws:dynamodb:eu-west-1:123456789012:table/{}/index/i", Verdict.NAME),
        ("reads {} now", Verdict.DIFFERENT),
        ("{} are read", Verdict.DIFFERENT),
        ("see tables/{} for more", Verdict.DIFFERENT),
        ("{}.example.com", Verdict.DIFFERENT),
    ],
)
def test_a_name_counts_where_it_stands_for_the_thing_and_not_in_a_sentence(text: str, verdict: Verdict) -> None:
    left, right = tables("users", text.format("users")), tables("accounts", text.format("accounts"))
    found = {row.path: row.verdict for _, row in findings(left, right)}
    assert found == {"name": Verdict.NAME, "description": verdict}


def inline(name: str) -> Json:
    document = stack()
    document["resource"]["aws_iam_role"]["role"]["inline_policy"] = [{"name": name, "policy": policy()}]
    return document


def test_a_renamed_inline_policy_is_a_name() -> None:
    found = [(row.path, row.verdict) for _, row in findings(inline("a"), inline("b"))]
    assert found == [("names of policies", Verdict.NAME)]


def made_by(alias: str) -> Json:
    document = stack()
    roles = {"a": "arn:aws:iam::111111111111:role/r", "b": "arn:aws:iam::222222222222:role/r"}
    document["provider"]["aws"] += [
        {"alias": name, "region": "eu-west-1", "assume_role": [{"role_arn": arn}]} for name, arn in roles.items()
    ]
    if alias:
        document["resource"]["aws_iam_role_policy"]["logs"]["provider"] = f"aws.{alias}"
    return document


@pytest.mark.parametrize(("one", "other"), [("", "a"), ("a", "b")])
def test_a_policy_that_another_provider_makes_is_different(one: str, other: str) -> None:
    found = [(row.path, row.verdict) for _, row in findings(made_by(one), made_by(other))]
    assert found == [("provider of policies", Verdict.DIFFERENT)]
