"""A program, its export and its preview: what the engine would write of it reads as the program itself."""

import json
from pathlib import Path

import pytest

from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.files import read_export, read_preview
from stack_parity.sources.pulumi.registered import to_program
from tests.support.project import ROOT
from tools.truth.judging import judge
from tools.truth.pulumi_files import export_of, preview_of


@pytest.mark.parametrize(("place", "stack"), [("tests/stack_parity/programs/flat", "dev"), ("pulumi_program", "prod")])
def test_an_export_is_the_same_as_its_program_and_a_preview_is_never_different_from_itself(
    place: str, stack: str, tmp_path: Path
) -> None:
    registered = capture(ROOT / place, stack)
    program = to_program(registered, kind="program", folder=ROOT / place)
    (tmp_path / "export.json").write_text(json.dumps(export_of(registered)), "utf-8")
    (tmp_path / "preview.json").write_text(json.dumps(preview_of(registered)), "utf-8")
    exported = to_program(read_export(tmp_path / "export.json"), kind="export", folder=ROOT / place)
    previewed = to_program(read_preview(tmp_path / "preview.json"), kind="preview", folder=ROOT / place)
    assert [one.text for one in judge(program, exported).findings] == []
    assert judge(previewed, previewed).word in {"same", "undecided"}
