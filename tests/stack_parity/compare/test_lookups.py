"""Data sources: two that look up the same by the same are one, whatever the programs call them."""

from typing import Any

from tests.stack_parity.samples import Json, findings


def looked_up(called: str, of: str = "aws_vpc", attribute: str = "id", **arguments: Any) -> Json:
    """Give a group in what a data source finds, and a role that admits the caller."""
    return {
        "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "far", "region": "us-east-1"}]},
        "data": {of: {called: arguments}},
        "resource": {"aws_security_group": {"web": {"name": "web", "vpc_id": f"${{data.{of}.{called}.{attribute}}}"}}},
    }


def rows(left: Json, right: Json) -> list[tuple[str, str | None, str | None]]:
    return [(row.path, row.left, row.right) for _, row in findings(left, right)]


def test_the_name_of_a_data_source_says_nothing() -> None:
    assert rows(looked_up("one", default=True), looked_up("other", default=True)) == []


def test_another_argument_is_another_value() -> None:
    found = rows(looked_up("vpc", default=True), looked_up("vpc", default=False))
    assert found == [("vpc_id", "${data aws_vpc {default: true}.id}", "${data aws_vpc {default: false}.id}")]


def test_another_region_is_another_value() -> None:
    far = looked_up("vpc", default=True, provider="aws.far")
    assert [path for path, _, _ in rows(looked_up("vpc", default=True), far)] == ["vpc_id"]
    assert rows(far, looked_up("other", default=True, provider="aws.far")) == []


def test_the_order_in_a_set_of_arguments_says_nothing() -> None:
    one = [{"name": "state", "values": ["a", "b"]}, {"name": "tag:t", "values": ["x"]}]
    other = [{"name": "tag:t", "values": ["x"]}, {"name": "state", "values": ["b", "a"]}]
    assert rows(looked_up("one", filter=one), looked_up("other", filter=other)) == []


def test_a_data_source_found_by_another_is_called_by_it() -> None:
    def chained(name: str, *, default: bool) -> Json:
        document = looked_up(name, "aws_security_group", "vpc_id", vpc_id=f"${{data.aws_vpc.{name}.id}}", name="base")
        document["data"]["aws_vpc"] = {name: {"default": default}}
        return document

    assert rows(chained("one", default=True), chained("other", default=True)) == []
    assert [path for path, _, _ in rows(chained("one", default=True), chained("one", default=False))] == ["vpc_id"]


def test_arguments_that_read_alike_are_told_apart() -> None:
    found = rows(looked_up("vpc", tags={"a": "b, c: d"}), looked_up("vpc", tags={"a": "b", "c": "d"}))
    assert [path for path, _, _ in found] == ["vpc_id"]
