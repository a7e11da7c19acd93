"""The tables of names and ARNs, against the installed bindings."""

import pytest

from stack_parity.aws.identity import ARNS, ID_IS_NAME, NAMES
from stack_parity.aws.names import TYPES
from tests.stack_parity.aws.installed import terraform_inputs


@pytest.mark.parametrize("type_", sorted(set(TYPES.values())))
def test_the_name_is_an_attribute(type_: str) -> None:
    assert NAMES.get(type_) is None or NAMES[type_] in terraform_inputs(type_)


def test_only_what_has_a_name_is_known_by_it() -> None:
    assert NAMES.keys() <= set(TYPES.values())
    assert ID_IS_NAME | ARNS.keys() <= NAMES.keys()
