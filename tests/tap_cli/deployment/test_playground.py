"""`tap emulator`: one line leads a shell to an AWS in which every environment can be deployed."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.deployment.playground import check_writable
from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings, S3State
from tests.support.project import ROOT

LIST_BUCKETS = """
import boto3, json
print(json.dumps([bucket["Name"] for bucket in boto3.client("s3").list_buckets()["Buckets"]]))
"""


def test_the_line_leads_to_the_buckets_of_every_environment(
    environments: dict[str, DeploymentSettings], tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tap_cli", "emulator", "--log", str(tmp_path / "log")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        line, ready = process.stdout.readline().strip(), process.stdout.readline()
        assert "The emulated AWS is ready" in ready
        found = subprocess.run(
            ["/bin/sh", "-c", f'{line}; "$0" -c "$1"', sys.executable, LIST_BUCKETS],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    states = [deployment.state for deployment in environments.values()]
    assert json.loads(found.stdout) == sorted(state.bucket for state in states if isinstance(state, S3State))
    assert (process.returncode, errors) == (0, "")
    assert "PUT /" in (tmp_path / "log").read_text()


def test_a_log_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"missing/log cannot be written: No such file or directory\. Name another"):
        check_writable(tmp_path / "missing" / "log")
