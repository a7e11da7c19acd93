"""Which resource belongs to which, where a plain name says so.

Before: a function named `x` and a log group named `/aws/lambda/x`, with nothing between them.
After: `named` of the log group holds the edge `name` to the function.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stack_parity.aws.identity import LAMBDA_LOG_GROUPS, NAMES, physical_name
from stack_parity.model.program import Edge, Program, Resource
from stack_parity.model.values import Text, Value, content_of, join_parts

_NAMED_BY: Final[Mapping[str, str]] = {
    "FunctionName": "aws_lambda_function",
    "bucket": "aws_s3_bucket",
    "function_name": "aws_lambda_function",
    "log_group": "aws_cloudwatch_log_group",
    "log_group_name": "aws_cloudwatch_log_group",
    "role": "aws_iam_role",
    "roles": "aws_iam_role",
    "rule": "aws_cloudwatch_event_rule",
}
"""By attribute (or CloudWatch dimension), the type whose name it holds."""


def connect_names(program: Program) -> Program:
    """Return the program with the edges that names make."""
    named = named_edges(program.resources.values())
    return replace(
        program,
        resources={
            address: replace(resource, named=named[address] - resource.edges) if address in named else resource
            for address, resource in program.resources.items()
        },
    )


def named_edges(resources: Iterable[Resource]) -> dict[str, frozenset[Edge]]:
    """Return the edges by source address.

    Args:
        resources: with references resolved.
    """
    named: dict[tuple[str, Value], list[str]] = defaultdict(list)
    everything = list(resources)
    for resource in everything:
        name = physical_name(resource)
        if isinstance(name, str | Text):
            named[resource.type, name].append(resource.address)
    found: dict[str, set[Edge]] = defaultdict(set)
    for resource in everything:
        for attribute, type_, name in _names(resource):
            targets = named.get((type_, name), [])
            if len(targets) == 1 and targets[0] != resource.address:
                found[resource.address].add(Edge(resource.address, attribute, targets[0]))
    return {address: frozenset(edges) for address, edges in found.items()}


def _names(resource: Resource) -> Iterator[tuple[str, str, str | Text]]:
    """Yield (attribute, type, name) for every name of another resource."""
    for attribute, value in resource.attributes.items():
        if attribute == NAMES.get(resource.type):
            continue
        for step, leaf in _leaves(attribute, value):
            if step in _NAMED_BY and isinstance(leaf, str | Text):
                yield attribute, _NAMED_BY[step], leaf
    name = physical_name(resource)
    if resource.type == "aws_cloudwatch_log_group" and isinstance(name, str | Text):
        function = _after_prefix(name)
        if isinstance(function, str | Text):
            yield "name", "aws_lambda_function", function


def _after_prefix(name: str | Text) -> Value:
    parts = [name] if isinstance(name, str) else list(name.parts)
    first = parts[0]
    if not isinstance(first, str) or not first.startswith(LAMBDA_LOG_GROUPS):
        return None
    return join_parts([first.removeprefix(LAMBDA_LOG_GROUPS), *parts[1:]])


def _leaves(step: str, value: Value) -> Iterator[tuple[str, Value]]:
    value = content_of(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(step, item)
    else:
        yield step, value
