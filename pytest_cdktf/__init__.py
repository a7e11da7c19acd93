"""Tests of CDKTF programs in Python: synthesis in the test's process, readable snapshots, assertions that explain.

The fixtures are the plugin's (`pytest_cdktf.plugin`), which pytest loads by itself. These names are for fixtures of
your own:

    @pytest.fixture(scope="session")
    def stacks(tmp_path_factory):
        return synthesize(tmp_path_factory.mktemp("stacks"), build)
"""

from __future__ import annotations

from pytest_cdktf.differences import Difference
from pytest_cdktf.policies import PlacedStatement
from pytest_cdktf.readable import readable
from pytest_cdktf.snapshots import StackSnapshot, TextSnapshot
from pytest_cdktf.stack import Json, SynthesizedStack
from pytest_cdktf.synthesis import synthesize
from pytest_cdktf.terraform import Terraform, TerraformMissing, TerraformProgram

__all__ = [
    "Difference",
    "Json",
    "PlacedStatement",
    "StackSnapshot",
    "SynthesizedStack",
    "Terraform",
    "TerraformMissing",
    "TerraformProgram",
    "TextSnapshot",
    "readable",
    "synthesize",
]
