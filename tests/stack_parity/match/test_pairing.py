"""Pairs follow names, then the structure; what nothing tells apart is reported, never guessed."""

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, allow, findings, pairing, policy


def functions(*names: str, **attributes: object) -> Json:
    """Give a program of functions with a role each, named by the program alone."""
    return {
        "resource": {
            "aws_iam_role": {name: {"description": "role"} for name in names},
            "aws_lambda_function": {
                name: {"role": f"${{aws_iam_role.{name}.arn}}", "handler": "a.b"} | attributes for name in names
            },
        }
    }


def pairs(left: Json, right: Json) -> dict[str, str]:
    return {pair.left.address: pair.right.address for pair in pairing(left, right).pairs}


def test_the_only_function_is_paired_whatever_its_name() -> None:
    assert pairs(functions("a"), functions("b")) == {
        "aws_lambda_function.a": "aws_lambda_function.b",
        "aws_iam_role.a": "aws_iam_role.b",
    }


def test_twins_are_not_guessed() -> None:
    result = pairing(functions("a", "b"), functions("c", "d"))
    assert result.pairs == ()
    assert {(group.what, len(group.left), len(group.right)) for group in result.ambiguous} == {
        ("aws_iam_role", 2, 2),
        ("aws_lambda_function", 2, 2),
    }
    assert result.only_left == result.only_right == ()


def test_a_name_in_the_program_tells_twins_apart_and_its_case_does_not_matter() -> None:
    found = pairs(functions("order_api", "worker"), functions("Worker", "OrderApi"))
    assert found["aws_lambda_function.order_api"] == "aws_lambda_function.OrderApi"
    assert found["aws_iam_role.worker"] == "aws_iam_role.Worker"


def test_the_name_in_aws_comes_before_the_name_in_the_program() -> None:
    left, right = functions("a", "b"), functions("a", "b")
    for document, names in ((left, {"a": "one", "b": "two"}), (right, {"a": "two", "b": "one"})):
        for key, name in names.items():
            document["resource"]["aws_lambda_function"][key]["function_name"] = name
    assert pairs(left, right)["aws_lambda_function.a"] == "aws_lambda_function.b"
    assert pairs(left, right)["aws_iam_role.a"] == "aws_iam_role.a"  # which only the program names


def test_content_tells_apart_what_has_no_name() -> None:
    left, right = functions("a", "b"), functions("c", "d")
    left["resource"]["aws_lambda_function"]["a"] |= {"role": "arn", "memory_size": 256}
    right["resource"]["aws_lambda_function"]["d"] |= {"role": "arn", "memory_size": 256}
    assert pairs(left, right)["aws_lambda_function.a"] == "aws_lambda_function.d"
    assert pairs(left, right)["aws_lambda_function.b"] == "aws_lambda_function.c"


@pytest.mark.parametrize("count", [0, 2])
def test_one_against_none_or_several(count: int) -> None:
    names = tuple("cd"[:count])
    result = pairing(functions("a"), functions(*names) if names else {"resource": {}})
    assert result.pairs == ()
    assert len(result.only_left) == (2 if count == 0 else 0)
    assert len(result.ambiguous) == (0 if count == 0 else 2)


def test_every_pair_has_a_label_of_its_own() -> None:
    result = pairing(functions("a", "b"), functions("a", "b"))
    left, right = result.labels()
    assert sorted(left.values()) == sorted(right.values()) == ["function a", "function b", "role a", "role b"]


def test_a_name_in_aws_is_one_in_its_region() -> None:
    def tables(here: str, there: str) -> Json:
        made = {here: {"name": "orders"}, there: {"name": "orders", "provider": "aws.other"}}
        provider = [{"region": "eu-west-1"}, {"alias": "other", "region": "us-east-1"}]
        return {"provider": {"aws": provider}, "resource": {"aws_dynamodb_table": made}}

    assert pairs(tables("a", "b"), tables("b", "a"))["aws_dynamodb_table.a"] == "aws_dynamodb_table.b"


def test_a_type_without_an_entry_is_known_by_the_attribute_name() -> None:
    def clusters(**names: str) -> Json:
        return {"resource": {"aws_ecs_cluster": {key: {"name": name} for key, name in names.items()}}}

    assert pairs(clusters(a="one", b="two"), clusters(a="two", b="one"))["aws_ecs_cluster.a"] == "aws_ecs_cluster.b"


def reader(table: str) -> Json:
    """Give a function that reads one of two tables, as its variable and its role say."""
    return {
        "resource": {
            "aws_dynamodb_table": {name: {"name": name, "hash_key": "id"} for name in ("payroll", "public")},
            "aws_iam_role": {"role": {"name": "reader"}},
            "aws_iam_role_policy": {
                "read": {
                    "role": "${aws_iam_role.role.name}",
                    "policy": policy(allow("dynamodb:GetItem", f"${{aws_dynamodb_table.{table}.arn}}")),
                }
            },
            "aws_lambda_function": {
                "f": {
                    "function_name": "reader",
                    "role": "${aws_iam_role.role.arn}",
                    "environment": {"variables": {"TABLE": f"${{aws_dynamodb_table.{table}.name}}"}},
                }
            },
        }
    }


def test_a_function_that_moves_to_another_table_is_different() -> None:
    assert findings(reader("public"), reader("public")) == []
    found = {(label, row.path): (row.left, row.right) for label, row in findings(reader("public"), reader("payroll"))}
    assert found.pop(("function", "environment.variables.TABLE")) == ("public", "payroll")
    assert {label for label, _ in found} == {"role"}
    assert all("dynamodb:getitem" in path.lower() for _, path in found)


def senders(queues: dict[str, str], named: bool) -> Json:
    """Give functions that send to a queue each; `named`: the queues have names in AWS."""
    name = {queue: {"name": queue} if named else {} for queue in queues.values()}
    return {
        "resource": {
            "aws_sqs_queue": {queue: name[queue] | {"delay_seconds": 1} for queue in queues.values()},
            "aws_lambda_function": {
                function: {
                    "function_name": function,
                    "environment": {"variables": {"QUEUE": f"${{aws_sqs_queue.{queue}.url}}"}},
                }
                for function, queue in queues.items()
            },
        }
    }


@pytest.mark.parametrize("named", [True, False])
def test_swapped_queues_are_different(named: bool) -> None:
    found = findings(senders({"f": "a", "g": "b"}, named), senders({"f": "b", "g": "a"}, named))
    assert {(label, row.path, row.verdict) for label, row in found} == {
        ("function f", "environment.variables.QUEUE", Verdict.DIFFERENT),
        ("function g", "environment.variables.QUEUE", Verdict.DIFFERENT),
    }


def test_twins_that_nothing_could_tell_apart_are_the_same() -> None:
    def topics(*names: str) -> Json:
        subscription = {"topic_arn": "arn", "protocol": "email", "endpoint": "a@example.org"}
        return {"resource": {"aws_sns_topic_subscription": dict.fromkeys(names, subscription)}}

    assert findings(topics("a", "b"), topics("c", "d")) == []
    assert [row.verdict for _, row in findings(topics("a", "b", "e"), topics("c", "d"))] == [Verdict.ONLY_LEFT]


def test_what_hangs_on_pairs_tells_twins_apart() -> None:
    def consumers(first: str, second: str) -> Json:
        queues = {first: {"name": "one"}, second: {"name": "two"}}
        mappings = {
            f"{queue}_to_function": {"event_source_arn": f"${{aws_sqs_queue.{queue}.arn}}", "function_name": "f"}
            for queue in queues
        }
        return {"resource": {"aws_sqs_queue": queues, "aws_lambda_event_source_mapping": mappings}}

    found = pairs(consumers("a", "b"), consumers("c", "d"))
    assert found["aws_lambda_event_source_mapping.a_to_function"] == "aws_lambda_event_source_mapping.c_to_function"
