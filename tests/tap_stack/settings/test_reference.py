import json
from pathlib import Path

import pytest

from docs.generate import generated
from tap_stack.settings.files import file_fields


@pytest.mark.parametrize("file", generated(), ids=lambda file: file.name)
def test_what_is_made_from_the_code_is_up_to_date(file: Path) -> None:
    assert file.read_text("utf-8") == generated()[file], "run: make reference"


def test_the_schema_knows_every_setting_but_the_file_name() -> None:
    schema = json.loads(next(text for file, text in generated().items() if file.suffix == ".json"))
    assert set(schema["properties"]) == set(file_fields())
    assert schema["required"] == ["region"]
    assert schema["additionalProperties"] is False
