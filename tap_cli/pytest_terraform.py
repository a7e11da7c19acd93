"""A plugin of pytest beside pytest-cdktf: its tests with real Terraform run with the tools of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_cdktf import TerraformProgram


@pytest.hookimpl(optionalhook=True)  # where pytest-cdktf is not installed, nobody asks
def pytest_cdktf_terraform() -> TerraformProgram | None:
    """Return the Terraform of the project, with the provider where the project has it; None outside of a project.

    Raises:
        TerraformMissing: it or the provider cannot be had.
    """
    from pytest_cdktf import TerraformMissing, TerraformProgram  # only now: every run of pytest loads this module
    from tap_cli.errors import UserError
    from tap_cli.toolchain.availability import what_is_missing
    from tap_cli.toolchain.project import in_own_words
    from tap_cli.toolchain.toolbox import find_toolbox
    from tap_cli.toolchain.workstation import this_workstation

    try:
        workstation = this_workstation()
    except UserError:
        return None
    if missing := what_is_missing(workstation):
        raise TerraformMissing(in_own_words(missing))
    toolbox = find_toolbox(workstation)
    return TerraformProgram(toolbox.terraform.path, toolbox.variables(workstation.variables))
