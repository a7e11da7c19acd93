"""Builds a distribution: its source archive, and from what that holds, the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

from tools.release.distributions import Distribution

BUILD_SECONDS: Final = 120


class BuildError(Exception):
    """A distribution could not be built; the text is the builder's own."""


def build(distribution: Distribution, output: Path) -> Path:
    """Write the source archive and the wheel of a distribution; return the wheel.

    The archive is made from a copy in which every link is what it leads to: an archive would keep links to files. The
    wheel is made from the unpacked archive, so that whoever has the archive alone gets the same wheel.

    Raises:
        BuildError: the builder refused.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        source = Path(temporary, "source")
        shutil.copytree(distribution.folder, source, ignore=shutil.ignore_patterns("__pycache__"))
        archive = _run("sdist", source, output, f"{distribution.file_name}-*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(temporary, filter="data")
        unpacked = Path(temporary, archive.name.removesuffix(".tar.gz"))
        return _run("wheel", unpacked, output, f"{distribution.file_name}-*.whl")


def _run(target: str, folder: Path, output: Path, pattern: str) -> Path:
    answer = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", output.resolve()],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if answer.returncode != 0:
        raise BuildError(f"{folder.name}: hatchling built no {target}.\n{answer.stderr.strip()}")
    (built,) = output.glob(pattern)
    return built
