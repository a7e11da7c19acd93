"""The tools of a deployment together, and the environment that makes them find each other."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tap_cli.errors import DeploymentError
from tap_cli.toolchain.node import find_node, node_environment
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.provider import ProviderSource, find_provider
from tap_cli.toolchain.terraform import Terraform, find_terraform


@dataclass(frozen=True)
class Tools:
    """Everything that `cdktf deploy` needs."""

    project: Project
    node: Path
    cdktf: Path
    terraform: Terraform
    provider: ProviderSource

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return the whole environment for the cdktf command line and for Terraform.

        Args:
            base: the user's own, or the emulator's.
        """
        self.project.plugin_cache.mkdir(parents=True, exist_ok=True)
        config = {"TF_CLI_CONFIG_FILE": str(self.provider.cli_config)} if self.provider.cli_config else {}
        kept = {name: value for name, value in base.items() if name not in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG")}
        return {
            "TF_PLUGIN_CACHE_DIR": str(self.project.plugin_cache),
            # Lock files lie in the synthesized output, so each stack would download the provider for its checksum.
            "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
            **kept,
            **config,
            **node_environment(self.node, {"PATH": self._with_venv(kept)}),
            "CHECKPOINT_DISABLE": "1",
            "DISABLE_VERSION_CHECK": "1",  # of cdktf: it is pinned
            "TERRAFORM_BINARY_NAME": str(self.terraform.binary),
        }

    def _with_venv(self, base: Mapping[str, str]) -> str:
        return os.pathsep.join([str(self.project.venv / "bin"), base.get("PATH", os.defpath)])


def find_tools(project: Project, environ: Mapping[str, str], home: Path) -> Tools:
    """Find the tools.

    Raises:
        DeploymentError: one is missing.
    """
    node = find_node(project, environ)
    if not project.cdktf.exists():
        raise DeploymentError("The cdktf command line is missing: it comes from package-lock.json. Run: make setup")
    terraform = find_terraform(project, environ)
    return Tools(project, node, project.cdktf, terraform, find_provider(project, environ, home))


def without_steering(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what a user may have set to steer Terraform and cdktf in other work of theirs."""
    kept = ("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR")
    return {
        name: value for name, value in environ.items() if name in kept or not name.startswith(("TF_", "CDKTF_"))
    } | {"CI": "1"}
