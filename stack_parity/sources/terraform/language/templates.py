"""Values of Terraform's JSON syntax, in which every string is a template.

Source: Terraform language, "JSON configuration syntax" and "Strings and templates".
"""

from __future__ import annotations

import re
from typing import Final

from stack_parity.model.values import Document, Ref, Unknown, Value
from stack_parity.sources.terraform.language.evaluation import Evaluator, TooLongError
from stack_parity.sources.terraform.language.parser import parse, parse_template
from stack_parity.sources.terraform.language.steps import Scope
from stack_parity.sources.terraform.language.tokens import ExpressionSyntaxError
from stack_parity.sources.terraform.language.written import Verbatim, unevaluated

NOWHERE: Final = Scope()
"""The scope in which no name has a value."""

_NAMED: Final = re.compile(r"\b((?:data\.)?[A-Za-z][A-Za-z0-9]*_\w+\.[A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*)*)")


def evaluate(value: object, scope: Scope = NOWHERE) -> Value:
    """Evaluate every template inside a JSON value."""
    if isinstance(value, str):
        return template(value, scope) if "${" in value or "%{" in value else value
    if isinstance(value, list):
        return [evaluate(item, scope) for item in value]
    if isinstance(value, dict):
        return {str(key): evaluate(item, scope) for key, item in value.items()}
    return plain(value)


def plain(value: object) -> Value:
    """Return a JSON value in which strings are text.

    Raises:
        TypeError: when it is none.
    """
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"no JSON value: {type(value).__name__}")


def template(source: str, scope: Scope = NOWHERE) -> Value:
    """Return the value of one string."""
    try:
        return _settled(Evaluator().text(parse_template(source), scope))
    except (ExpressionSyntaxError, TooLongError, RecursionError):
        return _unread(source)


def expression(source: str, scope: Scope = NOWHERE) -> Value:
    """Return the value of what may stand between `${` and `}`."""
    try:
        return _settled(Evaluator().value(parse(source), scope))
    except (ExpressionSyntaxError, TooLongError, RecursionError):
        return _unread(source)


def _settled(value: Value) -> Value:
    """Return a whole resource as its id, which is what Terraform takes for it where a text is asked for."""
    if isinstance(value, Ref) and not value.attribute:
        return Ref(value.address, "id")
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items()}
    return Document(_settled(value.content)) if isinstance(value, Document) else value


def _unread(source: str) -> Unknown:
    """Return what is beyond this reader (a directive, a heredoc): its text, in which references are such."""
    pieces: list[Verbatim | Value] = []
    end = 0
    for match in _NAMED.finditer(source):
        pieces += [Verbatim(source[end : match.start()]), Ref(match[1], match[2].removeprefix("."))]
        end = match.end()
    return unevaluated(*pieces, Verbatim(source[end:]), reason=f"the expression {source}")
