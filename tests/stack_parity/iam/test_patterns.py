"""Patterns match as IAM says, and cover only what they match."""

from hypothesis import given
from hypothesis import strategies as st

from stack_parity.iam.patterns import matches_all, overlaps

patterns = st.text(alphabet="ab*?", max_size=6)
texts = st.text(alphabet="ab", max_size=6)


def _matches(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return _matches(pattern[1:], text) or (bool(text) and _matches(pattern, text[1:]))
    return bool(text) and pattern[0] in {"?", text[0]} and _matches(pattern[1:], text[1:])


@given(patterns, texts)
def test_a_pattern_matches_as_iam_says(pattern: str, text: str) -> None:
    assert matches_all(pattern, text) == _matches(pattern, text)
    assert overlaps(pattern, text) == _matches(pattern, text)


@given(patterns, patterns, texts)
def test_a_pattern_that_covers_another_matches_all_that_it_matches(broad: str, narrow: str, text: str) -> None:
    if matches_all(broad, narrow) and _matches(narrow, text):
        assert _matches(broad, text)


@given(patterns, patterns, texts)
def test_patterns_with_a_text_in_common_overlap(left: str, right: str, text: str) -> None:
    if _matches(left, text) and _matches(right, text):
        assert overlaps(left, right)
