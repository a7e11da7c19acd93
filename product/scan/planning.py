"""Plans of every environment, made by real Terraform against the emulator: of the app, and of the Pulumi version."""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import tap_emulator
from stack_parity.emit import emit, save
from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.registered import to_program
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation

PULUMI: Final = "pulumi_program"
TIMEOUT_SECONDS: Final = 300
LOCAL_STATE: Final[Mapping[str, Any]] = {"terraform": {"backend": {"local": {}}}}
"""Instead of the environment's own backend: nothing is applied, and no bucket is needed."""


def plan_environments(workstation: Workstation) -> dict[str, Any]:
    """Synthesize the app, plan every stack for an empty account, and return the plans by environment.

    Raises:
        UserError: a tool is missing.
        subprocess.CalledProcessError: a program failed, with what it said.
    """
    toolbox, root = find_toolbox(workstation), workstation.project.root
    app = shlex.split(json.loads((root / "cdktf.json").read_text("utf-8"))["app"])
    with tempfile.TemporaryDirectory() as folder, tap_emulator.running() as aws:
        variables = toolbox.variables(aws.variables(workstation.variables))
        _run(app, root, {**variables, "CDKTF_OUTDIR": folder})
        stacks = sorted(file.parent for file in Path(folder).glob("stacks/*/cdk.tf.json"))
        return {stack.name: _plan(stack, str(toolbox.terraform.path), variables) for stack in stacks}


def plan_pulumi(workstation: Workstation, environments: Iterable[str]) -> dict[str, Any]:
    """Run the Pulumi version, write what it registers as Terraform JSON, and return the plans by environment.

    Raises:
        UserError: a tool is missing.
        subprocess.CalledProcessError: a program failed, with what it said.
    """
    toolbox, project = find_toolbox(workstation), workstation.project.root / PULUMI
    plans = {}
    with tempfile.TemporaryDirectory() as folder, tap_emulator.running() as aws:
        variables = toolbox.variables(aws.variables(workstation.variables))
        for environment in environments:
            program = to_program(capture(project, environment), kind="Pulumi program", folder=project)
            stack = Path(folder, environment)
            stack.mkdir()
            save(emit(program, project), stack)
            plans[environment] = _plan(stack, str(toolbox.terraform.path), variables)
    return plans


def _plan(stack: Path, terraform: str, variables: Mapping[str, str]) -> Any:
    (stack / "state_override.tf.json").write_text(json.dumps(LOCAL_STATE), "utf-8")
    _run([terraform, "init", "-input=false", "-no-color"], stack, variables)
    _run([terraform, "plan", "-input=false", "-no-color", "-out=scan.plan"], stack, variables)
    return json.loads(_run([terraform, "show", "-json", "scan.plan"], stack, variables))


def _run(command: list[str], folder: Path, variables: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=True
    )
    return done.stdout
