"""The tables of names and ARNs, against the provider's schema."""

import pytest

from stack_parity.aws import schema
from stack_parity.aws.aliases import SAME_AS
from stack_parity.aws.identity import ARNS, NAMES, SAME_AS_ID


@pytest.mark.parametrize("type_", NAMES)
def test_the_name_is_an_attribute(type_: str) -> None:
    known = schema.of(type_)
    assert known is not None
    assert not known.attributes[NAMES[type_]].computed_only
    assert "arn" in known.attributes or type_ not in ARNS


def test_only_what_has_a_name_is_known_by_its_arn() -> None:
    assert ARNS.keys() <= NAMES.keys()


@pytest.mark.parametrize("type_", SAME_AS_ID)
def test_what_is_the_same_as_an_id_is_an_attribute(type_: str) -> None:
    known = schema.of(type_)
    assert known is not None
    assert known.attributes[SAME_AS_ID[type_]].kind is schema.Kind.STRING


@pytest.mark.parametrize("type_", SAME_AS)
def test_what_has_two_names_holds_the_same(type_: str) -> None:
    older, newer = schema.of(type_), schema.of(SAME_AS[type_])
    assert older is not None
    assert newer is not None
    assert older.attributes.keys() <= newer.attributes.keys()
    assert all(older.attributes[name].kind is newer.attributes[name].kind for name in older.attributes)


def test_every_older_name_of_a_load_balancer_is_told() -> None:
    assert {type_ for type_ in schema.types() if type_ == "aws_alb" or type_.startswith("aws_alb_")} == {
        type_ for type_ in SAME_AS if type_.startswith("aws_alb")
    }
