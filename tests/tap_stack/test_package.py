import base64
import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tap_stack import package
from tap_stack.package import PackageError, build_package


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    (folder / "lib").mkdir(parents=True)
    (folder / "app.py").write_text("import lib.tool\n")
    (folder / "lib" / "tool.py").write_text("tool = 1\n")
    return folder


def entries(code: Path) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(BytesIO(build_package(code).content)).infolist()


def test_entries_are_sorted_with_fixed_times_and_modes(code: Path) -> None:
    found = entries(code)
    assert [entry.filename for entry in found] == ["app.py", "lib/tool.py"]
    assert {entry.date_time for entry in found} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in found} == {0o100644}


def test_entries_are_sorted_whatever_the_folder_says(code: Path) -> None:
    names = [f"module_{number}.py" for number in range(50)]
    for name in reversed(names):
        (code / name).write_text("")
    assert [entry.filename for entry in entries(code)] == sorted(["app.py", "lib/tool.py", *names])


def test_caches_stay_outside(code: Path) -> None:
    before = build_package(code)
    for cache in ("__pycache__", ".pytest_cache", "lib/__pycache__"):
        (code / cache).mkdir()
        (code / cache / "app.cpython-312.pyc").write_bytes(b"x")
    (code / "old.pyc").write_bytes(b"x")
    (code / ".DS_Store").write_bytes(b"x")
    assert build_package(code) == before


def test_times_and_modes_of_the_files_do_not_matter(code: Path) -> None:
    before = build_package(code)
    os.utime(code / "app.py", (1, 1))
    (code / "app.py").chmod(0o755)
    assert build_package(code) == before


@pytest.mark.parametrize("change", ["content", "name"])
def test_content_and_names_matter(code: Path, change: str) -> None:
    before = build_package(code)
    if change == "content":
        (code / "app.py").write_text("import lib.tool as tool\n")
    else:
        (code / "app.py").rename(code / "main.py")
    assert build_package(code) != before


def test_the_bytes_are_pinned(code: Path) -> None:
    """The same on every machine, Python and zlib: a change here redeploys every function of every user."""
    assert build_package(code).sha256 == "53096a1c78aa9274cffbcd949418823c425ec38431522e08379d9e807df288c8"


def test_the_hash_is_the_one_that_aws_reports(code: Path) -> None:
    built = build_package(code)
    assert built.source_code_hash == base64.b64encode(hashlib.sha256(built.content).digest()).decode()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="has no file to pack"):
        build_package(tmp_path)


def test_a_package_that_lambda_does_not_take_is_refused(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "SIZE_LIMIT", 100)
    with pytest.raises(PackageError, match="Lambda takes at most 100 in a direct upload"):
        build_package(code)
