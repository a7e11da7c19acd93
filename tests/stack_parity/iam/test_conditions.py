"""Which condition holds wherever another holds, operator by operator."""

import pytest

from stack_parity.iam.covering import covers
from tests.stack_parity.iam.policies import grant

ARN = "arn:aws:lambda:eu-west-1:1:function:f"


@pytest.mark.parametrize(
    ("broad", "wanted", "narrow", "given", "covered"),
    [
        ("ArnLike", "arn:aws:lambda:*:1:function:f", "ArnLike", ARN, True),
        ("ArnLike", "arn:aws:lambda:*:function:f", "ArnLike", ARN, False),
        ("ArnLike", "arn:*:f", "ArnEquals", ARN, False),
        ("ArnLike", "arn:aws:lambda:*:*:function:*", "ArnEquals", f"{ARN}:alias", True),
        ("ArnEquals", "arn:aws:lambda:*:1:function:f", "ArnLike", ARN, True),
        ("ArnLike", "arn:aws:s3:::${aws:username}", "ArnLike", "arn:aws:s3:::${aws:username}", True),
        ("ArnNotLike", ARN, "ArnNotLike", "arn:aws:lambda:*:1:function:f", True),
        ("ArnNotLike", ARN, "ArnNotLike", "arn:aws:lambda:*:function:f", False),
        ("StringLike", "arn:aws:lambda:*:function:f", "StringLike", ARN, True),
        ("StringLike", "arn:*", "ArnLike", ARN, True),
        ("ArnLike", ARN, "StringLike", "arn:*", False),
        ("StringLike", "X*", "StringLike", "xy", False),
        ("StringLike", "x*", "StringEquals", "xy", True),
        ("StringEquals", "x*", "StringLike", "x*", False),
        ("StringEquals", "xy", "StringLike", "xy", True),
        ("StringLike", "?" * 15, "StringLike", "${aws:username}", False),
        ("StringEqualsIgnoreCase", "Xy", "StringEqualsIgnoreCase", "xY", True),
        ("StringEqualsIgnoreCase", "Xy", "StringEquals", "xY", True),
        ("StringEquals", "Xy", "StringEqualsIgnoreCase", "Xy", False),
        ("StringNotLike", "xy", "StringNotLike", "x*", True),
        ("StringNotLike", "x*", "StringNotLike", "xy", False),
        ("StringNotEquals", "x", "StringNotEqualsIfExists", "x", True),
        ("ForAllValues:StringEquals", ["x", "y"], "ForAllValues:StringEquals", "x", True),
        ("ForAnyValue:StringEquals", "x", "ForAllValues:StringEquals", "x", False),
        ("StringEquals", "x", "ForAnyValue:StringEquals", "x", False),
        ("Null", "false", "StringEquals", "x", True),
        ("Null", "false", "StringEqualsIfExists", "x", False),
        ("Null", "false", "StringNotEquals", "x", False),
        ("Null", "false", "ForAllValues:StringEquals", "x", False),
        ("Null", "true", "Null", "false", False),
        ("StringEquals", "x", "Null", "false", False),
        ("Bool", "true", "Bool", "True", True),
        ("Bool", "true", "Bool", "false", False),
        ("NumericLessThan", "10", "NumericLessThan", "9.5", True),
        ("NumericLessThan", "10", "NumericLessThanEquals", "10", False),
        ("NumericLessThanEquals", "10", "NumericEquals", "1e1", True),
        ("NumericGreaterThan", "1", "NumericLessThan", "5", False),
        ("NumericGreaterThan", "1", "NumericGreaterThanEquals", "1", False),
        ("NumericNotEquals", "1", "NumericNotEquals", ["1.0", "2"], True),
        ("NumericLessThan", "many", "NumericLessThan", "few", False),
        ("DateLessThan", "2027-01-01T00:00:00Z", "DateLessThan", "2026-12-31T23:00:00-01:00", True),
        ("DateLessThan", "2026-01-01T00:00:00Z", "DateLessThan", "2027-01-01T00:00:00Z", False),
        ("IpAddress", "10.0.0.0/8", "IpAddress", "10.1.0.0/16", True),
        ("IpAddress", "10.1.0.0/16", "IpAddress", "10.0.0.0/8", False),
        ("IpAddress", "::/0", "IpAddress", "10.0.0.1", False),
        ("NotIpAddress", "10.1.0.0/16", "NotIpAddress", "10.0.0.0/8", True),
        ("NotIpAddress", "10.0.0.0/8", "IpAddress", "11.0.0.0/8", False),
        ("NoSuchOperator", "x", "NoSuchOperator", "x", True),
        ("NoSuchOperator", "x*", "NoSuchOperator", "xy", False),
    ],
)  # fmt: skip
def test_which_condition_holds_wherever_another_does(
    broad: str, wanted: str | list[str], narrow: str, given: str | list[str], *, covered: bool
) -> None:
    one, other = grant(Condition={broad: {"a:b": wanted}}), grant(Condition={narrow: {"A:B": given}})
    assert covers(one, other) is covered
