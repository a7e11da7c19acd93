"""The types of attributes, against the installed packages of both sides."""

import pytest

from stack_parity.aws.names import TYPES
from stack_parity.aws.types import TAGGABLE, USER_MAPS
from tests.stack_parity.aws.installed import is_map, maps_in_blocks, pulumi_inputs, terraform_inputs

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of modules that pulumi_aws itself loads


@pytest.mark.parametrize("token", TYPES)
def test_every_map_of_the_user_is_known(token: str) -> None:
    assert {name for name, annotation in pulumi_inputs(token).items() if is_map(annotation)} <= USER_MAPS


def test_every_map_inside_a_block_is_known() -> None:
    found = {name for token in TYPES for name in maps_in_blocks(token)}
    assert found - USER_MAPS == {"condition"}  # of a policy document, whose keys are kept as a whole


def test_the_types_with_tags_are_known() -> None:
    assert {type_ for type_ in TYPES.values() if "tags" in terraform_inputs(type_)} == TAGGABLE
