"""One environment deployed apart: the stock cdktf command line, then Terraform itself, in a folder of its own.

The folder takes the synthesized output and, since a local state's path starts there, the state too. So this never
touches `cdktf.out/` or a state file of the checkout, and the JSON is what any other synthesis gives.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tap_cli.deployment.deployed_stack import Json, Stack, read_stack
from tap_cli.deployment.steps import Steps
from tap_cli.errors import UserError
from tap_cli.toolchain.process import supervise
from tap_cli.toolchain.provider import advice
from tap_cli.toolchain.stock_cdktf import SKIP_LOCK, cdktf_command
from tap_cli.toolchain.toolbox import Toolbox

COMMAND_SECONDS: Final = 1200.0
"""The longest that one command may take; a first download of the provider is 675 MB."""

CHANGES: Final = 2
"""Exit code of `terraform plan -detailed-exitcode` when there are changes."""

SYNTHESIZE: Final = "synthesize"
INITIALIZE: Final = "initialize Terraform and the provider"
PHASES: Final = (("successfully initialized", "plan"), ("Plan:", "apply"))
"""What Terraform prints when its next phase begins."""

NO_PROVIDER: Final = "Failed to query available provider packages"
"""What Terraform says when it does not reach the provider's source or finds no version there."""

LAST_LINES: Final = 12


@dataclass(frozen=True)
class IsolatedDeployment:
    """An environment that is deployed in a folder of its own.

    Attributes:
        toolbox: the tools that deploy it.
        environment: the stack's id.
        folder: the deployment's own, absolute.
        variables: all that every command inherits.
    """

    toolbox: Toolbox
    environment: str
    folder: Path
    variables: Mapping[str, str]

    @property
    def output(self) -> Path:
        """Where the command line synthesizes to."""
        return self.folder / "cdktf.out"

    @property
    def stack_folder(self) -> Path:
        """Where Terraform runs."""
        return self.output / "stacks" / self.environment

    @property
    def log(self) -> Path:
        """Everything that the commands printed."""
        return self.folder / "deploy.log"

    def deploy(self, steps: Steps) -> None:
        """Synthesize and deploy.

        Raises:
            UserError: the command line failed, with the part of its output that says why.
        """
        manifest = self.output / "manifest.json"  # what a synthesis writes last

        def follow(line: str) -> None:
            if steps.current == SYNTHESIZE and manifest.exists():
                steps.next(INITIALIZE, ago=time.time() - manifest.stat().st_mtime)
            for sign, title in PHASES:
                if sign in line:
                    steps.next(title)

        steps.begin(SYNTHESIZE)
        code = self._cdktf(["deploy", self.environment, "--auto-approve"], follow)
        if code != 0:
            raise self._failure(f"cdktf deploy {self.environment}", code)
        steps.end()

    def destroy(self) -> None:
        """Destroy what was deployed.

        Raises:
            UserError: the command line failed.
        """
        code = self._cdktf(["destroy", self.environment, "--auto-approve", "--skip-synth"])
        if code != 0:
            raise self._failure(f"cdktf destroy {self.environment}", code)

    def check_plan_is_empty(self) -> None:
        """Plan again.

        Raises:
            UserError: Terraform would change something, or failed.
        """
        code = self._supervised(
            [str(self.toolbox.terraform.path), "plan", "-detailed-exitcode", "-input=false", "-no-color"],
            self.stack_folder,
        )
        if code == CHANGES:
            raise UserError(f"A second plan still has changes. They are in {self.log}")
        if code != 0:
            raise self._failure("terraform plan", code)

    def read_stack(self) -> Stack:
        """Read what was deployed, from the state.

        Raises:
            UserError: Terraform failed.
        """
        command = [str(self.toolbox.terraform.path), "state", "pull"]
        try:
            answer = subprocess.run(
                command,
                cwd=self.stack_folder,
                env=self.variables,
                capture_output=True,
                text=True,
                timeout=COMMAND_SECONDS,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            raise UserError(f"terraform state pull failed: {error.stderr.strip()}") from None
        state: Json = json.loads(answer.stdout)
        return read_stack(self.stack_folder, state)

    def _cdktf(self, arguments: Sequence[str], on_line: Callable[[str], object] = str) -> int:
        self.output.mkdir(parents=True, exist_ok=True)
        options = [SKIP_LOCK, "--no-color", "--output", str(self.output)]
        command = cdktf_command(self.toolbox, [*arguments, *options])
        return self._supervised(command, self.toolbox.project.root, on_line)

    def _supervised(self, command: Sequence[str], cwd: Path, on_line: Callable[[str], object] = str) -> int:
        with self.log.open("a", encoding="utf-8") as log:
            return supervise(
                command, cwd=cwd, variables=self.variables, log=log, timeout=COMMAND_SECONDS, on_line=on_line
            )

    def _failure(self, command: str, code: int) -> UserError:
        said = self.log.read_text("utf-8").splitlines()
        remedy = f"\n{advice(self.toolbox.provider)}" if any(NO_PROVIDER in line for line in said) else ""
        return UserError(f"{command} ended with exit code {code}:\n{shortened(said)}{remedy}")


def shortened(said: Sequence[str]) -> str:
    """Return the part of a tool's output that says why it failed: from its first error on, else its last lines."""
    lines = [re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[│╷╵⠀-⣿]", "", line).strip() for line in said]
    start = next((number for number, line in enumerate(lines) if re.search(r"\bError: \S", line)), -LAST_LINES)
    return "\n".join(f"  {line}" for line in [line for line in lines[start:] if line][:LAST_LINES])
