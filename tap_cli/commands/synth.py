"""`tap synth`."""

from __future__ import annotations

import subprocess

from tap_cli.app import Door


def synth(*, workstation: Door) -> int:
    """Synthesize every environment to Terraform JSON, and name the files.

    Args:
        workstation: The checkout and its user.
    """
    project = workstation.project
    app = [str(project.python), "-m", "tap_cli.toolchain.synthesize"]
    code = subprocess.run(app, cwd=project.root, env=workstation.variables, check=False).returncode
    if code == 0:
        output = project.root / workstation.variables.get("CDKTF_OUTDIR", project.output)
        for file in sorted(output.glob("stacks/*/cdk.tf.json")):
            print(file.relative_to(project.root) if file.is_relative_to(project.root) else file)
    return code
