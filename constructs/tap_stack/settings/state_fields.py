"""The kinds of value that say where a state lies, each with its rule."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from tap_stack.settings.rules import Rule, broken_rule

MADE: Final = frozenset({"cdktf.out", "node_modules", ".venv", ".tools", ".terraform", ".demo", ".git"})
"""Folders of a project that tools make: a state in one of them would go with it."""


def _check_backend_text(text: str) -> str:
    if re.search(r"TfToken\[|-[0-9.]+e\+?[0-9]", text):
        rule = "text that the framework does not take for a token of its own; the settings of a state have no escape"
        raise broken_rule(repr(text), rule, "choose another name")
    return text


def _check_project_path(path: str) -> str:
    if PurePosixPath(path).is_absolute() or re.match(r"[A-Za-z]:|\\", path) or ".." in PurePosixPath(path).parts:
        rule = "a path relative to the project, inside it: the synthesized output is the same on every machine"
        raise broken_rule(repr(path), rule, "write it like 'terraform.dev.tfstate'")
    return path


def _check_state_file(path: str) -> str:
    if made := MADE.intersection(PurePosixPath(path).parts[:1]):
        rule = "a path outside of what tools make anew or take away"
        raise broken_rule(f"{path!r}, in {min(made)}", rule, "write it like 'terraform.dev.tfstate'")
    if not re.search(r"[^/]\.tfstate\Z", path) or not path.isprintable():
        rule = "printable text that ends in .tfstate: Terraform overwrites the file, and git ignores it"
        raise broken_rule(repr(path), rule, "write it like 'terraform.dev.tfstate'")
    return path


ProjectPath = Annotated[
    str,
    Field(min_length=1, max_length=255),
    AfterValidator(_check_project_path),
    AfterValidator(_check_backend_text),
    AfterValidator(_check_state_file),
    Rule("a relative path inside the project that ends in .tfstate, up to 255 characters"),
]
BucketName = Annotated[
    str,
    Field(min_length=3, max_length=63, pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$"),
    Rule("3 to 63 lower-case letters, digits, hyphens and single dots (Amazon S3)"),
]
ObjectKey = Annotated[
    str,
    Field(pattern=r"^[^/\s](?:.{0,1022}[^/\s])?$"),
    AfterValidator(_check_backend_text),
    Rule("1 to 1024 characters, no / at either end (Terraform's S3 backend)"),
]
