"""AWS's own list of actions: how each is written, and which of them a pattern matches."""

import re

import pytest

from stack_parity.iam.actions import arn_format, list_date, matching, spelled


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("s3:getobject", "s3:GetObject"),
        ("S3:GETOBJECT", "s3:GetObject"),
        ("logs:put*", "logs:Put*"),
        ("s3:?etobject", "s3:?etObject"),
        ("s3:*object", "s3:*Object"),
        ("lambda:*code*", "lambda:*Code*"),
        ("*", "*"),
        ("s3:*", "s3:*"),
        ("*:get*", "*:get*"),
        ("invented:dothis", "invented:dothis"),
        ("s3:notknown", "s3:notknown"),
        ("nonsense", "nonsense"),
    ],
)
def test_an_action_is_written_as_aws_writes_it(given: str, expected: str) -> None:
    assert spelled(given) == expected


def test_which_actions_a_pattern_matches() -> None:
    assert matching("s3:getobject") == ("s3:getobject",)
    assert matching("S3:?etObject") == ("s3:getobject",)
    assert set(matching("sqs:*message")) == {"sqs:deletemessage", "sqs:receivemessage", "sqs:sendmessage"}
    assert {action.partition(":")[0] for action in matching("s?s:list*")} == {"sns", "sqs", "ses", "sms"} - {"ses"} | {
        name for name in ("ses",) if matching("ses:list*")
    }
    assert matching("invented:*") == matching("s3:notknown") == matching("nonsense") == ()
    assert len(matching("*")) > 20_000


def test_what_an_action_is_for() -> None:
    assert arn_format("s3:GetObject") == "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
    assert arn_format("xray:PutTraceSegments") == "*"
    assert arn_format("invented:DoThis") == "*"


def test_the_list_has_a_date() -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", list_date())
