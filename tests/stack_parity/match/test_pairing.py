"""Pairs follow the structure; what nothing tells apart is reported, never guessed."""

import pytest

from tests.stack_parity.samples import Json, pairing


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
    assert pairs(left, right)["aws_iam_role.a"] == "aws_iam_role.b"


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
