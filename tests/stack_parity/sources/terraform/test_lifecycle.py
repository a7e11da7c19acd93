"""The rules of a resource's life are compared."""

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, changed, findings, function, stack

CONDITION = {"condition": "${var.size > 1}", "error_message": "too small"}


def having(**rules: object) -> Json:
    return changed(lambda document: function(document).update(lifecycle=rules))


@pytest.mark.parametrize(
    ("path", "rule", "other"),
    [
        ("prevent_destroy", True, False),
        ("create_before_destroy", True, False),
        ("ignore_changes", ["timeout"], ["memory_size"]),
        ("ignore_changes", "all", ["memory_size"]),
        ("replace_triggered_by", ["aws_iam_role.role.arn"], ["aws_cloudwatch_log_group.logs.arn"]),
        ("precondition", [CONDITION], [CONDITION | {"condition": "${var.size > 2}"}]),
        ("postcondition", [CONDITION], [CONDITION | {"error_message": "too large"}]),
    ],
)
def test_each_rule_is_compared(path: str, rule: object, other: object) -> None:
    assert findings(having(**{path: rule}), having(**{path: rule})) == []
    for right in (stack(), having(**{path: other})):
        found = [row for _, row in findings(having(**{path: rule}), right) if row.path != "(made after)"]
        assert {row.path.split("[")[0].split(".")[0] for row in found} == {path}
        assert found[0].verdict in {Verdict.DIFFERENT, Verdict.UNDECIDABLE}


def test_the_order_and_form_of_what_is_ignored_says_nothing() -> None:
    one, other = ['tags["a"]', "timeout"], ["timeout", "tags.a"]
    assert findings(having(ignore_changes=one), having(ignore_changes=other)) == []
