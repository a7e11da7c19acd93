"""Where things lie in a checkout."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LOCKS: Final = Path(__file__).with_name("locks")
"""The locks of the checkout that an installed `tap` was built from; absent in a checkout, which has its own."""

IS_INSTALLED: Final = _LOCKS.is_dir()
"""Whether `tap` runs from a wheel, in a project of the user's own, and not in its checkout."""


_TARGET: Final = re.compile(
    r"\bmake (setup|demo|emulator|plan|deploy|destroy)\b(?: ENV=(\w+))?(?: \(or: pipenv sync --dev\))?"
)


@dataclass(frozen=True)
class Project:
    """A checkout, or a project of a user's own; every path is absolute.

    What set-up makes stays below the root, in folders that git ignores. The packages of a project of a user's own are
    those of the environment that `tap` is installed in.
    """

    root: Path
    is_own: bool = False

    @property
    def venv(self) -> Path:
        """The project's venv, made by pipenv; for a project of a user's own, the one that runs."""
        return Path(sys.prefix) if self.is_own else self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the project's venv."""
        return Path(sys.executable) if self.is_own else self.venv / "bin" / "python"

    @property
    def tools(self) -> Path:
        """What set-up needs for itself."""
        return self.root / ".tools"

    @property
    def pipenv(self) -> Path:
        """The pipenv that set-up uses, in a venv of its own."""
        return self.tools / "pipenv" / "bin" / "pipenv"

    @property
    def lambda_python(self) -> Path:
        """The Python 3.12 that runs functions; absent where this machine has none."""
        return self.tools / "lambda" / "bin" / "python"

    @property
    def embedded_terraform(self) -> Path:
        """The venv with Terraform as a library; absent where the user has a Terraform."""
        return self.tools / "terraform"

    @property
    def plugin_cache(self) -> Path:
        """Terraform's providers, kept once for all stacks."""
        return self.tools / "terraform-plugins"

    @property
    def node_modules(self) -> Path:
        """The cdktf command line and what it needs."""
        return self.root / "node_modules"

    @property
    def cdktf(self) -> Path:
        """The project's own cdktf command line."""
        return self.node_modules / ".bin" / "cdktf"

    @property
    def pipfile_lock(self) -> Path:
        """Every Python dependency with its hashes."""
        return (_LOCKS if self.is_own else self.root) / "Pipfile.lock"

    @property
    def package_lock(self) -> Path:
        """Every Node dependency with its hashes."""
        return self.root / "package-lock.json"

    @property
    def provider_lock(self) -> Path:
        """The version of the AWS provider and its checksums, as Terraform locks it."""
        return self.root / "terraform.lock.hcl"

    @property
    def demos(self) -> Path:
        """A folder for each demo that runs, or that failed."""
        return self.root / ".demo"

    @property
    def output(self) -> Path:
        """What is synthesized, unless a variable of the framework says otherwise."""
        return self.root / "cdktf.out"

    @property
    def pulumi(self) -> Path:
        """The Pulumi version of the same architecture; a project may be without one."""
        return self.root / "pulumi_program"

    @property
    def environments(self) -> Path:
        """One file of settings for each environment."""
        return self.root / "environments"


def _find_project() -> Project:
    """Return the checkout; from a wheel, the project that the current folder lies in, or the current folder."""
    if not IS_INSTALLED:
        return Project(Path(__file__).resolve().parents[2])
    here = Path.cwd()
    return Project(next((each for each in (here, *here.parents) if (each / "cdktf.json").is_file()), here), is_own=True)


PROJECT: Final = _find_project()
PROVIDER_LOCK: Final = (_LOCKS if IS_INSTALLED else PROJECT.root) / "terraform.lock.hcl"
"""The lock that a new project begins with."""


def in_own_words(message: str) -> str:
    """Name verbs as a project of a user's own has them, without a Makefile: `make demo ENV=dev` is `tap demo dev`."""
    if not IS_INSTALLED:
        return message
    return _TARGET.sub(lambda found: " ".join(filter(None, ("tap", *found.groups()))), message)
