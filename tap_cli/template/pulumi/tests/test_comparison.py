"""The CDKTF and the Pulumi version build the same. By hand: tap synth; stack-parity pulumi_program cdktf.out"""

import sys
from pathlib import Path

from pytest_cdktf import SynthesizedStack
from stack_parity import Judgement, compare_programs, render

PROJECT = Path(__file__).resolve().parents[1]


def test_both_versions_build_the_same(stacks: dict[str, SynthesizedStack]) -> None:
    synthesized = stacks["dev"].folder.parents[1]
    report = compare_programs(PROJECT / "pulumi_program", synthesized, allow=PROJECT / "comparison.toml", names=True)
    render(report, "terminal", sys.stdout)  # pytest shows it where they differ
    assert report.verdict is Judgement.SAME
