"""How a user says how a program is run, and what a run makes of programs that need it."""

import os
import sys
from pathlib import Path

import pytest

from stack_parity.__main__ import main
from stack_parity.sources.pulumi import RunOptions, capture
from stack_parity.sources.pulumi.registrations import PulumiInputError, Template
from tests.stack_parity.sources.pulumi.conftest import PLAIN, Write

READ = """
import pulumi
config = pulumi.Config()
for key in ("size", "zone"):
    pulumi.export(key, config.require(key))
pulumi.export("region", pulumi.Config("aws").require("region"))
"""


def test_values_of_the_user_go_before_the_files(write: Write, tmp_path: Path) -> None:
    folder = write(READ, config="config:\n  p:size: small\n  p:zone: a\n  aws:region: eu-west-1\n")
    found = capture(folder, "dev", RunOptions(config={"size": "large", "aws:region": "us-east-1"})).exports
    assert found == {"size": "large", "zone": "a", "region": "us-east-1"}
    other = tmp_path / "other.yaml"
    other.write_text("config:\n  p:size: other\n  p:zone: b\n  aws:region: eu-west-2\n")
    assert capture(folder, "dev", RunOptions(config_file=other)).exports["size"] == "other"
    with pytest.raises(PulumiInputError, match=r"gone.yaml: it cannot be read: No such file or directory"):
        capture(folder, "dev", RunOptions(config_file=tmp_path / "gone.yaml"))


def test_the_options_of_the_command(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(write("import pulumi, pulumi_aws as aws\naws.sqs.Queue('q', name=pulumi.Config().require('name'))"))
    assert main([folder, folder]) == 2
    assert "'p:name', which Pulumi.dev.yaml lacks; add it there, or give --config" in capsys.readouterr().err
    assert main([folder, folder, "--config", "name=jobs", "--python", sys.executable]) == 0
    assert "note: project: ran with Python 3." in " ".join(capsys.readouterr().out.split())
    with pytest.raises(SystemExit):
        main([folder, folder, "--config", "name"])
    assert "'name' is no KEY=VALUE, such as aws:region=eu-west-1" in capsys.readouterr().err


def test_a_python_that_is_none(write: Write, tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\n")
    (tmp_path / "tool").chmod(0o755)
    for given, message in (("no-such-python", "no Python there"), (str(tmp_path / "tool"), "no Python installation")):
        with pytest.raises(PulumiInputError, match=message):
            capture(write("import pulumi"), None, RunOptions(python=given))


@pytest.mark.parametrize(("project", "place"), [(PLAIN, ".venv"), (PLAIN, "venv"), (None, "environments/mine")])
def test_a_project_is_run_by_its_own_virtual_environment(write: Write, project: str | None, place: str) -> None:
    stated = f"name: p\nruntime:\n  name: python\n  options:\n    virtualenv: {place}\n"
    folder = write("import pulumi, sys\npulumi.export('prefix', sys.prefix)", project=project or stated)
    library = folder / place / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    library.mkdir(parents=True)
    packages = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))
    for package in packages.iterdir():
        (library / package.name).symlink_to(package)
    (folder / place / "bin").mkdir()
    (folder / place / "bin" / "python").symlink_to(Path(sys.executable).resolve())
    (folder / place / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    found = capture(folder, None, RunOptions(readable=(packages,)))
    assert found.exports == {"prefix": str(folder / place)}
    assert f"(its {Path(place).name})" in found.run.circumstances


def test_objects_given_for_texts_are_read_in_a_second_run_and_named(write: Write) -> None:
    found = capture(
        write(
            """
            import pulumi_aws as aws
            role = aws.iam.Role("r", assume_role_policy="{}")
            aws.sfn.StateMachine("m", role_arn="r", definition={"StartAt": "A"})
            aws.ecs.TaskDefinition("t", family="f", container_definitions=[{"name": "c", "role": role.arn}])
            """
        ),
        None,
    )
    assert not found.run.strict
    assert found.run.message.endswith(
        "it gives objects where texts are declared, here read as their JSON: "
        "definition of pulumi_aws.sfn.state_machine.StateMachine 'm', "
        "container_definitions of pulumi_aws.ecs.task_definition.TaskDefinition 't'"
    )
    inputs = {one.name: one.inputs for one in found.resources}
    assert inputs["m"]["definition"] == '{"StartAt": "A"}'
    assert isinstance(inputs["t"]["containerDefinitions"], Template)


@pytest.mark.parametrize(
    ("main", "call"),
    [
        ("boto3.client('sts', region_name='eu-west-1').get_caller_identity()", "sts:GetCallerIdentity"),
        ("boto3.client('ec2')", "ec2"),
        (
            "boto3.client('s3', 'eu-west-1', aws_access_key_id='x', aws_secret_access_key='y').list_buckets()",
            "s3:ListBuckets",
        ),
    ],
)
def test_a_call_of_aws_is_named(write: Write, main: str, call: str) -> None:
    with pytest.raises(
        PulumiInputError, match=rf"it calls AWS \({call}\) while it is read.* \(line 2 of __main__.py\)"
    ):
        capture(write(f"import boto3\n{main}"), None)


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_file_without_an_end_is_one_message(
    write: Write, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write("import pulumi", config="config: {}\n")
    (folder / name).unlink()
    if kind == "pipe":
        os.mkfifo(folder / name)
    else:
        (folder / name).symlink_to("/dev/zero")
    assert main([str(folder), str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no regular file" in line
    assert name.replace("__main__.py", "zero" if kind == "device" else name) in line or name in line
