"""The life of an emulator: ready when it says so, alone on its port, and gone with the one who started it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import tap_emulator
from tap_emulator import EmulatorError
from tap_emulator.playground import LIMITS
from tests.support.project import ROOT
from tests.tap_emulator.conftest import TRUST, clients_of, deploy_function, eventually, is_gone

COMMAND = [sys.executable, "-m", "tap_emulator"]


def answers(url: str) -> bool:
    """Return whether an emulator is there, which refuses this request without its key."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/moto-api/data.json")
        return connection.getresponse().status == 403
    except ConnectionError:
        return False
    finally:
        connection.close()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which an emulator started by the test makes its temporary ones."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_two_run_side_by_side_and_know_nothing_of_each_other(scratch: Path) -> None:
    with tap_emulator.running() as one, tap_emulator.running() as two:
        clients_of(one.url, one.access_key_id)("iam").create_role(RoleName="only-here", AssumeRolePolicyDocument=TRUST)
        assert clients_of(two.url, two.access_key_id)("iam").list_roles()["Roles"] == []
    assert not answers(one.url)
    assert not answers(two.url)
    assert list(scratch.iterdir()) == []


def test_nothing_of_the_caller_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    with tap_emulator.running() as aws:
        assert "AWS_PROFILE" not in aws.variables()
        monkeypatch.delenv("AWS_PROFILE")  # for the client of this test alone: the emulator has begun with it
        assert clients_of(aws.url, aws.access_key_id)("logs").describe_log_groups()["logGroups"] == []


def test_a_function_finds_nothing_of_the_caller_in_the_processes_above_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the developer")
    monkeypatch.setenv("GITHUB_TOKEN", "of the developer")
    with tap_emulator.running() as aws:
        client = clients_of(aws.url, aws.access_key_id)
        name = deploy_function(client, ENVIRONMENTS_ABOVE)
        payload = client("lambda").invoke(FunctionName=name, Payload=str(os.getpid()))
        above = json.loads(payload["Payload"].read())
    assert len(above) >= 1
    assert [environment for environment in above if "of the developer" in environment] == []
    assert [environment for environment in above if "AWS_EC2_METADATA_DISABLED=true" not in environment] == []


ENVIRONMENTS_ABOVE = """
import os, pathlib
def handler(event, context):
    found, process = [], os.getppid()
    while process != event:
        found.append(pathlib.Path(f"/proc/{process}/environ").read_text())
        process = int(pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return found
"""


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, SystemExit])
def test_it_ends_with_whatever_ends_its_user(failure: type[BaseException]) -> None:
    urls = []
    with pytest.raises(failure), tap_emulator.running() as aws:  # noqa: PT012 - the block is what is tested
        urls.append(aws.url)
        raise failure
    assert not answers(urls[0])


def test_it_ends_when_its_starter_is_killed_and_takes_a_running_function_along(scratch: Path, tmp_path: Path) -> None:
    said, child = tmp_path / "url", tmp_path / "child"
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(said)], cwd=ROOT)
    try:
        assert eventually(lambda: said.exists() and said.read_text().endswith("\n"), 60)
        url, key = said.read_text().split()
        invoke_in_background(url, key, child)
        assert eventually(lambda: child.exists() and child.read_text().endswith("\n"))
    finally:
        starter.kill()
        starter.wait()
    assert eventually(lambda: not answers(url))
    assert eventually(lambda: is_gone(int(child.read_text())))
    assert eventually(lambda: list(scratch.iterdir()) == [])


STARTER = """
import pathlib, sys, time, tap_emulator
with tap_emulator.running() as aws:
    pathlib.Path(sys.argv[1]).write_text(f"{aws.url} {aws.access_key_id}\\n")
    time.sleep(120)
"""
FUNCTION = """
import os, pathlib
def handler(event, context):
    pathlib.Path(event).write_text(f"{os.getpid()}\\n")
    while True: pass
"""


def invoke_in_background(url: str, key: str, event: Path) -> None:
    client = clients_of(url, key)
    name = deploy_function(client, FUNCTION, Timeout=120)
    client("lambda").invoke(FunctionName=name, Payload=f'"{event}"', InvocationType="Event")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_stays_up_until_it_is_told_to_stop(number: signal.Signals) -> None:
    shell = os.environ | {"AWS_PROFILE": "no-such-profile"}
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=shell, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout
        line, ready, *limits = [process.stdout.readline() for _ in range(4)]
        assert "The emulated AWS is ready; Python 3." in ready
        assert [f"# {limit}\n" for limit in LIMITS] == limits
        unset, export = line.split("; ")
        assert "AWS_PROFILE" in unset.split()
        url = next(word.partition("=")[2] for word in export.split() if word.startswith("AWS_ENDPOINT_URL="))
        assert answers(url)
    finally:
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = subprocess.run([*COMMAND, "--port", str(port)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr == (
        f"the emulator did not start: port {port} on 127.0.0.1 is taken by another program: "
        "choose another, or 0 for any free one\n"
    )


def test_a_number_that_is_no_port_is_one_clear_line() -> None:
    answer = subprocess.run([*COMMAND, "--port", "65536"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 1
    assert (
        answer.stderr == "the emulator did not start: --port 65536 is not a port: 1 to 65535, or 0 for any free one\n"
    )


def test_a_python_without_the_runtime_client_is_told(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho \"ModuleNotFoundError: No module named 'awslambdaric'\" >&2\nexit 1\n")
    python.chmod(0o755)
    with pytest.raises(EmulatorError) as refusal, tap_emulator.running(lambda_python=python):
        pass
    assert str(refusal.value) == (
        f"the emulator did not start: {python} cannot import awslambdaric, which runs the functions "
        "(ModuleNotFoundError: No module named 'awslambdaric'): install it there "
        f"(`{python} -m pip install awslambdaric`), or name another Python with --lambda-python"
    )


def test_a_python_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(EmulatorError, match="cannot be run to run functions: No such file or directory"),
        tap_emulator.running(lambda_python=tmp_path / "python"),
    ):
        pass


def test_one_that_is_not_ready_in_time_is_told_and_ended(tmp_path: Path) -> None:
    with (
        pytest.raises(EmulatorError, match=r"was not ready within 0\.01 s"),
        tap_emulator.running(log=tmp_path / "log", startup_timeout=0.01),
    ):
        pass
    assert (tmp_path / "log").exists()


def test_the_log_goes_to_the_file(tmp_path: Path) -> None:
    with tap_emulator.running(log=tmp_path / "log") as aws:
        first = f"The emulated AWS serves at {aws.url}"  # so that the first requests meet a log that is there
        assert first in (tmp_path / "log").read_text()
        assert answers(aws.url)
        assert "GET /moto-api/data.json" in (tmp_path / "log").read_text()
