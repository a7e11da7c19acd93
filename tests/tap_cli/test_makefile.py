"""The Makefile: every target is listed by `make help`, and holds no logic."""

import re
import subprocess
import sys

from tap_cli.toolchain.makehelp import targets
from tap_cli.toolchain.project import PROJECT

MAKEFILE = (PROJECT.root / "Makefile").read_text()


def test_help_lists_every_target() -> None:
    phony = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()

    result = subprocess.run(
        [sys.executable, "-m", "tap_cli.toolchain.makehelp", "Makefile"],
        cwd=PROJECT.root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(targets(MAKEFILE)) == sorted(phony)
    assert re.findall(r"^  (\S+)  ", result.stdout, re.MULTILINE) == list(targets(MAKEFILE))


def test_a_target_is_one_line_that_calls_a_module() -> None:
    recipes = re.findall(r"^[\w-]+:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)

    assert len(recipes) == len(targets(MAKEFILE))
    assert [recipe for recipe in recipes if not re.fullmatch(r"\t@\$\((RUN|PYTHON)\) [^;&|\n]+\n", recipe)] == []
