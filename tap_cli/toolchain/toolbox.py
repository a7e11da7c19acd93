"""The tools of a deployment together, and the variables that make them find each other."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from tap_cli.toolchain import cdktf, node, provider, terraform
from tap_cli.toolchain.embedded_terraform import ROOT
from tap_cli.toolchain.inherited import check_inherited
from tap_cli.toolchain.node import node_variables
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.provider import ProviderSource
from tap_cli.toolchain.provider_lock import VERSION_VARIABLE
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.workstation import Workstation


@dataclass(frozen=True)
class Toolbox:
    """Everything that `cdktf deploy` needs."""

    project: Project
    node: Found
    cdktf: Found
    terraform: Found
    provider: ProviderSource

    def variables(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return all variables for the cdktf command line and for Terraform.

        Args:
            base: the user's own, or the emulator's.
        """
        self.project.plugin_cache.mkdir(parents=True, exist_ok=True)
        config = {"TF_CLI_CONFIG_FILE": str(self.provider.cli_config)} if self.provider.cli_config else {}
        kept = {name: value for name, value in base.items() if name not in ("TF_CLI_CONFIG_FILE", "TERRAFORM_CONFIG")}
        return {
            "TF_PLUGIN_CACHE_DIR": str(self.project.plugin_cache),
            # Where the lock knows no checksum for this platform, each stack would download the provider for one.
            "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
            **kept,
            **config,
            **({VERSION_VARIABLE: self.provider.version} if self.provider.version else {}),
            **node_variables(self.node.path, {"PATH": self._with_venv(kept)}),
            "CHECKPOINT_DISABLE": "1",
            "DISABLE_VERSION_CHECK": "1",  # of cdktf: it is pinned
            "TERRAFORM_BINARY_NAME": str(self.terraform.path),
            ROOT: str(self.project.root),
        }

    def describe(self) -> str:
        """Say which Terraform and which provider are used, and where they come from."""
        return f"Terraform {self.terraform.version} {self.terraform.origin}; provider {self.provider.origin}"

    def _with_venv(self, base: Mapping[str, str]) -> str:
        return os.pathsep.join([str(self.project.venv / "bin"), base.get("PATH", os.defpath)])


def find_toolbox(workstation: Workstation) -> Toolbox:
    """Find the tools.

    Raises:
        UserError: one is missing, or they could write nothing where the user's variables say.
    """
    check_inherited(workstation)
    return Toolbox(
        workstation.project,
        node.find(workstation),
        cdktf.find(workstation),
        terraform.find(workstation),
        provider.find(workstation),
    )


def without_steering(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without what a user may have set to steer Terraform and cdktf in other work of theirs."""
    kept = ("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR")
    return {
        name: value for name, value in variables.items() if name in kept or not name.startswith(("TF_", "CDKTF_"))
    } | {"CI": "1"}
