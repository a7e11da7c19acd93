"""The value of an expression: what its text tells, references as such, and the rest in canonical form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from stack_parity.model.values import Document, Part, Value, is_plain, join_parts, parts_of
from stack_parity.sources.terraform.language.conversions import NotEvaluableError, text_of
from stack_parity.sources.terraform.language.files import FILE_FUNCTIONS, elsewhere, of_file
from stack_parity.sources.terraform.language.functions import call
from stack_parity.sources.terraform.language.operations import is_true, operation
from stack_parity.sources.terraform.language.steps import (
    EvaluatedStep,
    Key,
    Scope,
    as_written,
    named,
    of_resource,
    stepped,
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
    Traversal,
)
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated

_NAMED_VALUES: Final = frozenset({"var", "local", "each", "count", "path", "module", "terraform", "self"})
"""Names at the start of a reference that are no type of a resource."""

_OF_A_PLACE: Final = frozenset({"abspath", "fileexists", "fileset", "pathexpand", "templatefile"})
"""Functions whose value depends on the folder in which Terraform runs."""

_LONGEST_LOOP: Final = 10_000
"""Items over which the loops of one expression run here."""


class TooLongError(Exception):
    """The loops of an expression are longer than what runs here."""


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
                return operation(sign, [self.value(operand, scope) for operand in operands])
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
            return as_written(node.name, arguments, "...")
        if node.name in FILE_FUNCTIONS and len(arguments) == 1 and isinstance(arguments[0], str):
            return of_file(node.name, arguments[0], scope.folder)
        if node.name in FILE_FUNCTIONS | _OF_A_PLACE:
            return elsewhere(node.name, arguments, scope.folder)
        try:
            return call(node.name, arguments)
        except NotEvaluableError:
            return as_written(node.name, arguments)

    def _special(self, node: Call, scope: Scope) -> Value:
        """Return the first of several values that is known, or a value whose sensitivity changes."""
        arguments = [self.value(argument, scope) for argument in node.arguments]
        if node.name != "can" and arguments and is_plain(arguments[0]):
            return arguments[0] if node.name != "sensitive" else as_written(node.name, arguments)
        return as_written(node.name, arguments)

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
        bound = scope.having(**{name: named(name) for name in node.variables})
        inside = [
            unevaluated(Verbatim(", ".join(node.variables)), Verbatim(" in "), collection),
            *(self.value(part, bound) for part in (node.name, node.result, node.test) if part is not None),
        ]
        marks = f"for{' =>' if node.name else ''}{' ...' if node.grouped else ''}{' if' if node.test else ''}("
        return as_written(marks[:-1], inside)

    def _looped_over(self, node: For, pairs: list[tuple[Value, Value]], scope: Scope) -> Value:
        items: list[tuple[Value, Value]] = []
        for key, item in pairs:
            names = node.variables if len(node.variables) == 2 else ("", *node.variables)
            inside = scope.having(**{name: value for name, value in zip(names, (key, item), strict=True) if name})
            if node.test is not None and not is_true(self.value(node.test, inside)):
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
            return stepped(self.value(node.root, scope), steps)
        first = steps[0] if steps else None
        if node.root in scope.values:
            return stepped(scope.values[node.root], steps)
        if not isinstance(first, Member):
            return stepped(named(node.root), steps)
        if node.root == "path":
            return stepped("." if first.name in {"module", "root", "cwd"} else named(f"path.{first.name}"), steps[1:])
        if node.root in _NAMED_VALUES:
            name = f"{node.root}.{first.name}"
            return stepped(scope.values[name] if name in scope.values else named(name), steps[1:])
        if node.root != "data":
            return of_resource(f"{node.root}.{first.name}", steps[1:], scope)
        if len(steps) > 1 and isinstance(second := steps[1], Member):
            return of_resource(f"data.{first.name}.{second.name}", steps[2:], scope)
        return stepped(named(node.root), steps)

    def _key(self, step: Index, scope: Scope) -> EvaluatedStep:
        return Key(self.value(step.key, scope))


def _as_parts(value: Value) -> Iterator[Part]:
    """Yield a value as parts of a string; a list or an object has no place there, but a document is text."""
    if isinstance(value, Document) and is_plain(value.content):
        yield json.dumps(value.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return
    parts = parts_of(value)
    yield from parts if parts is not None else [unevaluated(value)]
