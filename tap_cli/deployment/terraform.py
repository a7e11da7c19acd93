"""Terraform in the folder of one synthesized stack: makes a plan, saves it, applies exactly that, and tells of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from tap_cli.deployment.changes import Changes, changes_of, changes_of_messages
from tap_cli.deployment.isolated import CHANGES, NO_PROVIDER, shortened
from tap_cli.deployment.locks import SUMMARY, LockHeldError, lock_of_message
from tap_cli.deployment.retries import Retries
from tap_cli.deployment.saved_plan import STALE
from tap_cli.deployment.terraform_process import Ended, follow
from tap_cli.errors import UserError
from tap_cli.toolchain.provider import advice
from tap_cli.toolchain.toolbox import Toolbox

TOLD: Final = ("apply_start", "apply_progress", "apply_complete", "apply_errored")
"""The messages of `terraform apply -json` that the user is told (Terraform's machine-readable UI)."""

STALE_SUMMARY: Final = "Saved plan is stale"
"""How Terraform refuses a plan whose state has changed since."""

MOVED: Final = "Backend configuration changed"
"""How `terraform init` refuses a state that lies elsewhere than at the last time."""

Json = dict[str, Any]


class InterruptedRunError(UserError):
    """Terraform was asked to stop, finished what was under way and saved its state."""

    exit_code: ClassVar[int] = 130


@dataclass
class Terraform:
    """Terraform in the folder of one stack.

    Attributes:
        toolbox: the tools.
        stack: the folder of the stack's `cdk.tf.json`.
        variables: all that Terraform inherits.
        scratch: a folder of this run, for its logs.
        announce: called with each line that the user is to know.
    """

    toolbox: Toolbox
    stack: Path
    variables: Mapping[str, str]
    scratch: Path
    announce: Callable[[str], None]
    _diagnostics: list[Json] = field(default_factory=list)
    _planned: list[Json] = field(default_factory=list)
    _given_up: str = ""

    @property
    def log(self) -> Path:
        """Everything that Terraform printed."""
        return self.scratch / "terraform.log"

    def init(self, *options: str) -> None:
        """Initialize the folder.

        Args:
            options: further options of `terraform init`.

        Raises:
            UserError: Terraform failed.
        """
        ended = self._run(["init", "-input=false", "-no-color", *options])
        if ended.code != 0:
            said = self.log.read_text("utf-8", "replace").splitlines()
            if any(MOVED in line for line in said):
                raise UserError(
                    f"[state] of environments/{self.stack.name}.toml names another place than the one that was used "
                    f"last. Take the state there: tap move-state {self.stack.name} --from OLD, such as "
                    f"terraform.{self.stack.name}.tfstate or s3://BUCKET/KEY"
                )
            remedy = f"\n{advice(self.toolbox.provider)}" if any(NO_PROVIDER in line for line in said) else ""
            raise UserError(f"terraform init ended with exit code {ended.code}:\n{shortened(said)}{remedy}")

    def plan(self, saved: Path, *options: str) -> Changes:
        """Make a plan and save it.

        Args:
            saved: the file for it; it holds what may be secret.
            options: further options of `terraform plan`.

        Returns:
            What it would change.

        Raises:
            UserError: Terraform failed; LockHeldError where somebody else holds the lock.
        """
        command = ["plan", "-json", "-input=false", "-detailed-exitcode", f"-out={saved}", *options]
        code = self._succeed("plan", command, (0, CHANGES))
        saved.chmod(0o600)
        if code == 0:
            return Changes((), ())
        return changes_of_messages(self._planned) or self.read_plan(saved)

    def read_plan(self, saved: Path) -> Changes:
        """Read what a saved plan would change.

        Raises:
            UserError: it is no plan, or one of another Terraform.
        """
        return changes_of(self._answer("show", "-json", str(saved)))

    def apply(self, saved: Path) -> None:
        """Apply a saved plan, and nothing else.

        Raises:
            UserError: Terraform failed, was killed or was interrupted; what was done until then is in the state,
                but for a kill.
        """
        self._succeed("apply", ["apply", "-json", "-input=false", str(saved)])

    def is_settled(self) -> bool:
        """Plan once more; return whether there is nothing to change.

        Raises:
            UserError: Terraform failed.
        """
        return self._succeed("plan", ["plan", "-json", "-input=false", "-detailed-exitcode"], (0, CHANGES)) == 0

    def state(self) -> Json:
        """Read the state; empty where there is none yet.

        Raises:
            UserError: Terraform failed.
        """
        return self._answer("state", "pull")

    def push_state(self, state: Json) -> None:
        """Replace the state by a later one of the same lineage.

        Raises:
            UserError: Terraform failed, or somebody else has written the state meanwhile.
        """
        file = self.scratch / "state.json"
        file.touch(0o600)
        file.write_text(json.dumps(state), "utf-8")
        self._ask("state", "push", str(file))

    def force_unlock(self, lock: str) -> None:
        """Take a lock away.

        Raises:
            UserError: Terraform failed.
        """
        self._ask("force-unlock", "-force", lock)

    def untaint(self, address: str) -> None:
        """Take away the mark that would replace a resource.

        Raises:
            UserError: Terraform failed.
        """
        self._ask("untaint", address)

    def _answer(self, *arguments: str) -> Json:
        text = self._ask(*arguments)
        answer: Json = json.loads(text) if text.strip() else {}
        return answer

    def _ask(self, *arguments: str) -> str:
        command = [str(self.toolbox.terraform.path), *arguments]
        answer = subprocess.run(
            command, cwd=self.stack, env=self.variables, capture_output=True, text=True, check=False
        )
        if answer.returncode != 0:
            said = (answer.stderr or answer.stdout).splitlines()
            raise UserError(f"terraform {' '.join(arguments[:2])} failed:\n{shortened(said)}")
        return answer.stdout

    def _run(self, arguments: Sequence[str], on_line: Callable[[str], object] = str) -> Ended:
        retries = Retries(self.scratch / "provider.log", self.announce)
        ended = follow(
            [self.toolbox.terraform.path, *arguments],
            cwd=self.stack,
            variables={**self.variables, **retries.variables()},
            log=self.log,
            on_line=on_line,
            on_pause=retries.look,
        )
        self._given_up = retries.given_up
        return ended

    def _succeed(self, verb: str, arguments: Sequence[str], good: tuple[int, ...] = (0,)) -> int:
        self._diagnostics.clear()
        self._planned.clear()
        ended = self._run(arguments, self._hear)
        if self._given_up and ended.code != 0:
            raise UserError(f"terraform {verb} was given up: {self._given_up}. What was done until then is saved.")
        if ended.interrupted and ended.code != 0:
            raise InterruptedRunError(
                f"terraform {verb} was interrupted: it finished what was under way and saved its state."
            )
        if ended.code < 0:
            raise UserError(f"terraform {verb} was killed by signal {-ended.code}, before it could save its state.")
        if ended.code not in good:
            raise self._failure(verb, ended.code)
        return ended.code

    def _hear(self, line: str) -> None:
        try:
            message: Json = json.loads(line)
        except ValueError:
            return  # of a crash, say: it is in the log
        if message.get("type") in TOLD and message["hook"].get("action") != "read":
            self.announce(f"  {message['@message']}")
        elif message.get("type") == "diagnostic" and message["diagnostic"]["severity"] == "error":
            self._diagnostics.append(message["diagnostic"])
        elif message.get("type") in ("planned_change", "outputs"):
            self._planned.append(message)

    def _failure(self, verb: str, code: int) -> UserError:
        texts = [f"{found['summary']}\n{found.get('detail', '')}" for found in self._diagnostics]
        if held := next((text for text in texts if text.startswith(SUMMARY)), None):
            if lock := lock_of_message(held):
                return LockHeldError(f"The state is locked by {lock}.")
            return UserError(f"terraform {verb} did not get the lock of the state:\n{shortened(held.splitlines())}")
        if any(found["summary"] == STALE_SUMMARY for found in self._diagnostics):
            return UserError(STALE)
        said = [
            f"{'' if 'address' not in found else found['address'] + ': '}{text.strip()}"
            for found, text in zip(self._diagnostics, texts, strict=True)
        ] or self.log.read_text("utf-8", "replace").splitlines()[-5:]
        listed = "\n".join(f"  {line}" for text in said for line in text.splitlines() if line.strip())
        return UserError(f"terraform {verb} ended with exit code {code}:\n{listed}")
