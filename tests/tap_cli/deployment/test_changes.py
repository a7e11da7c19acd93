"""What a plan would do, as the user reads it before approving."""

from typing import Any

import pytest

from tap_cli.deployment.changes import LONGEST, changes_of, changes_of_messages


def resource(*actions: str, address: str = "aws_lambda_function.f", **change: Any) -> dict[str, Any]:
    return {"address": address, "change": {"actions": list(actions), "before": {}, "after": {}, **change}}


def lines(*resources: dict[str, Any], outputs: dict[str, Any] | None = None) -> list[str]:
    return list(changes_of({"resource_changes": list(resources), "output_changes": outputs or {}}).describe())


def test_a_plan_without_changes_is_false() -> None:
    assert not changes_of({"resource_changes": [resource("no-op"), resource("read")]})


def test_each_resource_is_a_line_and_the_count_comes_last() -> None:
    assert lines(resource("create"), resource("delete", address="aws_iam_role.r")) == [
        "  + aws_lambda_function.f created",
        "  - aws_iam_role.r destroyed",
        "1 added, 0 changed, 1 destroyed",
    ]


def test_an_attribute_that_changes_in_place_is_shown_with_both_values() -> None:
    shown = lines(
        resource("update", before={"memory_size": 512, "timeout": 60}, after={"memory_size": 1024, "timeout": 60})
    )

    assert shown[1:] == ["      memory_size: 512 → 1024", "0 added, 1 changed, 0 destroyed"]


def test_a_replacement_stands_out_and_says_what_forces_it() -> None:
    change: dict[str, Any] = {"before": {"name": "a"}, "after": {"name": "b"}, "replace_paths": [["name"]]}

    assert lines(resource("delete", "create", **change)) == [
        "  ! aws_lambda_function.f REPLACED: destroyed and made anew",
        '      name: "a" → "b"  forces the replacement',
        "0 added, 0 changed, 1 replaced, 0 destroyed",
    ]


def test_what_is_adopted_is_shown_with_its_id() -> None:
    assert lines(resource("no-op", importing={"id": "tap-dev"})) == [
        "    aws_lambda_function.f adopted (id tap-dev), as it is",
        "0 added, 0 changed, 0 destroyed, 1 adopted",
    ]


def test_nothing_of_a_sensitive_value_is_shown() -> None:
    change: dict[str, Any] = {
        "before": {"environment": [{"variables": {"A": "hunter2"}}]},
        "after": {"environment": [{"variables": {"A": "hunter3"}}]},
        "before_sensitive": {"environment": [{"variables": {"A": True}}]},
        "after_sensitive": {"environment": [{"variables": {"A": True}}]},
    }

    assert "      environment: (sensitive) → (sensitive)" in lines(resource("update", **change))


def test_what_only_aws_knows_is_said_to_be_known_later() -> None:
    change: dict[str, Any] = {"before": {"arn": "x"}, "after": {}, "after_unknown": {"arn": True}}

    assert '      arn: "x" → known after the apply' in lines(resource("update", **change))


def test_long_values_are_cut_around_where_they_differ() -> None:
    same = "s" * 500
    shown = lines(resource("update", before={"policy": f"{same}old"}, after={"policy": f"{same}new"}))[1]

    assert "old" in shown
    assert "new" in shown
    assert len(shown) < 2 * LONGEST + 40


def test_outputs_alone_are_a_change() -> None:
    assert lines(outputs={"memory_size": {"actions": ["update"]}, "region": {"actions": ["no-op"]}}) == [
        "  ~ outputs: memory_size",
        "0 added, 0 changed, 0 destroyed",
    ]


def planned(action: str, address: str = "aws_iam_role.r", **change: Any) -> dict[str, Any]:
    return {"type": "planned_change", "change": {"resource": {"addr": address}, "action": action, **change}}


def test_what_is_made_and_destroyed_is_known_from_what_terraform_said() -> None:
    outputs = {"type": "outputs", "outputs": {"name": {"action": "create"}, "region": {"action": "noop"}}}

    changes = changes_of_messages([planned("delete"), planned("create", "aws_iam_role.a"), outputs])

    assert changes
    assert list(changes.describe()) == [
        "  + aws_iam_role.a created",
        "  - aws_iam_role.r destroyed",
        "  ~ outputs: name",
        "1 added, 0 changed, 1 destroyed",
    ]


@pytest.mark.parametrize(
    "messages",
    [[], [planned("update")], [planned("create"), planned("replace")], [planned("create", importing={"id": "r"})]],
    ids=["nothing", "in place", "replaced", "adopted"],
)
def test_what_needs_its_attributes_shown_is_read_from_the_plan(messages: list[dict[str, Any]]) -> None:
    assert changes_of_messages(messages) is None
