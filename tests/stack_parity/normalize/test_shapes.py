"""What means the same has the same shape."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stack_parity.normalize.shapes import shape

scalars = st.one_of(st.integers(-1000, 1000), st.booleans(), st.text(alphabet="ab {}$\"'", max_size=5))
keys = st.sampled_from(("size", "mode", "rule", "path", "name"))
blocks = st.recursive(
    st.dictionaries(keys, scalars, max_size=3),
    lambda inner: st.dictionaries(keys, st.one_of(scalars, inner, st.lists(inner, min_size=2, max_size=3)), max_size=3),
    max_leaves=8,
)


def respelled(value: Any, chance: random.Random) -> Any:
    """Say the same in another form: keys in another order, empty things added, a block as a list of one, floats."""
    if isinstance(value, dict):
        items = [(key, respelled(item, chance)) for key, item in value.items()]
        other = dict(chance.sample(items, len(items)))
        for extra in chance.sample(("nothing", "none", "empty"), 2):
            other[extra] = chance.choice((None, "", [], {}))
        return [other] if chance.random() < 0.5 else other
    if isinstance(value, list):
        return [
            respelled(item, chance) if not isinstance(item, dict) else _only(respelled(item, chance)) for item in value
        ]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _only(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value


@given(blocks, st.randoms(use_true_random=False))
def test_form_never_changes_a_shape(block: dict[str, Any], chance: random.Random) -> None:
    assert shape({"block": _only(respelled(block, chance))}) == shape({"block": block})


@given(blocks)
def test_a_shape_stays_as_it_is(block: dict[str, Any]) -> None:
    once = shape(block)
    assert shape(once) == once
