"""Operators. Source: Terraform language, "Arithmetic and Logical Operators"."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Final

from stack_parity.model.values import Value, is_plain
from stack_parity.sources.terraform.language.conversions import NotEvaluableError, number_of, same
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated

_OPERATORS: Final[dict[str, Callable[..., Value]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "/": operator.truediv,
}


def operation(sign: str, operands: list[Value]) -> Value:
    """Return the value of an operator with its operands."""
    try:
        return _computed(sign, operands)
    except (NotEvaluableError, ArithmeticError):
        if len(operands) == 1:
            return unevaluated(Verbatim(sign), operands[0])
        return unevaluated(Verbatim("("), operands[0], Verbatim(f" {sign} "), operands[1], Verbatim(")"))


def _computed(sign: str, operands: list[Value]) -> Value:
    if not all(map(is_plain, operands)):
        raise NotEvaluableError
    if sign in {"==", "!="}:
        return same(*operands) is (sign == "==")
    if sign in {"&&", "||"}:
        one, other = map(is_true, operands)
        return one and other if sign == "&&" else one or other
    if sign == "!":
        return not is_true(operands[0])
    numbers = [number_of(operand) for operand in operands]
    if len(numbers) == 1:
        return -numbers[0]
    if sign == "%":
        if not all(isinstance(number, int) and number >= 0 for number in numbers):
            raise NotEvaluableError
        return numbers[0] % numbers[1]
    found = _OPERATORS[sign](*numbers)
    return int(found) if isinstance(found, float) and found.is_integer() else found


def is_true(value: Value) -> bool:
    """Return whether a condition holds.

    Raises:
        NotEvaluableError: when it is no boolean.
    """
    if value in ("true", "false") or isinstance(value, bool):
        return value in ("true", True)
    raise NotEvaluableError
