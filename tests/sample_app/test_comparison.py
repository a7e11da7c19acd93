"""The sample's CDKTF and Pulumi versions agree in every environment that both have."""

from pathlib import Path

import pytest

from product import compare as own
from pytest_cdktf import SynthesizedStack
from tests.sample_app.sample import ENVIRONMENT_NAMES, PULUMI_NAMES
from tests.support.project import ROOT

pytestmark = pytest.mark.remedy(
    "The sample's two versions differ. Make the same change in environments/ and in pulumi_program/Pulumi.*.yaml, or "
    "agree to the difference in product/allowed_differences.toml. `make compare` shows where they stand."
)

BOTH = sorted({*ENVIRONMENT_NAMES} & {*PULUMI_NAMES})


@pytest.mark.skipif(not BOTH, reason="environments/ and pulumi_program/ have no environment in common")
def test_they_agree_in_the_environments_that_both_have(
    sample_stacks: dict[str, SynthesizedStack], monkeypatch: pytest.MonkeyPatch
) -> None:
    synthesized: Path = sample_stacks[BOTH[0]].folder.parents[1]
    monkeypatch.setattr(own, "SYNTHESIZED", str(synthesized))
    monkeypatch.setattr(own, "_synthesize", lambda: None)
    assert (ROOT / own.ALLOWED).is_file()
    assert own.compare([option for name in BOTH for option in ("--env", name)]) == 0
