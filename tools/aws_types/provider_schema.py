"""Asks the real provider for its schema, through Terraform."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tap_cli.toolchain.mirror import PROVIDER, VERSIONS
from tap_cli.toolchain.provider_lock import requirement
from tap_cli.toolchain.toolbox import find_toolbox, without_steering
from tap_cli.toolchain.workstation import this_workstation
from tools.aws_types.schema_data import outline

VERSION: Final = ".".join(map(str, VERSIONS[0]))
"""The oldest provider that the product supports: what its schema knows, every later one knows but for its majors."""

SECONDS: Final = 300.0


def ask_provider() -> dict[str, Any]:
    """Return the schemas of the provider at `VERSION`: `resource_schemas`, `data_source_schemas`.

    Raises:
        UserError: Terraform cannot be found.
        subprocess.CalledProcessError: Terraform did not get the provider.
    """
    workstation = this_workstation()
    toolbox = find_toolbox(workstation)
    variables = toolbox.variables(without_steering(workstation.variables))
    binary = str(toolbox.terraform.path)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.tf.json").write_text(json.dumps(requirement(VERSION)), "utf-8")

        def run(*arguments: str) -> bytes:
            return subprocess.run(
                [binary, *arguments], cwd=folder, env=variables, capture_output=True, timeout=SECONDS, check=True
            ).stdout

        run("init", "-input=false", "-no-color")
        (schemas,) = json.loads(run("providers", "schema", "-json"))["provider_schemas"].values()
    return dict(schemas)


def schema_files(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return the data files of what the provider's schemas say, by name."""
    provider = f"{PROVIDER} {VERSION}"
    return {
        "resources.txt": outline(schemas["resource_schemas"], provider),
        "data_sources.txt": outline(schemas["data_source_schemas"], provider),
    }
