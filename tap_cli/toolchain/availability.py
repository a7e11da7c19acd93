"""Whether Terraform and the AWS provider can be had here, tried for real and at most once a run."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.provider import PROVIDER, VERSIONS, advice
from tap_cli.toolchain.tools import find_tools, without_steering

TRY_SECONDS: Final = 1200.0
"""The longest that fetching the provider may take: 675 MB the first time."""


def what_is_missing(project: Project, environ: Mapping[str, str], home: Path) -> str | None:
    """Say what stands in the way of running Terraform with the provider, and how to get it; None when nothing does."""
    try:
        tools = find_tools(project, environ, home)
    except DeploymentError as error:
        return str(error)
    oldest, too_new = (".".join(map(str, version)) for version in VERSIONS)
    wanted = {"aws": {"source": PROVIDER, "version": f">= {oldest}, < {too_new}"}}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": wanted}}))
        try:
            subprocess.run(
                [tools.terraform.binary, "init", "-input=false", "-no-color"],
                cwd=folder,
                env=tools.environment(without_steering(environ)),
                capture_output=True,
                text=True,
                timeout=TRY_SECONDS,
                check=True,
            )
        except subprocess.SubprocessError:
            return advice(tools.provider)
    return None
