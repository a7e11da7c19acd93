"""Which environment of the left is compared with which of the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stack_parity.errors import InputError
from stack_parity.sources.inputs import Input


@dataclass(frozen=True)
class Choice:
    """What is compared with what, and what stands alone."""

    pairs: tuple[tuple[str, str], ...]
    """Names of environments: the left's, the right's."""
    only_left: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()


def choose(
    left: Input,
    right: Input,
    both: Sequence[str] = (),
    left_only: str | None = None,
    right_only: str | None = None,
) -> Choice:
    """Pair the environments by name; a lone file stands for whatever the other side is asked for.

    Args:
        left: one input.
        right: the other.
        both: names asked for on both sides; none means all that both have.
        left_only: the one asked for on the left.
        right_only: the one asked for on the right.

    Raises:
        InputError: when a name is unknown, or when the names do not say which belongs to which.
    """
    if left_only or right_only:
        default = both[0] if both else None
        return Choice(((_one(left, left_only or default, "left"), _one(right, right_only or default, "right")),))
    if both:
        return Choice(
            tuple((_one(left, name, "left"), _one(right, name, "right")) for name in dict.fromkeys(both)),
        )
    if len(left.loaders) == len(right.loaders) == 1:
        return Choice(((next(iter(left.loaders)), next(iter(right.loaders))),))
    shared = left.loaders.keys() & right.loaders.keys()
    if not shared:
        raise InputError(
            f"The environments do not match: {left.path} has {', '.join(left.loaders)}; "
            f"{right.path} has {', '.join(right.loaders)}. Choose with --env, or with --left-env and --right-env."
        )
    return Choice(
        tuple((name, name) for name in sorted(shared, key=_by_stage)),
        tuple(sorted(left.loaders.keys() - shared, key=_by_stage)),
        tuple(sorted(right.loaders.keys() - shared, key=_by_stage)),
    )


def _one(side: Input, name: str | None, which: str) -> str:
    if name is not None and name in side.loaders:
        return name
    if len(side.loaders) == 1 and (name is None or not side.named):
        return next(iter(side.loaders))
    known = ", ".join(side.loaders)
    if name is None:
        raise InputError(f"{side.path}: several environments ({known}). Choose one with --{which}-env.")
    raise InputError(f"{side.path}: no environment {name!r}. It has: {known}.")


def _by_stage(name: str) -> tuple[int, str]:
    """Order as environments are reached on the way to production; unknown names between."""
    order = {"dev": 0, "development": 0, "test": 1, "staging": 3, "prod": 4, "production": 4}
    return order.get(name, 2), name
