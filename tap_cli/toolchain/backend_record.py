"""Terraform's record of the backend that a stack was initialized with.

`terraform init` refuses a backend that differs from its record in anything: the state may have to move. An account
that an environment's file names later moves no state, so that record is then taken away, and made anew by `init`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

RECORD: Final = Path(".terraform", "terraform.tfstate")
PLACE: Final = ("bucket", "key", "region")
ACCOUNTS: Final = "allowed_account_ids"


def forget_backends(output: Path) -> None:
    """Take away the record of each stack whose state stays in its place in S3 while the allowed account changes.

    Args:
        output: the folder of the synthesized stacks.
    """
    for stack in output.glob("stacks/*/cdk.tf.json"):
        record = stack.parent / RECORD
        if record.is_file() and _changes_account_only(stack, record):
            record.unlink()


def _changes_account_only(stack: Path, record: Path) -> bool:
    try:
        recorded = json.loads(record.read_text("utf-8"))["backend"]["config"]
        written = json.loads(stack.read_text("utf-8"))["terraform"]["backend"]["s3"]
    except (ValueError, KeyError, TypeError):
        return False
    is_there = all(recorded.get(name) == written.get(name) for name in PLACE)
    return is_there and (recorded.get(ACCOUNTS) or []) != written.get(ACCOUNTS, [])
