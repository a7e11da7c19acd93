"""What is made before what: an edge that goes is one row, at the resource that lost it."""

from collections.abc import Callable

import pytest

from tests.stack_parity.samples import Json, findings, function, stack

AFTER = "(made after)"


def waiting(*, on: list[str] | None = None) -> Json:
    """Give the sample whose function waits for all its policies, with an alarm and an alias that need the function."""
    document = stack()
    policies = [f"aws_iam_role_policy.{name}" for name in document["resource"]["aws_iam_role_policy"]]
    function(document)["depends_on"] = ["aws_cloudwatch_log_group.logs", *policies] if on is None else on
    name = "${aws_lambda_function.function.function_name}"
    document["resource"]["aws_lambda_alias"] = {"live": {"name": "live", "function_name": name}}
    document["resource"]["aws_cloudwatch_metric_alarm"] = {
        "errors": {"alarm_name": "errors", "dimensions": {"FunctionName": "${aws_lambda_alias.live.function_name}"}}
    }
    return document


def order(left: Json, right: Json) -> dict[str, tuple[str | None, str | None]]:
    found = findings(left, right)
    assert {row.path for _, row in found} <= {AFTER}
    return {label: (row.left, row.right) for label, row in found}


@pytest.mark.parametrize("policy", ["logs", "tracing", "metrics"])
def test_one_policy_that_is_not_waited_for_is_named(policy: str) -> None:
    left, right = waiting(), waiting()
    function(right)["depends_on"].remove(f"aws_iam_role_policy.{policy}")
    assert order(left, right) == {
        "function": ("log group, policies of role, role", f"log group, policies of role but tap-dev-{policy}, role")
    }


def test_one_lost_edge_is_one_row_however_much_hangs_on_it() -> None:
    right = waiting()
    function(right)["depends_on"].remove("aws_cloudwatch_log_group.logs")
    assert order(waiting(), right) == {"function": ("log group, policies of role, role", "policies of role, role")}


def test_an_edge_that_a_longer_path_replaces_is_none() -> None:
    right = waiting()
    right["resource"]["aws_lambda_alias"]["live"]["depends_on"] = ["aws_cloudwatch_log_group.logs"]
    assert order(waiting(), right) == {}


def test_inline_policies_of_a_role_are_there_with_it() -> None:
    right = waiting(on=["aws_cloudwatch_log_group.logs"])
    policies = right["resource"].pop("aws_iam_role_policy")
    right["resource"]["aws_iam_role"]["role"]["inline_policy"] = [
        {"name": body["name"], "policy": body["policy"]} for body in policies.values()
    ]
    assert findings(waiting(), right) == []


def _written(document: Json) -> None:
    document["resource"]["aws_sns_topic_policy"]["p"]["policy"] = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:Publish",'
        ' "Principal": {"AWS": "${aws_iam_role.role.arn}"}, "Resource": "${aws_sns_topic.t.arn}"}]}'
    )


def _by_data_source(document: Json) -> None:
    document["data"]["aws_iam_policy_document"] = {
        "d": {
            "statement": [
                {
                    "actions": ["sns:Publish"],
                    "principals": [{"type": "AWS", "identifiers": ["${aws_iam_role.role.arn}"]}],
                    "resources": ["${aws_sns_topic.t.arn}"],
                }
            ]
        }
    }
    document["resource"]["aws_sns_topic_policy"]["p"]["policy"] = "${data.aws_iam_policy_document.d.json}"


def test_an_edge_leads_through_a_data_source() -> None:
    def published(change: Callable[[Json], None]) -> Json:
        document = stack()
        document["resource"]["aws_sns_topic"] = {"t": {"name": "t"}}
        document["resource"]["aws_sns_topic_policy"] = {"p": {"arn": "${aws_sns_topic.t.arn}"}}
        change(document)
        return document

    assert findings(published(_written), published(_by_data_source)) == []


def test_a_reference_that_moved_is_named_once() -> None:
    def reading(table: str) -> Json:
        document = stack()
        document["resource"]["aws_dynamodb_table"] = {name: {"name": name} for name in ("one", "two")}
        function(document)["environment"]["variables"]["TABLE"] = f"${{aws_dynamodb_table.{table}.name}}"
        return document

    found = findings(reading("one"), reading("two"))
    assert [(label, row.path) for label, row in found] == [("function", "environment.variables.TABLE")]
