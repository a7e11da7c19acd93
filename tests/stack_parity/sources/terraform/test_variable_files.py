"""Values of input variables from the files that Terraform reads by itself."""

import json
from pathlib import Path

import pytest

from stack_parity.errors import InputError
from stack_parity.model.program import Program
from stack_parity.model.values import Secret
from stack_parity.sources.terraform.configuration import read_configuration

DOCUMENT = {
    "variable": {"size": {"default": 1}, "word": {"sensitive": True}, "unset": {}},
    "output": {name: {"value": f"${{var.{name}}}"} for name in ("size", "word", "unset")},
}


def read(folder: Path, **files: str) -> Program:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return read_configuration(DOCUMENT, folder / "cdk.tf.json", "dev")


def test_a_later_file_wins_over_an_earlier_one_and_both_over_the_default(tmp_path: Path) -> None:
    first, second = json.dumps({"size": 2, "word": "x"}), json.dumps({"size": 3})
    program = read(tmp_path, terraform_tfvars_json=first)
    assert program.outputs["size"] == 2
    assert isinstance(program.outputs["word"], Secret)
    assert read(tmp_path, b_auto_tfvars_json=second).outputs["size"] == 3
    given = read_configuration(DOCUMENT, tmp_path / "cdk.tf.json", "dev", {"size": 4})
    assert given.outputs["size"] == 4


def test_a_file_in_hcl_is_what_was_not_read(tmp_path: Path) -> None:
    program = read(tmp_path, terraform_tfvars="size = 5", a_auto_tfvars="size = 6")
    assert [gap.what for gap in program.gaps] == ["terraform.tfvars", "a.auto.tfvars"]


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"terraform\.tfvars\.json: not JSON"):
        read(tmp_path, terraform_tfvars_json="size = 5")
