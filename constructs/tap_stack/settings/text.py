"""What every text of settings must be, whatever its field: text that reaches AWS unchanged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from pydantic_core import PydanticCustomError

from tap_stack.secret_shapes import secret_in_text
from tap_stack.settings.rules import broken_rule
from tap_stack.settings.user_tables import ITS_PLACE, NO_PLACE_FOR_IT

_UNSENDABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_TOKEN: Final = re.compile(r"[$#&]\{TfToken\[")

_of_a_file: ContextVar[bool] = ContextVar("of_a_file", default=False)


@contextmanager
def texts_of_a_file() -> Iterator[None]:
    """Take what looks like a token of the framework as text: no file can hold a real one."""
    before = _of_a_file.set(True)
    try:
        yield
    finally:
        _of_a_file.reset(before)


def text_fault(value: object) -> PydanticCustomError | None:
    """Say what keeps a value's texts from arriving as they are, or None.

    Args:
        value: of any field; texts in tables and lists are looked at, too.
    """
    for name, text in _texts(value):
        if found := _UNSENDABLE.search(text):
            rule = "text without control characters but tabs and line breaks (AWS APIs)"
            return broken_rule(f"{name}the character U+{ord(found[0]):04X}", rule, "remove the character")
        if kind := secret_in_text(text):
            return broken_rule(f"{name}what looks like {kind}", NO_PLACE_FOR_IT, ITS_PLACE)
        if isinstance(value, Path):
            continue
        if not unicodedata.is_normalized("NFC", text):
            rule = "text in Unicode's composed form, NFC: Terraform would change any other into it"
            return broken_rule(f"{name}decomposed characters", rule, "write the characters in their composed form")
        if _TOKEN.search(text) and not _of_a_file.get():
            rule = "settings are known at synthesis; every text in them is literal"
            remedy = "pass tokens to TapStack.add_environment, or write the value itself"
            return broken_rule(f"{name}a token of the framework", rule, remedy)
    return None


def _texts(value: object) -> Iterator[tuple[str, str]]:
    """Walk the texts of a value, each with the part of a message that says where it stands in it."""
    match value:
        case str() | Path():
            yield "", str(value)
        case Mapping():
            for key, inner in value.items():
                yield "in a name, ", key
                yield from ((f"in {key!r}, ", text) for _, text in _texts(inner))
        case tuple():
            for inner in value:
                yield from _texts(inner)
