"""What is not the same in two stacks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final


class _Absent:
    """What one of the two stacks lacks."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = _Absent()


@dataclass(frozen=True)
class Difference:
    """One value that differs.

    Attributes:
        path: from the top of the JSON, such as `resource.aws_sqs_queue.Orders.name`.
        left: the value in the first stack; `ABSENT` where that has none.
        right: the value in the second.
    """

    path: str
    left: Any
    right: Any

    def __str__(self) -> str:
        return f"{self.path}: {_shown(self.left)} → {_shown(self.right)}"


def differences(left: Any, right: Any, path: str = "") -> list[Difference]:
    """Return each place at which two JSON values differ, as deep as both have it."""
    return list(_walk(left, right, path))


def _walk(left: Any, right: Any, path: str) -> Iterator[Difference]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted({*left, *right}):
            yield from _walk(left.get(key, ABSENT), right.get(key, ABSENT), f"{path}.{key}" if path else key)
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _walk(one, other, f"{path}[{number}]")
    elif type(left) is not type(right) or left != right:
        yield Difference(path, left, right)


def _shown(value: Any) -> str:
    return repr(value) if value is ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)
