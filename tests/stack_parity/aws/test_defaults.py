"""The table of defaults, against the provider's schema."""

import pytest

from stack_parity.aws import schema
from stack_parity.aws.defaults import DEFAULTS
from stack_parity.aws.schema import Kind

PYTHON = {Kind.STRING: str, Kind.NUMBER: int, Kind.BOOL: bool, Kind.LIST: tuple, Kind.SET: tuple}


@pytest.mark.parametrize(("type_", "path"), [(type_, path) for type_, paths in DEFAULTS.items() for path in paths])
def test_each_default_is_of_an_attribute_of_its_kind(type_: str, path: str) -> None:
    known = schema.of(type_)
    assert known is not None
    attribute = known.attribute(path)
    assert attribute is not None
    assert not attribute.computed_only
    assert not attribute.required or "." in path
    assert type(DEFAULTS[type_][path]) is PYTHON[attribute.kind]
