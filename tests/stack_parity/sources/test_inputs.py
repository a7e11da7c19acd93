"""Whatever is given, there is a report or one clear line; never a traceback."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stack_parity.__main__ import main
from stack_parity.sources.terraform import files
from tests.stack_parity.samples import PROFILE_FILE, Json, changed, function, stack
from tests.support.project import ROOT


def write(file: Path, document: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return file


def synthesized(folder: Path, **documents: Json) -> Path:
    """Write a `cdktf.out` with these stacks."""
    for name, document in documents.items():
        write(folder / "stacks" / name / "cdk.tf.json", document)
    stacks = {name: {"synthesizedStackPath": f"stacks/{name}/cdk.tf.json"} for name in documents}
    write(folder / "manifest.json", {"version": "0.21.0", "stacks": stacks})
    return folder


def fault(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command line on what cannot be compared; give its one line."""
    assert main([str(argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    return line


def test_exit_codes_tell_same_from_different(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = write(tmp_path / "one" / "cdk.tf.json", stack())
    same = write(tmp_path / "same" / "cdk.tf.json", stack())
    other = write(
        tmp_path / "other" / "cdk.tf.json", changed(lambda document: function(document).update(memory_size=1024))
    )
    assert main([str(one), str(same)]) == 0
    assert capsys.readouterr().out.startswith("SAME: 1 environment")
    assert main([str(one), str(other)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("DIFFERENT: ")
    assert any(line.split()[:5] == ["✗", "function", "memory_size", "512", "1024"] for line in lines)


def test_all_environments_of_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = synthesized(tmp_path / "left", prod=stack("prod"), dev=stack("dev"))
    right = synthesized(tmp_path / "right", dev=stack("dev"), prod=stack("prod"))
    assert main([str(left), str(right), "--all"]) == 0
    out = capsys.readouterr().out
    assert out.index("dev: same") < out.index("prod: same") < out.index("dev → prod: ")
    assert main([str(left), str(right), "--env", "prod", "--all"]) == 0
    assert "dev: same" not in capsys.readouterr().out
    assert main([str(left), str(right), "--left-env", "dev", "--right-env", "prod"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[-3:] == ["dev", "prod", "cdk.tf.json"] for line in lines)


def test_a_lone_file_stands_for_the_environment_that_is_asked_for(tmp_path: Path) -> None:
    folder = synthesized(tmp_path / "folder", dev=stack("dev"), prod=stack("prod"))
    lone = write(tmp_path / "lone.tf.json", stack("prod"))
    assert main([str(folder), str(lone), "--env", "prod"]) == 0
    assert main([str(folder), str(lone), "--left-env", "dev"]) == 1


def test_environments_that_do_not_match(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = synthesized(tmp_path / "left", dev=stack(), prod=stack("prod"))
    other = synthesized(tmp_path / "other", test=stack("test"), live=stack("live"))
    line = fault(capsys, left, other)
    assert line == (
        f"parity: The environments do not match: {left} has dev, prod; {other} has test, live. "
        "Choose with --env, or with --left-env and --right-env."
    )
    right = synthesized(tmp_path / "right", dev=stack())
    assert "no environment 'qa'. It has: dev, prod." in fault(capsys, left, right, "--env", "qa")
    assert "several environments (dev, prod). Choose one with --left-env." in fault(
        capsys, left, right, "--right-env", "dev"
    )


def test_an_environment_that_only_one_side_has_is_named_and_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = synthesized(tmp_path / "left", dev=stack(), prod=stack("prod"), old=stack("old"))
    right = synthesized(tmp_path / "right", dev=stack(), qa=stack("qa"), prod=stack("prod"))
    assert main([str(left), str(right)]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("SAME: 2 environments, ")
    assert first.endswith(", only on the left: old, only on the right: qa")
    assert "qa: only on the right, not compared" in rest
    assert "old: only on the left, not compared" in rest


def test_nothing_compared_is_not_decidable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = write(tmp_path / "cdk.tf.json", {"terraform": {}})
    assert main([str(empty), str(empty), "--profile", str(PROFILE_FILE)]) == 3
    assert capsys.readouterr().out.startswith("NOT DECIDABLE: nothing to compare in 1 environment")


def test_a_fault_of_the_comparison_itself_is_no_difference(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("queue")

    monkeypatch.setattr("stack_parity.__main__.compare_programs", broken)
    assert fault(capsys, tmp_path, tmp_path).startswith(
        "parity: nothing was compared, by a fault of the comparison itself (KeyError: 'queue'; test_inputs.py line "
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file or folder"),
        ("", "not JSON (Expecting value, line 1, column 1)"),
        ('{"resource": ', "not JSON"),
        ("[]", "a JSON list; an object is needed"),
        ('{"type": "start"}\n{"type": "end"}\n', "an event stream"),
        ('{"hello": 1}', "none of the known kinds (at its top: hello)"),
        ("{}", "none of the known kinds (at its top: nothing)"),
        ('{"resource": 5}', "resource must be an object"),
        ('{"resource": {"aws_iam_role": []}, "provider": "x"}', "provider must be an object"),
        ('{"resource": {"aws_iam_role": {"r": 5}}}', "resource.aws_iam_role.r must be an object"),
        ('{"format_version": "2.0", "values": {}}', "format version '2.0'; versions 1.x are read"),
        ('{"format_version": "1.0"}', "no values"),
        ('{"deployment": 5}', ""),
        ('{"steps": 5}', ""),
        ("[" * 100_000, "nested too deeply"),
        ("\udcff", "not text in UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    file = tmp_path / "input.json"
    if content is not None:
        file.write_bytes(content.encode("utf-8", "surrogateescape"))
    line = fault(capsys, file, file)
    assert line.startswith("parity: ")
    assert "input.json: " in line
    assert message in line


def test_a_folder_that_is_none_of_the_kinds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no Pulumi.yaml, manifest.json or cdk.tf.json in this folder" in fault(capsys, tmp_path, tmp_path)
    write(tmp_path / "manifest.json", {"stacks": {}})
    assert "no stacks. Synthesize first" in fault(capsys, tmp_path, tmp_path)
    write(tmp_path / "manifest.json", {"stacks": {"dev": {}}})
    assert "stack 'dev' has no synthesizedStackPath" in fault(capsys, tmp_path, tmp_path)
    write(tmp_path / "manifest.json", {"stacks": {"dev": {"synthesizedStackPath": "gone"}}})
    assert "cannot be read (No such file or directory)" in fault(capsys, tmp_path, tmp_path)


def test_a_file_that_is_too_large(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "large.json", stack())
    with file.open("ab") as stream:
        stream.truncate(100 * 2**20)
    assert "100 MB; files of up to 64 MB are read" in fault(capsys, file, file)
    assert files.LARGEST_FILE == 64 * 2**20


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "cdk.tf.json", stack())
    line = fault(capsys, file, file, "--format", "json", "--output", tmp_path / "gone" / "report.json")
    assert "report.json: cannot be written (No such file or directory)" in line


def test_references_in_a_circle(tmp_path: Path) -> None:
    def circle(document: Json) -> None:
        roles = document["resource"]["aws_iam_role"]
        roles["role"]["description"] = "${aws_iam_role.other.description}"
        roles["other"] = {"name": "other", "description": "of ${aws_iam_role.role.description}"}
        roles["self"] = {"name": "${aws_iam_role.self.name}"}
        function(document)["depends_on"] = ["aws_lambda_function.function"]

    file = write(tmp_path / "cdk.tf.json", changed(circle))
    assert main([str(file), str(file)]) == 0


@pytest.mark.parametrize("depth", [250, 900, 100_000])
def test_a_value_that_is_nested_too_deeply(tmp_path: Path, capsys: pytest.CaptureFixture[str], depth: int) -> None:
    document = json.dumps(changed(lambda document: function(document).update(deep="DEEP")))
    file = tmp_path / "cdk.tf.json"
    file.write_text(document.replace('"DEEP"', '{"x": ' * depth + "1" + "}" * depth))
    assert "nested too deeply" in fault(capsys, file, file)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values, st.randoms(use_true_random=False), st.sampled_from(("plan", "state", "stack")))
def test_no_odd_value_anywhere_breaks_the_comparison(
    tmp_path: Path, value: object, chance: random.Random, kind: str
) -> None:
    recorded = ROOT / "tests" / "stack_parity" / "recorded" / f"{kind}.json"
    document: Json = stack() if kind == "stack" else json.loads(recorded.read_text("utf-8"))
    holder: Any = document
    for _ in range(chance.randint(0, 8)):
        inner = holder[chance.choice(sorted(holder))] if isinstance(holder, dict) else chance.choice(holder)
        if not inner or not isinstance(inner, dict | list):
            break
        holder = inner
    holder[chance.choice(sorted(holder)) if isinstance(holder, dict) else 0] = value
    file = write(tmp_path / "odd.json", document)
    good = write(tmp_path / "good.json", stack())
    assert main([str(file), str(good), "--format", "json", "--output", str(tmp_path / "report.json")]) in {0, 1, 2}


def test_a_reader_that_stops_early_is_no_fault(tmp_path: Path) -> None:
    file = write(tmp_path / "cdk.tf.json", stack())
    command = f"{sys.executable} -m stack_parity {file} {file} --format html | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("<!doctype ", "")


def test_plain_modules_are_said_not_to_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "cdk.tf.json", stack() | {"module": {"vpc": {"source": "./vpc"}}})
    assert main([str(file), str(file)]) == 3
    assert 'module "vpc"' in " ".join(capsys.readouterr().out.split())
