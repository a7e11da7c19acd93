"""The README shows the architecture of the sample app's production."""

import pytest

from pytest_cdktf import SynthesizedStack
from tap_cli.deployment.diagram import svg
from tap_cli.deployment.diagram.graph import read_graph
from tap_stack import DeploymentSettings
from tests.support.project import ROOT

PICTURE = ROOT / "docs" / "prod.svg"

pytestmark = pytest.mark.remedy("Production changed. Draw it anew: .venv/bin/tap diagram prod --svg docs/prod.svg")


def test_the_picture_is_up_to_date(
    sample_stacks: dict[str, SynthesizedStack], sample_environments: dict[str, DeploymentSettings]
) -> None:
    graph = read_graph(sample_stacks["prod"].json)
    assert PICTURE.read_text("utf-8") == svg.draw(
        graph, graph.title("prod", sample_environments["prod"].settings.region)
    )
    assert "(docs/prod.svg)" in (ROOT / "README.md").read_text("utf-8")
