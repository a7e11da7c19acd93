"""Where things lie in a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Project:
    """A checkout; every path is absolute. What set-up makes stays below the root, in folders that git ignores."""

    root: Path

    @property
    def venv(self) -> Path:
        """The project's venv, made by pipenv."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the project's venv."""
        return self.venv / "bin" / "python"

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
        return self.root / "Pipfile.lock"

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


PROJECT: Final = Project(Path(__file__).resolve().parents[2])
