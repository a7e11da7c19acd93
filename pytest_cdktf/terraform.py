"""Real Terraform over a synthesized stack, without its state: nothing is read from it, nothing is written to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_cdktf.stack import Json, SynthesizedStack

SECONDS: Final = 1200
"""The longest that one command may take; a first download of the AWS provider is 675 MB."""

NO_PROVIDER: Final = ("Failed to query available provider packages", "Failed to install provider")
"""What Terraform says when it does not get a provider."""


class TerraformMissing(Exception):  # noqa: N818 - no error: a reason to skip
    """Terraform or a provider cannot be had here; the text says what is missing and how to get it."""


@dataclass(frozen=True)
class TerraformProgram:
    """A Terraform.

    Attributes:
        path: the program.
        variables: all that it inherits.
    """

    path: Path
    variables: Mapping[str, str]


def find_program(variables: Mapping[str, str]) -> TerraformProgram:
    """Return the Terraform that TERRAFORM_BINARY_NAME names, else the one on PATH.

    Raises:
        TerraformMissing: there is none.
    """
    name = variables.get("TERRAFORM_BINARY_NAME", "terraform")
    found = shutil.which(name, path=variables.get("PATH", os.defpath))
    if found is None:
        raise TerraformMissing(
            f"Terraform is missing: there is no {name!r} on PATH. Install it, or name it in TERRAFORM_BINARY_NAME."
        )
    return TerraformProgram(Path(found), {**variables, "CHECKPOINT_DISABLE": "1"})


@dataclass(frozen=True)
class Terraform:
    """Runs Terraform over stacks, each in a folder of its own.

    Attributes:
        program: the Terraform.
        folder: takes the folders.
    """

    program: TerraformProgram
    folder: Path
    _prepared: dict[Path, Path] = field(default_factory=dict)

    def validate(self, stack: SynthesizedStack) -> None:
        """Check a stack against the schemas of its providers.

        Raises:
            AssertionError: it is not valid, with every diagnostic.
        """
        answer = self._run(stack, "validate", "-json")
        diagnostics = json.loads(answer.stdout)["diagnostics"]
        if diagnostics:
            raise AssertionError("\n".join(f"{stack.name}: {_line(diagnostic)}" for diagnostic in diagnostics))

    def plan(self, stack: SynthesizedStack, **variables: str) -> Json:
        """Return what Terraform would do with nothing there yet, as `terraform show -json` describes a plan.

        Args:
            stack: what is planned.
            variables: such as the endpoint and the credentials of an emulated AWS; providers ask for credentials.

        Raises:
            AssertionError: Terraform failed, with what it said.
        """
        self._succeed(stack, "plan", "-input=false", "-no-color", "-lock=false", "-out=tested.plan", **variables)
        plan: Json = json.loads(self._succeed(stack, "show", "-json", "tested.plan", **variables))
        return plan

    def _succeed(self, stack: SynthesizedStack, *arguments: str, **variables: str) -> str:
        answer = self._run(stack, *arguments, **variables)
        if answer.returncode != 0:
            raise AssertionError(f"{stack.name}: terraform {arguments[0]} failed\n{answer.stdout}{answer.stderr}")
        return answer.stdout

    def _run(self, stack: SynthesizedStack, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        folder = self._prepared.get(stack.folder) or self._prepare(stack)
        return self._call(folder, *arguments, **variables)

    def _prepare(self, stack: SynthesizedStack) -> Path:
        """Copy a stack, take its state away, and initialize it.

        Raises:
            TerraformMissing: a provider cannot be had.
            AssertionError: Terraform failed otherwise.
        """
        folder = self.folder / f"{stack.name}-{len(self._prepared)}"
        shutil.copytree(stack.folder, folder, ignore=shutil.ignore_patterns(".terraform"))
        stateless = {"terraform": {"backend": {"local": {"path": "tested.tfstate"}}}}
        (folder / "stateless_override.tf.json").write_text(json.dumps(stateless), "utf-8")
        answer = self._call(folder, "init", "-input=false", "-no-color")
        if any(sign in answer.stderr for sign in NO_PROVIDER):
            raise TerraformMissing(
                f"Terraform did not get a provider of {stack.name}: check the network or the mirror."
            )
        if answer.returncode != 0:
            raise AssertionError(f"{stack.name}: terraform init failed\n{answer.stderr}")
        self._prepared[stack.folder] = folder
        return folder

    def _call(self, folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program.path, *arguments],
            cwd=folder,
            env={**self.program.variables, **variables},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )


def _line(diagnostic: Mapping[str, Any]) -> str:
    place = diagnostic.get("address") or diagnostic.get("snippet", {}).get("context") or "the stack"
    detail = " ".join(diagnostic.get("detail", "").split())
    return f"{diagnostic['severity']} in {place}: {diagnostic['summary']}. {detail}".strip()
