"""The event that a function is invoked with, read from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError

LARGEST: Final = 6_291_456
"""Bytes of an event ("Lambda quotas" in the Lambda developer guide)."""


def read_event(file: Path) -> bytes:
    """Read an event as it is to be sent.

    Raises:
        UserError: it cannot be read, is no JSON in UTF-8, or is larger than AWS Lambda takes.
    """
    try:
        with file.open("rb") as opened:
            event = opened.read(LARGEST + 1)
    except OSError as error:
        raise UserError(f"The event {file} cannot be read: {error.strerror}. Name a file that holds JSON.") from None
    if len(event) > LARGEST:
        raise UserError(f"The event {file} is too large: AWS Lambda takes at most {LARGEST:,} bytes. Shorten it.")
    try:
        json.loads(event.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UserError(f"The event {file} is no JSON in UTF-8: {error}. Correct the file.") from None
    return event
