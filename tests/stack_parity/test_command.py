"""The command line: options, one message for what is wrong, and exit codes of one meaning each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stack_parity.__main__ import main
from stack_parity.report import FORMATS
from tests.stack_parity.samples import Json, allow, changed, function, policy, stack
from tests.stack_parity.sources.test_inputs import write
from tests.support.project import ROOT

COMMAND = [sys.executable, "-m", "stack_parity"]


def differ(document: Json) -> None:
    body = function(document)
    body["timeout"] = 90
    body["description"] = "Another"
    document["resource"]["aws_cloudwatch_log_group"]["logs"]["retention_in_days"] = 30
    document["resource"]["aws_iam_role_policy"]["more"] = {
        "role": "${aws_iam_role.role.name}",
        "policy": policy(allow(["s3:Get*", "sqs:?endMessage"], ["*", "arn:aws:s3:::[b]/$${aws:username}"])),
    }


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write(tmp_path_factory.mktemp("left") / "cdk.tf.json", stack()))


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write(tmp_path_factory.mktemp("right") / "cdk.tf.json", changed(differ)))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("everything", [[], ["--all"]], ids=["short", "all"])
def test_every_format_is_printed_and_written(
    left: str, right: str, format_: str, everything: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report"
    assert main([left, right, "--format", format_, *everything]) == 1
    printed = capsys.readouterr().out
    assert main([left, right, "--format", format_, *everything, "--output", str(file)]) == 1
    assert capsys.readouterr().out == ""
    assert file.read_text("utf-8") == printed
    assert ("memory_size" in printed) is (format_ not in {"terminal", "markdown", "sarif"})


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 1),
        (["--fail-on", "names"], 1),
        (["--fail-on", "behaviour"], 1),
        (["--fail-on", "data"], 1),
        (["--fail-on", "exposure"], 1),
        (["--only", "exposure"], 1),
        (["--only", "data", "--only", "names"], 1),
        (["--only", "exposure", "--only", "names"], 1),
        (["--only", "data", "--fail-on", "exposure"], 0),
    ],
)
def test_what_fails(left: str, right: str, options: list[str], code: int) -> None:
    assert main([left, right, *options]) == code


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "pdf"], "argument --format: invalid choice: 'pdf'"),
        (["--fail-on", "typos"], "argument --fail-on: invalid choice: 'typos'"),
        (["--only", "typos"], "argument --only: invalid choice: 'typos'"),
        (["--frmat", "json"], "unrecognized arguments: --frmat json"),
        (["--form", "json"], "unrecognized arguments: --form json"),
        (["--output"], "argument --output: expected one argument"),
        (["--profile", "gone.toml"], "gone.toml: cannot be read"),
        (["--allow", "gone.toml"], "gone.toml: cannot be read"),
        (["--output", "gone/report"], "gone/report: cannot be written"),
        (["--write-allow", "gone/allow.toml"], "gone/allow.toml: cannot be written"),
        (["\x1b[31m"], "unrecognized arguments: \\u001b[31m"),
    ],
)
def test_what_is_wrong_gets_one_message(
    left: str, right: str, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main([left, right, *options])
    except SystemExit as ended:
        code = int(str(ended.code))
    printed = capsys.readouterr()
    assert code == 2
    assert printed.err.startswith("parity: ")
    assert message in printed.err
    assert len(printed.err.splitlines()) == 1


def test_the_help_says_what_each_option_does() -> None:
    done = subprocess.run([*COMMAND, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    for option in ("all", "allow", "env", "fail-on", "format", "left-env", "names", "no-principles", "only", "output",
                   "profile", "right-env", "write-allow"):  # fmt: skip
        assert f"--{option}" in done.stdout
    assert "Exit code: 0 the same, 1 differences, 2 could not compare, 3" in done.stdout


@pytest.mark.parametrize("format_", FORMATS)
def test_a_reader_that_ends_early_changes_no_exit_code(left: str, format_: str) -> None:
    receiver, sender = os.pipe()
    os.close(receiver)
    try:
        done = subprocess.run(
            [*COMMAND, left, left, "--all", "--format", format_],
            cwd=ROOT, stdout=sender, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(sender)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fault_while_the_report_is_written_is_no_difference(
    left: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("no such colour")

    monkeypatch.setattr("stack_parity.__main__.render", broken)
    assert main([left, left]) == 2
    assert "by a fault of the comparison itself (ValueError: no such colour" in capsys.readouterr().err


def test_a_proposal_is_read_as_agreements_once_each_has_a_reason(left: str, right: str, tmp_path: Path) -> None:
    file = tmp_path / "allow.toml"
    assert main([left, right, "--write-allow", str(file)]) == 1
    assert main([left, right, "--allow", str(file)]) == 2
    file.write_text(file.read_text("utf-8").replace('reason = ""', 'reason = "Agreed."'), "utf-8")
    assert main([left, right, "--allow", str(file)]) == 0


def test_nothing_is_half_written_when_nothing_could_be_compared(left: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("before")
    assert main([left, str(tmp_path / "gone.json"), "--format", "json", "--output", str(file)]) == 2
    assert file.read_text() == "before"


def test_json_says_what_was_only_compared(left: str, right: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([left, right, "--format", "json", "--only", "data"])
    document = json.loads(capsys.readouterr().out)
    paths = {row["path"] for part in document["environments"][0]["sections"] for row in part["rows"]}
    assert "retention_in_days" in paths
    assert not paths & {"timeout", "memory_size", "description"}
