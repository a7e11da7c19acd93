"""From the text of an expression to its parts. Source: HCL native syntax, "Expressions" and "Templates"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from stack_parity.sources.terraform.language.literals import number, unquoted
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
    Step,
    Traversal,
)
from stack_parity.sources.terraform.language.tokens import ExpressionSyntaxError, Token, end_of_template, tokens

_LEVELS: Final = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
"""Operators with two operands, the weakest first."""

_STRENGTH: Final = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}

_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_DEEPEST: Final = 100
_LITERAL: Final = re.compile(r"[^$%]+|\$\$\{|%%\{|\$(?!\{)|%(?!\{)")


@lru_cache(maxsize=4096)
def parse(source: str) -> Node:
    """Return the parts of one expression.

    Raises:
        ExpressionSyntaxError: when it is none, or is nested too deeply.
    """
    parser = _Parser(source)
    node = parser.expression()
    parser.expect("end")
    return node


@lru_cache(maxsize=4096)
def parse_template(source: str) -> tuple[str | Node, ...]:
    """Return the literal parts and expressions of a string, without its quotes and escapes.

    Raises:
        ExpressionSyntaxError: when an expression in it is none, or where it has a directive (`%{if …}`).
    """
    parts: list[str | Node] = []
    literal, position = "", 0
    while position < len(source):
        match = _LITERAL.match(source, position)
        if match is not None:
            text = match.group()
            literal += text[1:] if text in {"$${", "%%{"} else text
            position = match.end()
            continue
        if source[position] == "%":
            raise ExpressionSyntaxError("a directive")
        end = end_of_template(source, position + 2)
        parts += [literal] if literal else []
        literal = ""
        parts.append(parse(source[position + 2 : end].strip("~")))
        position = end + 1
    return (*parts, literal) if literal or not parts else tuple(parts)


class _Parser:
    def __init__(self, source: str) -> None:
        self._tokens = list(tokens(source))
        self._position = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _advance(self) -> Token:
        token = self._next
        self._position += token.kind != "end"
        return token

    def _take(self, *marks: str) -> bool:
        found = self._next.kind == "mark" and self._next.text in marks
        self._position += found
        return found

    def expect(self, kind: str, text: str | None = None) -> str:
        """Take the next token, which must be of a kind and, where one is given, of a text."""
        token = self._advance()
        if token.kind != kind or text not in (None, token.text):
            raise ExpressionSyntaxError(token.text)
        return token.text

    def expression(self) -> Node:
        """Parse what stands at the current token."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionSyntaxError("nested too deeply")
        node = self._binary(0)
        if self._take("?"):
            then = self.expression()
            self.expect("mark", ":")
            node = Condition(node, then, self.expression())
        self._depth -= 1
        return node

    def _binary(self, weakest: int) -> Node:
        node = self._unary()
        while self._next.kind == "mark" and _STRENGTH.get(self._next.text, -1) >= weakest:
            operator = self._advance().text
            node = Operation(operator, (node, self._binary(_STRENGTH[operator] + 1)))
        return node

    def _unary(self) -> Node:
        signs = []
        while self._next.kind == "mark" and self._next.text in {"-", "!"}:
            signs.append(self._advance().text)
        node = self._with_steps(self._term())
        for sign in reversed(signs):
            node = Operation(sign, (node,))
        return node

    def _term(self) -> Node:
        token = self._advance()
        if token.kind == "number":
            return Literal(number(token.text))
        if token.kind == "string":
            return Quoted(parse_template(unquoted(token.text)))
        if token.kind == "name":
            return self._named(token.text)
        if token.text == "(" and token.kind == "mark":
            node = self.expression()
            self.expect("mark", ")")
            return node
        if token.text == "[" and token.kind == "mark":
            return self._array()
        if token.text == "{" and token.kind == "mark":
            return self._object()
        raise ExpressionSyntaxError(token.text)

    def _named(self, name: str) -> Node:
        if self._take("("):
            return self._call(name)
        return Literal(_CONSTANTS[name]) if name in _CONSTANTS else Traversal(name, ())

    def _call(self, name: str) -> Call:
        arguments: list[Node] = []
        spread = False
        while not self._take(")"):
            arguments.append(self.expression())
            spread = self._take("...")
            if not self._take(","):
                self.expect("mark", ")")
                break
        return Call(name, tuple(arguments), spread)

    def _with_steps(self, node: Node) -> Node:
        steps: list[Step] = []
        while True:
            if self._take("."):
                steps += self._member()
            elif self._take("["):
                steps.append(self._index())
            else:
                break
        if not steps:
            return node
        return (
            Traversal(node.root, (*node.steps, *steps)) if isinstance(node, Traversal) else Traversal(node, (*steps,))
        )

    def _member(self) -> list[Step]:
        if self._take("*"):
            return [Splat()]
        token = self._advance()
        if token.kind == "number":  # `.0`, the older form of `[0]`; `.0.1` is one token
            return [Index(Literal(int(part))) for part in token.text.split(".") if part.isdigit()]
        if token.kind != "name":
            raise ExpressionSyntaxError(token.text)
        return [Member(token.text)]

    def _index(self) -> Step:
        if self._take("*"):
            self.expect("mark", "]")
            return Splat()
        key = self.expression()
        self.expect("mark", "]")
        return Index(key)

    def _array(self) -> Node:
        if self._is_for():
            return self._for("]")
        items: list[Node] = []
        while not self._take("]"):
            items.append(self.expression())
            if not self._take(","):
                self.expect("mark", "]")
                break
        return Array(tuple(items))

    def _object(self) -> Node:
        if self._is_for():
            return self._for("}")
        pairs: list[tuple[Node, Node]] = []
        while not self._take("}"):
            key = self.expression()
            if isinstance(key, Traversal) and isinstance(key.root, str) and not key.steps:
                key = Quoted((key.root,))
            if not self._take("=", ":"):
                raise ExpressionSyntaxError(self._next.text)
            pairs.append((key, self.expression()))
            self._take(",")
        return Object(tuple(pairs))

    def _is_for(self) -> bool:
        after = self._tokens[min(self._position + 1, len(self._tokens) - 1)]
        return self._next == Token("name", "for") and after.kind == "name"

    def _for(self, end: str) -> For:
        self.expect("name", "for")
        variables = [self.expect("name")]
        while self._take(","):
            variables.append(self.expect("name"))
        self.expect("name", "in")
        collection = self.expression()
        self.expect("mark", ":")
        name, result = None, self.expression()
        if end == "}":
            self.expect("mark", "=>")
            name, result = result, self.expression()
        grouped = self._take("...")
        test = None
        if self._next == Token("name", "if"):
            self._advance()
            test = self.expression()
        self.expect("mark", end)
        return For(tuple(variables), collection, name, result, test, grouped)
