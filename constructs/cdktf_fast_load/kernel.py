"""Node's half: bring kernel_side.js into jsii's kernel the way every package of jsii gets there."""

from __future__ import annotations

import io
import json
import logging
import tarfile
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import jsii

NAME: Final = "cdktf-fast-load"
VERSION: Final = "1.0.0"
SCRIPT: Final = "kernel_side.js"

_log = logging.getLogger(__package__)


@cache
def prepare() -> None:
    """Load the script into the kernel, starting the kernel if it does not run yet; a second time does nothing.

    When the kernel refuses, for whatever reason, it stays as it is, and so loads providers in its own, slow way.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f"{NAME}-") as folder:
            tarball = Path(folder, f"{NAME}.tar")
            tarball.write_bytes(_tarball())
            jsii.load(NAME, VERSION, str(tarball))
    except Exception as error:
        _log.info("the kernel loads providers in its own way: %s", error)


def _tarball() -> bytes:
    """Pack the script as jsii wants it: an npm package with a description of its (no) types, always the same bytes."""
    package = {"name": NAME, "version": VERSION}
    contents = {
        "package.json": json.dumps({**package, "main": SCRIPT}).encode(),
        ".jsii": json.dumps({**package, "schema": "jsii/0.10.0", "jsiiVersion": "5.8.0", "types": {}}).encode(),
        SCRIPT: files(__package__).joinpath(SCRIPT).read_bytes(),
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
