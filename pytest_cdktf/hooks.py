"""The hook with which a project names its own Terraform."""

from __future__ import annotations

import pytest

from pytest_cdktf.terraform import TerraformProgram


@pytest.hookspec(firstresult=True)
def pytest_cdktf_terraform(config: pytest.Config) -> TerraformProgram | None:
    """Return the Terraform of the tests with the mark `terraform`; without such a hook it is the one on PATH.

    Raises:
        TerraformMissing: it cannot be had; the tests are skipped with its text.
    """
