"""What an input names and does not hold: nothing is the same as long as it is out of reach."""

import json
from pathlib import Path

import pytest

from stack_parity.comparison import compare_programs
from stack_parity.report.model import Judgement
from tests.stack_parity.samples import Json

QUEUE: Json = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
MODULE: Json = {"module": {"network": {"source": "./network"}}}


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        (QUEUE, Judgement.SAME),
        (QUEUE | MODULE, Judgement.UNDECIDABLE),
        (MODULE, Judgement.UNDECIDABLE),
        ({"terraform": {}}, Judgement.UNDECIDABLE),
    ],
)
def test_nothing_is_the_same_as_what_was_not_read(tmp_path: Path, document: Json, verdict: Judgement) -> None:
    file = tmp_path / "cdk.tf.json"
    file.write_text(json.dumps(document), "utf-8")
    assert compare_programs(file, file).verdict is verdict


def test_a_module_that_was_not_read_is_named(tmp_path: Path) -> None:
    files = tmp_path / "one.tf.json", tmp_path / "other.tf.json"
    for file, document in zip(files, (QUEUE | MODULE, QUEUE), strict=True):
        file.write_text(json.dumps(document), "utf-8")
    (result,) = compare_programs(*files).environments
    (row,) = (row for section in result.sections if section.type == "gap" for row in section.rows)
    assert (row.path, row.right) == ('module "network"', None)
    assert row.left == "not read: a configuration names it, but only a plan holds its resources"
