"""`tap synth`."""

from __future__ import annotations

import subprocess

from tap_cli.app import Door
from tap_cli.deployment.environments import check_project
from tap_cli.deployment.synthesis import reason
from tap_cli.errors import UserError


def synth(*, workstation: Door) -> None:
    """Synthesize every environment to Terraform JSON, and name the files.

    Args:
        workstation: The checkout and its user.
    """
    project = workstation.project
    check_project(project)
    app = [str(project.python), "-m", "tap_cli.toolchain.synthesize"]
    environ = workstation.variables
    run = subprocess.run(app, cwd=project.root, env=environ, stderr=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        raise UserError(reason(run.stderr, project.root, lines_shown=None))
    output = project.root / environ.get("CDKTF_OUTDIR", project.output)
    for file in sorted(output.glob("stacks/*/cdk.tf.json")):
        print(file.relative_to(project.root) if file.is_relative_to(project.root) else file)
