"""A configuration in JSON syntax as a program."""

from pathlib import Path

from stack_parity.sources.terraform.configuration import read_configuration
from tests.stack_parity.samples import stack


def test_the_environment_is_named_by_the_stack_or_the_folder() -> None:
    assert read_configuration(stack("qa"), Path("x/cdk.tf.json"), None).environment == "qa"
    assert read_configuration({"resource": {}}, Path("/x/qa/cdk.tf.json"), None).environment == "qa"
