"""Whether Terraform and the AWS provider can be had here, tried for real and at most once a run."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from tap_cli.errors import UserError
from tap_cli.toolchain.provider import advice
from tap_cli.toolchain.provider_lock import requirement
from tap_cli.toolchain.toolbox import find_toolbox, without_steering
from tap_cli.toolchain.workstation import Workstation

TRY_SECONDS: Final = 1200.0
"""The longest that fetching the provider may take: 675 MB the first time."""


def what_is_missing(workstation: Workstation) -> str | None:
    """Say what stands in the way of running Terraform with the provider, and how to get it; None when nothing does."""
    try:
        toolbox = find_toolbox(workstation)
    except UserError as error:
        return str(error)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf.json").write_text(json.dumps(requirement()))
        try:
            subprocess.run(
                [toolbox.terraform.path, "init", "-input=false", "-no-color"],
                cwd=folder,
                env=toolbox.variables(without_steering(workstation.variables)),
                capture_output=True,
                text=True,
                timeout=TRY_SECONDS,
                check=True,
            )
        except subprocess.SubprocessError:
            return advice(toolbox.provider)
    return None
