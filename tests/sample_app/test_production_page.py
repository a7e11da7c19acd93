"""The page of production says what environments/ says."""

import pytest

from docs.generate import generated_of_the_sample

pytestmark = pytest.mark.remedy("The environments changed. `make reference` writes docs/production.md anew.")


def test_the_page_is_up_to_date() -> None:
    for file, content in generated_of_the_sample().items():
        assert file.read_text("utf-8") == content
