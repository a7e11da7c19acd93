"""A plain name connects as a reference does."""

from tests.stack_parity.samples import changed, program, stack


def test_a_log_group_belongs_to_the_function_that_its_name_names() -> None:
    named = program(stack()).resources["aws_cloudwatch_log_group.logs"].named
    assert {(edge.attribute, edge.target) for edge in named} == {("name", "aws_lambda_function.function")}


def test_a_name_that_nothing_has_connects_nothing() -> None:
    other = changed(lambda document: document["resource"]["aws_cloudwatch_log_group"]["logs"].update(name="/aws/x"))
    assert program(other).resources["aws_cloudwatch_log_group.logs"].named == frozenset()
