"""Where resources of a configuration come from."""

import json
from pathlib import Path
from typing import Any

import pytest

from stack_parity.model.program import Place
from stack_parity.sources.terraform.configuration import read_configuration


def place(tmp_path: Path, body: Any, indent: int | None = 2) -> Place | None:
    document = {
        "data": {"aws_region": {"here": {}}},
        "resource": {"aws_sns_topic": {"t": {"tags": {"resource": "x"}}}, "aws_sqs_queue": {'"q': body}},
    }
    file = tmp_path / "cdk.tf.json"
    file.write_text(json.dumps(document, indent=indent))
    return read_configuration(document, file, "dev").resources['aws_sqs_queue."q'].place


@pytest.mark.parametrize("indent", [1, 2, 4])
def test_the_line_of_the_json(tmp_path: Path, indent: int) -> None:
    found = place(tmp_path, {"name": "x"}, indent)
    assert found is not None
    assert found.file == str(tmp_path / "cdk.tf.json")
    assert found.line is not None
    line = (tmp_path / "cdk.tf.json").read_text().splitlines()[found.line - 1]
    assert line.strip() == r'"\"q": {'
    assert str(found) == f"{tmp_path}/cdk.tf.json:{found.line}"


def test_a_file_of_one_line_is_named_without_one(tmp_path: Path) -> None:
    assert place(tmp_path, {"name": "x"}, None) == Place(str(tmp_path / "cdk.tf.json"))


def test_the_programs_own_frame_where_cdktf_tells_it(tmp_path: Path) -> None:
    trace = [
        "new TerraformElement (/app/node_modules/cdktf/lib/terraform-element.js:25:19)",
        "new SqsQueue (/app/node_modules/@cdktf/provider-aws/lib/sqs-queue/index.js:2:3)",
        "new Shop (/app/shop.ts:12:5)",
        "/app/main.ts:3:1",
    ]
    assert place(tmp_path, {"//": {"metadata": {"stackTrace": trace}}}) == Place("/app/shop.ts", 12)
    for nothing in ("text", [], ["new X (native)"], trace[:2], {"a": 1}):
        found = place(tmp_path, {"//": {"metadata": {"stackTrace": nothing}}})
        assert found is not None
        assert found.file.endswith("cdk.tf.json")
