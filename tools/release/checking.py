"""Checks what was built without installing it: metadata, licence, types, and exactly the files of its packages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from packaging.metadata import Metadata

from tools.release.distributions import ROOT, VERSION, Distribution

UNWANTED: Final = re.compile(r"^(?!tap_cli/template/).*/(tests?|\.[^/]+)/|/__pycache__/|\.(pyc|log|tfstate)$")
"""What a build takes along by mistake; the template of a project has tests and a pipeline."""
SHORT: Final = 120
"""The longest one-line description that an index shows whole."""


def faults(distribution: Distribution, wheel: Path) -> list[str]:
    """Return what is wrong with a wheel, one line each.

    Raises:
        ExceptionGroup: its metadata break the specification, with every fault (from `packaging`).
    """
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = Metadata.from_email(archive.read(_only(names, "METADATA")), validate=True)
    found = [*_of_metadata(metadata), *_of_content(distribution, names)]
    return [f"{wheel.name}: {fault}" for fault in found]


def _of_metadata(metadata: Metadata) -> Iterator[str]:
    if str(metadata.version) != VERSION.read_text("utf-8").strip():
        yield f"its version is {metadata.version}, wheels/VERSION says otherwise"
    if not metadata.description or metadata.description_content_type != "text/markdown":
        yield "it has no README in Markdown"
    if not metadata.summary or len(metadata.summary) > SHORT:
        yield f"its description is missing or has more than {SHORT} characters"
    if metadata.license_expression != "Apache-2.0" or not metadata.license_files:
        yield "its licence is not declared, or its text is missing"
    if metadata.requires_python is None or not metadata.classifiers or not metadata.keywords:
        yield "it lacks the Python that it needs, classifiers or keywords"


def _of_content(distribution: Distribution, names: list[str]) -> Iterator[str]:
    files = {name for name in names if ".dist-info/" not in name}
    expected = {file for package in distribution.packages for file in _source_files(package)}
    for package in distribution.packages:
        if f"{package}/py.typed" not in files:
            yield f"{package} does not say that it is typed: py.typed is missing"
    for name in sorted(files):
        if PurePosixPath(name).parts[0] not in distribution.packages or UNWANTED.search(name):
            yield f"{name} does not belong in it"
    for name in sorted(expected - files):
        if name not in distribution.left_out:
            yield f"{name} is missing"


def _source_files(package: str) -> Iterator[str]:
    """Yield every file of a package in the checkout, as a wheel names it."""
    parent = next(parent for parent in (ROOT, ROOT / "constructs") if (parent / package).is_dir())
    for file in (parent / package).rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(parent).as_posix()


def _only(names: list[str], end: str) -> str:
    (found,) = [name for name in names if name.endswith(f".dist-info/{end}")]
    return found
