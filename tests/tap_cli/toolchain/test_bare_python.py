"""The toolchain runs on a bare Python: no package of the project, nothing but the standard library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.tools import TOOLS

SECONDS = 120
BASE = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
FILES = [
    *PROJECT.root.glob("tap_cli/toolchain/*.py"),
    *(PROJECT.root / "tap_cli" / name for name in ("__init__.py", "errors.py", "makefile_help.py")),
]


def bare(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the interpreter that the venv was made from, without its own packages too."""
    return subprocess.run(
        [BASE, "-S", "-E", *arguments],
        cwd=PROJECT.root,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_imports_the_standard_library_and_its_own_room(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        modules = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for module in modules:
            own = module.startswith("tap_cli.toolchain") or module == "tap_cli.errors"
            assert own or module.split(".")[0] in sys.stdlib_module_names, module


def test_every_module_can_be_imported() -> None:
    names = [f"tap_cli.toolchain.{file.stem}" for file in FILES if file.parent.name == "toolchain"]
    result = bare("-c", f"import {', '.join(names)}")

    assert result.returncode == 0, result.stderr


def test_a_verb_that_needs_packages_says_how_to_get_them() -> None:
    result = bare("-m", "tap_cli", "demo")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "The project's Python packages are not installed. Run: make setup\n"


def test_every_tool_has_a_title_of_its_own() -> None:
    titles = [tool.TITLE for tool in TOOLS]

    assert len(set(titles)) == len(titles)
