"""Reads a module of Lambda's Python without running it: its syntax and the names that it binds at its top level.

The grammar is Python 3.12's, the runtime's. A newer interpreter parses by that version's features. Python 3.11 cannot
parse what 3.12 added: a file that it refuses and that shows such grammar is searched line by line for its names, and
faults of its syntax are left to Lambda. (parso, which knows versions, refuses `match` and nested f-strings.)
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

LAMBDA_PYTHON: Final = (3, 12)
"""The version of the runtime that every function gets."""

SIZE_LIMIT: Final = 5_000_000
"""Bytes of a module that are read; a module of code is far smaller."""

_NEW_GRAMMAR: Final = re.compile(r"^\s*(?:type\s+\w+\s*[=\[]|(?:async\s+def|def|class)\s+\w+\s*\[)", re.MULTILINE)
"""Type statements and type parameters (PEP 695), which came with 3.12."""

_F_STRING: Final = re.compile(r"\b(?:f|fr|rf)[\"']", re.IGNORECASE)
"""In the line that 3.11 refuses: 3.12 lets an f-string nest its own quotes (PEP 701)."""

_BINDING: Final = re.compile(r"^\s*(?:(?:async\s+def|def|class)\s+(\w+)|(\w+)\s*(?::[^=\n]+)?=(?!=))", re.MULTILINE)
"""A definition or an assignment, for files that the interpreter cannot parse."""


class UnreadableSourceError(Exception):
    """A module that cannot be read; the message says why."""


@dataclass(frozen=True)
class BoundNames:
    """What a module binds at its top level."""

    names: frozenset[str]
    stars: tuple[tuple[int, str], ...]
    """Modules of which it imports everything: dots of a relative import, and the name."""

    @property
    def answers_for_any(self) -> bool:
        """Whether the module computes its attributes (PEP 562)."""
        return "__getattr__" in self.names


def bound_names(file: Path) -> BoundNames:
    """Read the names that a module binds at its top level, inside `if`, `try`, `with` and loops too.

    Raises:
        UnreadableSourceError: the file is no Python 3.12, too large, nested too deeply, or cannot be read.
    """
    try:
        if file.stat().st_size > SIZE_LIMIT:
            raise UnreadableSourceError(f"has more than {SIZE_LIMIT:,} bytes")
        source = file.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(f"cannot be read: {error.strerror}") from None
    return _bound_in(source)


@lru_cache(maxsize=8)  # the environments of a project have their code in common
def _bound_in(source: bytes) -> BoundNames:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the user's code, which is not the subject here
            tree = ast.parse(source, feature_version=LAMBDA_PYTHON if sys.version_info > LAMBDA_PYTHON else None)
        return BoundNames(frozenset(_names(tree.body)), tuple(_stars(tree.body)))
    except SyntaxError as error:
        if names := _names_of_newer(source, error):
            return names
        raise UnreadableSourceError(f"is not valid Python: line {error.lineno}: {error.msg}") from None
    except ValueError as error:  # a NUL in the source
        raise UnreadableSourceError(f"is not valid Python: {error}") from None
    except (RecursionError, MemoryError):
        raise UnreadableSourceError("is nested too deeply for Python") from None


def _names_of_newer(source: bytes, error: SyntaxError) -> BoundNames | None:
    """Search a file line by line that only a newer Python than this one can parse; None for any other."""
    if sys.version_info >= LAMBDA_PYTHON:
        return None
    text = source.decode("utf-8", "replace")
    line = text.splitlines()[max(0, min(error.lineno or 1, text.count("\n") + 1) - 1) :][:1]
    if not (_NEW_GRAMMAR.search(text) or any(map(_F_STRING.search, line))):
        return None
    return BoundNames(frozenset(defined or assigned for defined, assigned in _BINDING.findall(text)), ())


def _names(body: list[ast.stmt]) -> Iterator[str]:
    for node in _top_level(body):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases):
                yield from (alias.asname or alias.name.split(".")[0] for alias in aliases)
            case ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)
            case ast.Name(id=name, ctx=ast.Store()) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


def _stars(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    for node in _top_level(body):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            yield node.level, node.module or ""


def _top_level(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Walk what runs at import, in no order and without recursion: not into functions, classes, comprehensions."""
    todo: list[ast.AST] = [*body]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, _SCOPES):
            todo += ast.iter_child_nodes(node)


_SCOPES: Final = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
"""Nodes with names of their own."""
