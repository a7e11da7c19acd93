"""The table of defaults, against the installed bindings."""

import pytest

from stack_parity.aws.defaults import DEFAULTS
from tests.stack_parity.aws.installed import terraform_inputs


@pytest.mark.parametrize("type_", DEFAULTS)
def test_each_default_is_of_an_attribute(type_: str) -> None:
    assert {path.split(".")[0] for path in DEFAULTS[type_]} <= terraform_inputs(type_)
