"""The Makefile: every target is listed by `make help`, and is one call of a verb of `tap`."""

import re
import shutil
import subprocess
import sys

import pytest

from tap_cli.app import verbs
from tap_cli.makefile_help import targets
from tap_cli.toolchain.project import PROJECT

MAKEFILE = (PROJECT.root / "Makefile").read_text()
RECIPES = dict(re.findall(r"^([\w-]+):.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE))
SECONDS = 60


def test_help_lists_every_target() -> None:
    phony = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()

    result = subprocess.run(
        [sys.executable, "-m", "tap_cli.makefile_help", "Makefile"],
        cwd=PROJECT.root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert sorted(targets(MAKEFILE)) == sorted(phony)
    assert re.findall(r"^  (\S+)  ", result.stdout, re.MULTILINE) == list(targets(MAKEFILE))
    assert RECIPES.keys() == targets(MAKEFILE).keys()


@pytest.mark.parametrize("target", [target for target in RECIPES if target != "help"])
def test_a_target_is_one_call_of_the_verb_of_its_name(target: str) -> None:
    call = rf"\t@(\$\(TAP\)|\$\(PYTHON\) -m tap_cli) {target}( \$\(NAMED\)| --port \$\(PORT\))?\n"

    assert target in verbs()
    assert re.fullmatch(call, RECIPES[target])


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        (["demo"], "-m tap_cli demo"),
        (["demo", "ENV=prod"], '-m tap_cli demo "prod"'),
        (["demo", "ENV="], '-m tap_cli demo ""'),
        (["compare"], "-m tap_cli compare"),
        (["compare", "ENV=dev"], '-m tap_cli compare "dev"'),
    ],
)
def test_a_target_passes_the_environment_on_that_the_caller_names(arguments: list[str], call: str) -> None:
    result = subprocess.run(
        ["make", "--dry-run", *arguments],  # noqa: S607 - the make of PATH, as a user calls it
        cwd=PROJECT.root,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )

    assert result.stdout.splitlines()[-1].strip().endswith(call)
