"""Makes a new project of the template: whole, or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.project import PROVIDER_LOCK

TEMPLATE: Final = Path(__file__).with_name("template")
NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST: Final = 24
"""Room for the environment and the kind of resource behind it, within the 64 characters of an IAM role's name."""

TEMPLATE_NAME: Final = re.compile(r"\bshop\b")
TEMPLATE_ID: Final = "00000000-0000-0000-0000-000000000000"


def make_project(parent: Path, name: str, *, pulumi: bool) -> Path:
    """Write a project into a new folder of its name; return the folder.

    Raises:
        UserError: the name will not do, the folder holds something, or cannot be written. Nothing is left then.
    """
    _check_name(name)
    folder = parent / name
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError(
                f"{name} exists already and is not an empty folder; nothing was written. Choose another name."
            )
        made = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
        try:
            _fill(made, name, pulumi=pulumi)
            made.chmod(0o755)
            made.replace(folder)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}); nothing was.") from None
    return folder


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise UserError(
            f"{name!r} cannot be the name of a project; nothing was written. It becomes part of names at AWS: up to "
            f"{LONGEST} lower-case letters and digits, with single hyphens between them, beginning with a letter."
        )


def _fill(folder: Path, name: str, *, pulumi: bool) -> None:
    parts = [TEMPLATE / "project", *([TEMPLATE / "pulumi"] if pulumi else [])]
    for part in parts:
        for file in _files(part):
            content = TEMPLATE_NAME.sub(name, file.read_text("utf-8")).replace(TEMPLATE_ID, str(uuid.uuid4()))
            target = folder / file.relative_to(part)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, "utf-8")
    shutil.copy(PROVIDER_LOCK, folder / "terraform.lock.hcl")
    if pulumi:
        settings = shutil.ignore_patterns("__pycache__", "Pulumi.*")
        shutil.copytree(TEMPLATE / "pulumi_program", folder / "pulumi_program", ignore=settings, dirs_exist_ok=True)


def _files(part: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(part):
        if Path(parent).name != "__pycache__":
            yield from (Path(parent, name) for name in sorted(names))
