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
        "import handle.inner",
        "if True:\n    def handle(event, context): ...\nelse:\n    raise SystemExit",
        "try:\n    from fast import handle\nexcept ImportError:\n    handle = None",
        "try:\n    pass\nfinally:\n    handle = print",
        "with open('x') as handle: pass",
        "for handle in (): pass",
        "while False:\n    handle = print",
        "match 1:\n    case handle: pass",
        "first, handle = print, len",
        "[first, *handle] = print, len",
        "handle = other = print",
        "print(handle := len)",
        "from sibling import *",
        "from os.path import *",
        "def __getattr__(name): ...",
        "type Event = dict\ndef handle(event: Event, context): ...",
        "def handle[T](event: T, context) -> T: ...",
        "text = f'{'a'}'\nhandle = print",
    ],
)
def test_a_module_can_bind_its_handler_in_any_way(tmp_path: Path, source: str) -> None:
    (tmp_path / "app.py").write_text(source)
    (tmp_path / "sibling.py").write_text("from app import *\nfrom package.inner import *")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "inner.py").write_text("from . import *")
    (tmp_path / "package" / "__init__.py").write_text("def handle(event, context): ...")
    assert missing_entry_point(tmp_path, "app.handle") is None


def test_a_package_is_its_init(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("from .inner import *")
    (tmp_path / "app" / "inner.py").write_text("handle = print")
    assert missing_entry_point(tmp_path, "app.handle") is None
    assert missing_entry_point(tmp_path, "app.run") == "__init__.py defines no 'run'"


@pytest.mark.parametrize(
    "source",
    [
        "-" * 60_000 + "1",
        "(" * 60_000,
        "x = " + "a." * 30_000 + "a",
        "1" + " + 1" * 60_000,
        "#" * 5_000_001,
        "x = '\0'",
    ],
    ids=["minuses", "parentheses", "attributes", "sum", "large", "nul"],
)
def test_what_python_cannot_read_is_one_short_message(tmp_path: Path, source: str) -> None:
    (tmp_path / "app.py").write_text(source)
    message = missing_entry_point(tmp_path, "app.handle") or ""
    assert message.startswith("app.py ")
    assert len(message) < 200


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
        ("def main():\n    handle = print", "app.handle", "app.py defines no 'handle'"),
        ("class Main:\n    handle = print", "app.handle", "app.py defines no 'handle'"),
        ("[handle for handle in ()]", "app.handle", "app.py defines no 'handle'"),
        ("import other.handle", "app.handle", "app.py defines no 'handle'"),
        ("type Event = dict", "app.handle", "app.py defines no 'handle'"),
        ("x = 1; x.handle = 2", "app.handle", "app.py defines no 'handle'"),
        ("handle = (", "app.handle", "app.py is not valid Python: line 1"),
        ("", "other.handle", "has no file other.py"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, source: str, handler: str, message: str) -> None:
    (tmp_path / "app.py").write_text(source)
    assert message in (missing_entry_point(tmp_path, handler) or "")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    assert "there is no folder 'code'" in (missing_entry_point(tmp_path / "code", "app.handle") or "")
