"""The policy documents of a stack, and their statements by what they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_cdktf.readable import METADATA, parse_json
from pytest_cdktf.references import referable_blocks


@dataclass(frozen=True)
class PlacedStatement:
    """One statement of a policy.

    Attributes:
        place: the policy that it stands in: `aws_iam_role_policy.Logs.policy`.
        body: the statement.
    """

    place: str
    body: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.body[key]


def policy_documents(json: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every attribute that is a policy document, by address and attribute."""
    return {
        f"{address}.{path}": document
        for address, body in referable_blocks(json).items()
        for path, document in _documents(body)
    }


def select_statements(
    policies: Mapping[str, dict[str, Any]], action: str | None, resource: str | None
) -> list[PlacedStatement]:
    """Return the statements that speak of an action and of a resource, in the order of the policies."""
    return [
        PlacedStatement(place, statement)
        for place, document in policies.items()
        for statement in _listed(document["Statement"])
        if _speaks_of(statement, "Action", action, re.IGNORECASE) and _speaks_of(statement, "Resource", resource)
    ]


def _documents(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != METADATA:
                yield from _documents(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _documents(inner, f"{path}[{number}]")
    elif isinstance(value, str):
        document = parse_json(value)
        if isinstance(document, dict) and "Statement" in document:
            yield path, document


def _speaks_of(statement: Mapping[str, Any], element: str, wanted: str | None, flags: int = 0) -> bool:
    if wanted is None:
        return True
    if (excluded := statement.get(f"Not{element}")) is not None:
        return not any(_matches(pattern, wanted, flags) for pattern in _listed(excluded))
    return any(_matches(pattern, wanted, flags) for pattern in _listed(statement.get(element, ())))


def _matches(pattern: str, text: str, flags: int) -> bool:
    """Match as IAM does: `*` is any text, `?` any character."""
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern))
    return re.fullmatch("".join(parts), text, flags | re.DOTALL) is not None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
