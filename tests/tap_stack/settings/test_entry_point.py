from pathlib import Path

import pytest

from tap_stack.settings.entry_point import missing_entry_point


@pytest.mark.parametrize(
    "source",
    [
        "def handle(event, context): ...",
        "async def handle(event, context): ...",
        "class handle: ...",
        "handle = print",
        "handle: object = print",
        "from other import handle",
        "from other import run as handle",
    ],
)
def test_a_module_can_bind_its_handler_in_any_way(tmp_path: Path, source: str) -> None:
    (tmp_path / "app.py").write_text(source)
    assert missing_entry_point(tmp_path, "app.handle") is None


def test_the_module_may_lie_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text("handle = print")
    assert missing_entry_point(tmp_path, "src/app.handle") is None
    assert missing_entry_point(tmp_path, "src.app.handle") is None


def test_the_code_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("raise SystemExit(3)\ndef handle(event, context): ...")
    assert missing_entry_point(tmp_path, "app.handle") is None


@pytest.mark.parametrize(
    ("source", "handler", "message"),
    [
        ("", "app.handle", "app.py defines no 'handle'"),
        ("def main():\n    def handle(): ...", "app.handle", "app.py defines no 'handle'"),
        ("handle = (", "app.handle", "app.py is not valid Python: line 1"),
        ("", "other.handle", "has no file other.py"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, source: str, handler: str, message: str) -> None:
    (tmp_path / "app.py").write_text(source)
    assert message in (missing_entry_point(tmp_path, handler) or "")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    assert "there is no folder 'code'" in (missing_entry_point(tmp_path / "code", "app.handle") or "")
