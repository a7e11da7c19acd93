"""The value of an expression: what its text tells, references as such, and the rest in canonical form."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from stack_parity.model.values import Document, Part, Ref, Unknown, Value, is_plain, join_parts, parts_of
from stack_parity.sources.terraform.language.files import FILE_FUNCTIONS, elsewhere, of_file
from stack_parity.sources.terraform.language.functions import (
    NotEvaluableError,
    call,
    number_of,
    same,
    text_of,
)
from stack_parity.sources.terraform.language.syntax import (
    Array,
    Call,
    Condition,
    For,
    Index,
    Literal,
    Member,
    Node,
    Object,
    Operation,
    Quoted,
    Splat,
    Traversal,
)
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated

_NAMED_VALUES: Final = frozenset({"var", "local", "each", "count", "path", "module", "terraform", "self"})
"""Names at the start of a reference that are no type of a resource."""

_OF_A_PLACE: Final = frozenset({"abspath", "fileexists", "fileset", "pathexpand", "templatefile"})
"""Functions whose value depends on the folder in which Terraform runs."""

_LONGEST_LOOP: Final = 10_000
"""Items over which the loops of one expression run here."""

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


class TooLongError(Exception):
    """The loops of an expression are longer than what runs here."""


@dataclass(frozen=True)
class Scope:
    """What names stand for where an expression is written.

    `values` has `var.x`, `local.x`, `count.index`, `each.key`, and the bare names that a loop makes. `instances` has
    the keys of each resource that stands once for each of several.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    instances: Mapping[str, tuple[str | int, ...]] = field(default_factory=dict)
    folder: Path | None = None

    def having(self, **values: Value) -> Scope:
        """Return the scope inside of a loop or a block that gives names their values."""
        return replace(self, values={**self.values, **values})


def instance(address: str, key: str | int) -> str:
    """Return the address of one instance of a resource."""
    return f"{address}[{json.dumps(key)}]"


class Evaluator:
    """Evaluates one expression; raises `TooLongError` where that would take too long."""

    def __init__(self) -> None:
        self._looped = 0

    def value(self, node: Node, scope: Scope) -> Value:
        """Return the value of a part of the expression."""
        match node:
            case Literal(value):
                return value
            case Quoted(parts):
                return self.text(parts, scope)
            case Traversal():
                return self._traversal(node, scope)
            case Array(items):
                return [self.value(item, scope) for item in items]
            case _:
                return self._made(node, scope)

    def _made(self, node: Object | Call | Operation | Condition | For, scope: Scope) -> Value:
        """Return the value of what is made from the values of its parts."""
        match node:
            case Object(pairs):
                return self._object([(self.value(key, scope), self.value(item, scope)) for key, item in pairs])
            case Call():
                return self._call(node, scope)
            case Operation(sign, operands):
                return _operation(sign, [self.value(operand, scope) for operand in operands])
            case Condition(test, then, otherwise):
                return self._condition(self.value(test, scope), then, otherwise, scope)
            case For():
                return self._for(node, scope)

    def text(self, parts: Sequence[str | Node], scope: Scope) -> Value:
        """Return the value of a template: that of its only expression, or a string."""
        values = [part if isinstance(part, str) else self.value(part, scope) for part in parts]
        if len(values) == 1:
            return values[0]
        return join_parts([piece for value in values for piece in _as_parts(value)])

    def _object(self, pairs: list[tuple[Value, Value]]) -> Value:
        if all(isinstance(key, str | int | float) for key, _ in pairs):
            return {text_of(key): item for key, item in pairs}
        written = [piece for key, item in pairs for piece in (Verbatim("("), key, Verbatim(")="), item, Verbatim(","))]
        return unevaluated(Verbatim("{"), *written, Verbatim("}"))

    def _call(self, node: Call, scope: Scope) -> Value:
        if node.name in {"try", "can", "sensitive", "nonsensitive"} and not node.spread:
            return self._special(node, scope)
        arguments = [self.value(argument, scope) for argument in node.arguments]
        if node.spread and isinstance(arguments[-1], list):
            arguments = [*arguments[:-1], *arguments[-1]]
        elif node.spread:
            return _as_written(node.name, arguments, "...")
        if node.name in FILE_FUNCTIONS and len(arguments) == 1 and isinstance(arguments[0], str):
            return of_file(node.name, arguments[0], scope.folder)
        if node.name in FILE_FUNCTIONS | _OF_A_PLACE:
            return elsewhere(node.name, arguments, scope.folder)
        try:
            return call(node.name, arguments)
        except NotEvaluableError:
            return _as_written(node.name, arguments)

    def _special(self, node: Call, scope: Scope) -> Value:
        """Return the first of several values that is known, or a value whose sensitivity changes."""
        arguments = [self.value(argument, scope) for argument in node.arguments]
        if node.name != "can" and arguments and is_plain(arguments[0]):
            return arguments[0] if node.name != "sensitive" else _as_written(node.name, arguments)
        return _as_written(node.name, arguments)

    def _condition(self, test: Value, then: Node, otherwise: Node, scope: Scope) -> Value:
        if test in ("true", "false") or isinstance(test, bool):
            return self.value(then if test in ("true", True) else otherwise, scope)
        branches = self.value(then, scope), self.value(otherwise, scope)
        return unevaluated(
            Verbatim("("), test, Verbatim(" ? "), branches[0], Verbatim(" : "), branches[1], Verbatim(")")
        )

    def _for(self, node: For, scope: Scope) -> Value:
        collection = self.value(node.collection, scope)
        pairs: list[tuple[Value, Value]] | None = None
        if isinstance(collection, list):
            pairs = [*enumerate(collection)]
        elif isinstance(collection, dict):
            pairs = [(key, collection[key]) for key in sorted(collection)]
        if pairs is not None:
            self._looped += len(pairs)
            if self._looped > _LONGEST_LOOP:
                raise TooLongError
            try:
                return self._looped_over(node, pairs, scope)
            except NotEvaluableError:
                pass
        bound = scope.having(**{name: _name(name) for name in node.variables})
        inside = [
            unevaluated(Verbatim(", ".join(node.variables)), Verbatim(" in "), collection),
            *(self.value(part, bound) for part in (node.name, node.result, node.test) if part is not None),
        ]
        marks = f"for{' =>' if node.name else ''}{' ...' if node.grouped else ''}{' if' if node.test else ''}("
        return _as_written(marks[:-1], inside)

    def _looped_over(self, node: For, pairs: list[tuple[Value, Value]], scope: Scope) -> Value:
        items: list[tuple[Value, Value]] = []
        for key, item in pairs:
            names = node.variables if len(node.variables) == 2 else ("", *node.variables)
            inside = scope.having(**{name: value for name, value in zip(names, (key, item), strict=True) if name})
            if node.test is not None and not _is_true(self.value(node.test, inside)):
                continue
            items.append((self.value(node.name, inside) if node.name else None, self.value(node.result, inside)))
        if node.name is None:
            return [item for _, item in items]
        if node.grouped:
            raise NotEvaluableError
        return self._object(items)

    def _traversal(self, node: Traversal, scope: Scope) -> Value:
        steps = [step if not isinstance(step, Index) else self._key(step, scope) for step in node.steps]
        if not isinstance(node.root, str):
            return _stepped(self.value(node.root, scope), steps)
        first = steps[0] if steps else None
        if node.root in scope.values:
            return _stepped(scope.values[node.root], steps)
        if not isinstance(first, Member):
            return _stepped(_name(node.root), steps)
        if node.root == "path":
            return _stepped("." if first.name in {"module", "root", "cwd"} else _name(f"path.{first.name}"), steps[1:])
        if node.root in _NAMED_VALUES:
            name = f"{node.root}.{first.name}"
            return _stepped(scope.values[name] if name in scope.values else _name(name), steps[1:])
        if node.root != "data":
            return _of_resource(f"{node.root}.{first.name}", steps[1:], scope)
        if len(steps) > 1 and isinstance(second := steps[1], Member):
            return _of_resource(f"data.{first.name}.{second.name}", steps[2:], scope)
        return _stepped(_name(node.root), steps)

    def _key(self, step: Index, scope: Scope) -> _Step:
        return _Key(self.value(step.key, scope))


@dataclass(frozen=True)
class _Key:
    value: Value


_Step = Member | Splat | _Key


def _of_resource(address: str, steps: Sequence[_Step], scope: Scope) -> Value:
    """Return a reference to a resource, one of its instances, or each of them."""
    first = steps[0] if steps else None
    keys = scope.instances.get(address)
    if keys is not None and isinstance(first, Splat):
        return [_stepped(Ref(instance(address, key), ""), steps[1:]) for key in keys]
    if keys is not None and isinstance(first, _Key) and isinstance(first.value, str | int) and first.value in keys:
        return _stepped(Ref(instance(address, first.value), ""), steps[1:])
    return _stepped(Ref(address, ""), steps)


def _stepped(value: Value, steps: Sequence[_Step]) -> Value:
    for number, step in enumerate(steps):
        if isinstance(step, Splat):
            if isinstance(value, list):
                return [_stepped(item, steps[number + 1 :]) for item in value]
            value = _further(value, "[*]")
        elif isinstance(step, Member):
            value = value[step.name] if isinstance(value, dict) and step.name in value else _further(value, step.name)
        else:
            value = _at(value, step.value)
    return value


def _at(value: Value, key: Value) -> Value:
    if isinstance(value, dict) and isinstance(key, str) and key in value:
        return value[key]
    if isinstance(value, list) and is_plain(key):
        try:
            number = number_of(key)
        except NotEvaluableError:
            return _as_written("index", [value, key])
        if isinstance(number, int) and 0 <= number < len(value):
            return value[number]
    if isinstance(value, Ref) and isinstance(key, str | int):
        whole = value.attribute == ""  # of a resource: an instance; of an attribute: an element
        return _further(value, f"[{json.dumps(key)}]" if whole else str(key))
    return unevaluated(value, Verbatim("["), key, Verbatim("]"))


def _further(value: Value, step: str) -> Value:
    if isinstance(value, Ref):
        return Ref(value.address, f"{value.attribute}.{step}" if value.attribute else step)
    return unevaluated(value, Verbatim(step if step.startswith("[") else f".{step}"))


def _name(name: str) -> Unknown:
    return unevaluated(Verbatim(name), reason=f"the value of {name}")


def _as_written(name: str, arguments: Sequence[Value], end: str = "") -> Unknown:
    pieces: list[Verbatim | Value] = []
    for argument in arguments:
        pieces += [Verbatim(", "), argument] if pieces else [argument]
    return unevaluated(Verbatim(f"{name}("), *pieces, Verbatim(f"{end})"))


def _operation(sign: str, operands: list[Value]) -> Value:
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
        one, other = map(_is_true, operands)
        return one and other if sign == "&&" else one or other
    if sign == "!":
        return not _is_true(operands[0])
    numbers = [number_of(operand) for operand in operands]
    if len(numbers) == 1:
        return -numbers[0]
    if sign == "%":
        if not all(isinstance(number, int) and number >= 0 for number in numbers):
            raise NotEvaluableError
        return numbers[0] % numbers[1]
    found = _OPERATORS[sign](*numbers)
    return int(found) if isinstance(found, float) and found.is_integer() else found


def _is_true(value: Value) -> bool:
    if value in ("true", "false") or isinstance(value, bool):
        return value in ("true", True)
    raise NotEvaluableError


def _as_parts(value: Value) -> Iterator[Part]:
    """Yield a value as parts of a string; a list or an object has no place there, but a document is text."""
    if isinstance(value, Document) and is_plain(value.content):
        yield json.dumps(value.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return
    parts = parts_of(value)
    yield from parts if parts is not None else [unevaluated(value)]
