"""The whole comparison of large programs, in seconds of CPU: 1,000 resources a side within 3."""

import json
import sys
import time

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, allow, policy, sections

WITHIN = 3.0
"""Seconds for 1,000 resources a side."""

TYPES = 8

pytestmark = pytest.mark.skipif(
    sys.gettrace() is not None, reason="what reaches it is being measured, which takes time"
)


def services(count: int, prefix: str, named: bool) -> Json:
    """Give as many services, each a function with what it needs; `named`: AWS knows them by the same names."""
    resources: dict[str, dict[str, Json]] = {}

    def add(type_: str, key: str, name: str = "name", /, **body: object) -> None:
        resources.setdefault(type_, {})[key] = ({name: f"the-{key.removeprefix(prefix)}"} if named else {}) | body

    for index in range(count):
        key = f"{prefix}{index}"
        add("aws_iam_role", key, description=f"{index}")
        grant = allow("dynamodb:Get*", f"${{aws_dynamodb_table.{key}.arn}}")
        add(
            "aws_iam_role_policy",
            key,
            role=f"${{aws_iam_role.{key}.name}}",
            policy=policy(grant),
        )
        add("aws_dynamodb_table", key, read_capacity=index)
        add("aws_sqs_queue", key)
        add("aws_cloudwatch_log_group", key)
        variables = {"TABLE": f"${{aws_dynamodb_table.{key}.name}}", "QUEUE": f"${{aws_sqs_queue.{key}.url}}"}
        role, environment = f"${{aws_iam_role.{key}.arn}}", {"variables": variables}
        add("aws_lambda_function", key, "function_name", role=role, environment=environment)
        function, queue = f"${{aws_lambda_function.{key}.arn}}", f"${{aws_sqs_queue.{key}.arn}}"
        mapping = {"function_name": function, "event_source_arn": queue}
        resources.setdefault("aws_lambda_event_source_mapping", {})[key] = mapping
        add("aws_cloudwatch_metric_alarm", key, "alarm_name", dimensions={"FunctionName": function})
    return json.loads(json.dumps({"provider": {"aws": [{"region": "eu-west-1"}]}, "resource": resources}))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("named", "other"), [(True, "n"), (False, "n"), (True, "other"), (False, "other")])
def test_a_thousand_resources_a_side(named: bool, other: str) -> None:
    left, right = services(1000 // TYPES, "n", named), services(1000 // TYPES, other, named)
    start = time.process_time()
    found = sections(left, right)
    assert time.process_time() - start < WITHIN
    assert {row.verdict for part in found for row in part.rows} <= {Verdict.SAME, Verdict.UNDECIDABLE}
    assert len(found) > 1000 // TYPES * (TYPES - 2)
