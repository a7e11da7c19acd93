"""One environment that a command acts on: checked, synthesized, and Terraform initialized for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.guard import check_deployment
from tap_cli.deployment.lock_place import left_lock
from tap_cli.deployment.terraform import Terraform
from tap_cli.errors import UserError
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation
from tap_stack.settings import DeploymentSettings

Announce = Callable[[str], None]


@dataclass(frozen=True)
class Target:
    """One environment that a command acts on.

    Attributes:
        workstation: the checkout and its user.
        deployment: the environment's settings.
        terraform: Terraform in the folder of its synthesized stack.
        announce: called with each line that the user is to know.
    """

    workstation: Workstation
    deployment: DeploymentSettings
    terraform: Terraform
    announce: Announce

    @property
    def name(self) -> str:
        """The environment's name."""
        return self.deployment.settings.environment

    def apply(self, saved: Path) -> None:
        """Apply a saved plan; a failure says whether a lock is left.

        Raises:
            UserError: Terraform failed, was killed or was interrupted.
        """
        try:
            self.terraform.apply(saved)
        except UserError as error:
            lock = left_lock(self.workstation.project, self.deployment)
            left = f"A lock is left: {lock}. Once its holder is dead: tap recover {self.name}" if lock else ""
            what = left or f"No lock is left. What is deployed now: tap plan {self.name}"
            raise type(error)(f"{self.name}: {error}\n{what}") from None

    def prove_settled(self) -> None:
        """Prove by a further plan that nothing is left to change.

        Raises:
            UserError: something is, or Terraform failed.
        """
        if not self.terraform.is_settled():
            raise UserError(f"{self.name}: applied, and yet a further plan has changes. See them: tap plan {self.name}")


@contextmanager
def target(
    workstation: Workstation,
    name: str,
    announce: Announce,
    admit: Callable[[], None] = lambda: None,
    *,
    skip_synth: bool = False,
    init_options: Sequence[str] = (),
) -> Iterator[Target]:
    """Check where it goes, synthesize, and initialize Terraform.

    Args:
        workstation: the checkout and its user.
        name: the environment.
        announce: called with each line that the user is to know.
        admit: called before anything is written; it may refuse.
        skip_synth: take the output that is there.
        init_options: options of `terraform init`.

    Raises:
        UserError: no such environment, what `check_deployment` or `admit` refuses, a missing tool, or a failure.
    """
    deployment = find_environment(workstation.project, name)
    check_deployment(workstation, deployment, announce)
    admit()
    toolbox = find_toolbox(workstation)
    announce(toolbox.describe())
    variables = {**toolbox.variables(workstation.variables), "TF_IN_AUTOMATION": "1"}
    if not skip_synth:
        synthesize(workstation, variables)
    stack = workstation.project.root / variables.get("CDKTF_OUTDIR", "cdktf.out") / "stacks" / name
    if not (stack / "cdk.tf.json").is_file():
        raise UserError(f"{name} is not synthesized. Run: tap synth")
    scratch = Path(tempfile.mkdtemp(prefix=f"tap-{name}-"))  # of mode 0700: the logs in it hold what requests hold
    try:
        terraform = Terraform(toolbox, stack, variables, scratch, announce)
        terraform.init(*init_options)
        yield Target(workstation, deployment, terraform, announce)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def synthesize(workstation: Workstation, variables: Mapping[str, str]) -> None:
    """Synthesize every environment.

    Raises:
        UserError: the app failed; it has said why.
    """
    command = [str(workstation.project.python), "-m", "tap_cli.toolchain.synthesize"]
    app = subprocess.run(command, cwd=workstation.project.root, env=variables, stdout=sys.stderr, check=False)
    if app.returncode != 0:
        raise UserError(f"The app ended with exit code {app.returncode}; what it said is above.")
