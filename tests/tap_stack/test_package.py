import base64
import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tap_stack.package import Entry, PackageError, build, build_package


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


def test_times_and_modes_of_others_do_not_matter(code: Path) -> None:
    before = build_package(code)
    os.utime(code / "app.py", (1, 1))
    (code / "app.py").chmod(0o606)
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
    monkeypatch.setattr(build, "SIZE_LIMIT", 100)
    with pytest.raises(PackageError, match="Lambda takes at most 100 in a direct upload"):
        build_package(code)


def test_a_manifest_lists_every_file(code: Path) -> None:
    (code / "run.sh").write_text("#!/bin/sh\n")
    (code / "run.sh").chmod(0o744)
    built = build_package(code)
    assert [(entry.path, entry.size, oct(entry.mode)) for entry in built.manifest] == [
        ("app.py", 16, "0o644"),
        ("lib/tool.py", 9, "0o644"),
        ("run.sh", 10, "0o755"),
    ]
    assert built.manifest[2] == Entry("run.sh", 10, 0o755, hashlib.sha256(b"#!/bin/sh\n").hexdigest())
    assert [entry.external_attr >> 16 for entry in entries(code)] == [0o100644, 0o100644, 0o100755]


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.local",
        ".aws/credentials",
        "lib/id_rsa",
        "server.key",
        ".npmrc",
        "terraform.tfstate",
        "terraform.tfstate.backup",
        "tools/venv/lib/x.py",
        ".git/config",
        ".app.py.swp",
        ".ENV",
        "SERVER.KEY",
        ".pgpass",
        ".bash_history",
    ],
)
def test_what_never_belongs_into_a_package_stays_outside(code: Path, name: str) -> None:
    before = build_package(code)
    (code / name).parent.mkdir(parents=True, exist_ok=True)
    (code / name).write_text("x")
    if "venv" in name:
        (code / "tools" / "venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    assert build_package(code) == before


def test_an_ignore_file_leaves_out_more(code: Path) -> None:
    before = build_package(code)
    (code / "tests").mkdir()
    (code / "tests" / "test_app.py").write_text("")
    (code / "a.md").write_text("")
    (code / "keep.md").write_text("")
    (code / ".tapignore").write_text("tests/\n*.md\n!keep.md\n")
    assert [entry.filename for entry in entries(code)] == ["app.py", "keep.md", "lib/tool.py"]
    (code / ".tapignore").write_text("tests/\n*.md\n")
    assert build_package(code) == before


@pytest.mark.parametrize("name", [".tapignore", ".tapallow"])
def test_a_list_that_is_no_file_or_too_large_is_not_read(code: Path, name: str) -> None:
    (code / name).symlink_to("/dev/zero")
    with pytest.raises(PackageError, match=rf"code/{name}\n +found: +no file"):
        build_package(code)
    (code / name).unlink()
    (code / name).write_bytes(b"#" * 2**21)
    with pytest.raises(PackageError, match=rf"code/{name}\n +found: +more than 1,048,576 bytes"):
        build_package(code)


@pytest.mark.parametrize("pattern", ["*a" * 5 + "*b", "**/a/**/a/**/a/**/b"])
def test_a_pattern_that_would_take_minutes_is_refused(code: Path, pattern: str) -> None:
    (code / ("a" * 200)).write_text("")
    (code / ".tapignore").write_text(f"*.md\n{pattern}\n")
    with pytest.raises(PackageError, match=r"code/\.tapignore, line 2\n +found: +a pattern of too many \*"):
        build_package(code)


def test_links_and_names_that_cannot_be_packed_are_refused_all_at_once(code: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (code / "out.txt").symlink_to(tmp_path / "secret.txt")
    (code / "nowhere").symlink_to("gone")
    (code / "folder").symlink_to("lib")
    (code / "loop").symlink_to("loop")
    os.mkfifo(code / "pipe")
    Path(os.fsdecode(os.fsencode(code) + b"/\xff.py")).write_text("")
    with pytest.raises(PackageError, match="6 faults in the code folder") as caught:
        build_package(code)
    message = str(caught.value)
    for part in ("code/out.txt", "leads out of the folder", "code/folder", "code/nowhere", "code/pipe", "not UTF-8"):
        assert part in message
    message.encode()


def test_a_link_inside_is_followed(code: Path) -> None:
    (code / "other.py").symlink_to("app.py")
    assert [entry.filename for entry in entries(code)] == ["app.py", "lib/tool.py", "other.py"]


def test_sizes_are_asked_before_anything_is_read(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (code / "huge.bin").open("wb") as file:
        file.truncate(3_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("a file was read"))
    with pytest.raises(PackageError, match=r"3,000,000,000 in huge\.bin"):
        build_package(code)


KEY = "-----BEGIN PRIV" + "ATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj" + "\n"


def test_a_secret_stops_the_build_with_its_name_and_line(code: Path) -> None:
    (code / "lib" / "client.pem").write_text(f"# of the shop\n{KEY}")
    with pytest.raises(PackageError, match=r"code/lib/client\.pem, line 2") as caught:
        build_package(code)
    assert "MIIE" not in str(caught.value)
    (code / ".tapallow").write_text("lib/client.pem:\n")
    with pytest.raises(PackageError, match="2 faults"):
        build_package(code)
    (code / ".tapallow").write_text("# examples\nlib/client.pem: the example of the library's documentation\n")
    assert [entry.filename for entry in entries(code)] == ["app.py", "lib/client.pem", "lib/tool.py"]
