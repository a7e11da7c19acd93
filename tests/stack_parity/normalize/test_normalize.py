"""The passes as a whole."""

import inspect
import random
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stack_parity.normalize import PASSES
from tests.stack_parity.samples import findings, stack


@given(st.randoms(use_true_random=False))
def test_the_order_of_a_file_never_changes_a_verdict(chance: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(item) for key, item in chance.sample(list(value.items()), len(value))}
        return value

    assert findings(stack(), shuffled(deepcopy(stack()))) == []


def test_each_pass_shows_before_and_after() -> None:
    for each in PASSES:
        explained = inspect.getdoc(inspect.getmodule(each)) or ""
        assert "Before: " in explained, each
        assert "After: " in explained, each
