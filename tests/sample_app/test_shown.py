"""The README shows what the comparison prints."""

import pytest

from product.shown import README, screens, shown_in

pytestmark = pytest.mark.remedy(
    "The README shows another first screen of the comparison than is printed now. Look at the difference, then write "
    "it anew: python -m product.shown"
)


def test_the_readme_shows_what_is_printed() -> None:
    readme = README.read_text("utf-8")
    same, different = screens()
    assert same.startswith("SAME: ")
    assert different.startswith("DIFFERENT: ")
    assert same in readme
    assert different in readme
    assert shown_in(readme, same, different) == readme


def test_both_screens_take_their_places() -> None:
    assert shown_in(
        "```text\nSAME: old\n```\n```text\nDIFFERENT: old\n\\1\n```\n", "SAME: a\n", "DIFFERENT: \\1\n"
    ) == ("```text\nSAME: a\n```\n```text\nDIFFERENT: \\1\n```\n")
