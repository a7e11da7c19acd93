"""Bad input: whatever the verb, one clear message, an exit code that is not 0, and nothing written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain.project import Project
from tests.tap_cli.conftest import copy_checkout

SECONDS = 300
NAMING = ("demo", "deploy", "destroy", "diagram", "invoke", "package", "plan", "recover")
"""Verbs that take the name of an environment."""
CALLS = [
    *([verb, name] for verb in NAMING for name in ("nope", "")),
    *(["add-environment", name, "--from", "dev"] for name in ("dev", "A B", "", "../x")),
    ["add-environment", "qa", "--from", "nope"],
    ["synth", "dev"],
    ["emulator", "--log", "no/such/file"],
    ["invoke", "dev", "--event", "no-such-file"],
    ["init", "Bad Name"],
    ["init", "environments"],
]
PROGRAM = """
import contextlib, io, json, sys
from tap_cli.app import run_verb
answers = []
for call in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_verb(call)
    answers.append([code, out.getvalue(), err.getvalue().strip()])
json.dump(answers, sys.stdout)
"""


def answers(project: Project, calls: list[list[str]]) -> list[tuple[int, str, str]]:
    """Exit code, standard output and standard error of each call, all in one process."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST"))}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=project.root,
        env=variables | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(project.root)},
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [(code, out, err) for code, out, err in json.loads(run.stdout)]


def files(project: Project) -> set[Path]:
    return {file for file in project.root.rglob("*") if not {".venv", ".tools", "node_modules"} & set(file.parts)}


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    return copy_checkout(tmp_path)


def test_each_gets_one_message_and_nothing_is_written(checkout: Project) -> None:
    before = files(checkout)

    for call, (code, out, err) in zip(CALLS, answers(checkout, CALLS), strict=True):
        assert (code, out) == (1, ""), call
        assert "Traceback" not in err, call
        if call[1] == "nope":
            assert err.startswith("There is no environment 'nope'. Known are dev, prod, staging"), call
        elif call[1] == "" and call[0] in NAMING:
            assert err == "The name of the environment is empty. Known are dev, prod, staging.", call
        assert err.endswith((".", "it.", "Nothing was added.", "--help")), (call, err)
    assert files(checkout) == before


def test_a_folder_without_cdktf_json_is_no_project(checkout: Project) -> None:
    (checkout.root / "cdktf.json").unlink()

    for code, out, err in answers(checkout, [["synth"], ["demo"], ["validate"], ["diagram", "dev"], ["plan", "dev"]]):
        assert (code, out) == (1, "")
        assert err.startswith(f"There is no cdktf.json in {checkout.root}, so it is no project.")


def test_a_program_that_cannot_be_run_is_named_with_its_line(checkout: Project) -> None:
    (checkout.root / "main.py").write_text("import cdktf\n\nraise ValueError('no queue')\n")

    synth, diagram = answers(checkout, [["synth"], ["diagram", "dev"]])

    assert synth == (1, "", "main.py, line 3: ValueError: no queue")
    assert diagram[::2] == (
        1,
        "What is here cannot be synthesized.\nmain.py, line 3: ValueError: no queue\n"
        "Correct it; tap validate checks the settings alone.",
    )
