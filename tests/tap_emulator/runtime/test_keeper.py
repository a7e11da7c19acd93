"""No process of a function outlives its invocation, nor the emulator, whatever it forks."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import tap_emulator
from tests.support.project import ROOT
from tests.tap_emulator.conftest import Client, clients_of, deploy_function, eventually, is_gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system gives orphans to a subreaper on Linux only")

FORKS = """
import os, pathlib, signal, sys, time

def note(folder):
    name = f"{folder}/{os.getpid()}"
    pathlib.Path(name + ".new").touch()
    os.rename(name + ".new", name)

def daemon(folder):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            note(folder)
            time.sleep(600)
        os._exit(0)

def mute(folder):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            note(folder)
            os.closerange(0, 65536)
            time.sleep(600)
        os._exit(0)

def hop(folder):
    if os.fork() == 0:
        os.setsid()
        note(folder)
        end = time.monotonic() + 600
        while time.monotonic() < end:
            if os.fork():
                os._exit(0)

def family(folder):
    if os.fork() == 0:
        os.setsid()
        for _ in range(5):
            if os.fork() == 0:
                daemon(folder)
                note(folder)
                time.sleep(600)
        note(folder)
        time.sleep(600)

def handler(event, context):
    for kind in event["kinds"]:
        globals()[kind](event["folder"])
    while len([name for name in os.listdir(event["folder"]) if name.isdigit()]) < event["expected"]:
        time.sleep(0.01)
    note(event["folder"])
    time.sleep(event["seconds"])
    if event.get("murder"):
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)
    if event.get("exit"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return "done"
"""
KINDS = {"daemon": 1, "mute": 1, "hop": 1, "family": 11}
"""What a function forks, and how many processes of it make themselves known."""


def noted(folder: Path) -> list[int]:
    return [int(file.name) for file in folder.iterdir() if file.name.isdigit()]


def running_in(folder: Path) -> list[int]:
    """Return the processes of the function that was given the folder, as their variables say."""
    mark = f"KEEPER_TEST={folder}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a function's processes make themselves known; whatever is left of them is killed after the test."""
    yield tmp_path
    for _ in range(1000):
        for process in (left := running_in(tmp_path)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        if not left:
            return


def event(folder: Path, kinds: list[str], seconds: float, **more: object) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "kinds": kinds,
        "expected": sum(KINDS[kind] for kind in kinds),
        "seconds": seconds,
        **more,
    }


def variables(folder: Path) -> dict[str, Any]:
    return {"Environment": {"Variables": {"KEEPER_TEST": str(folder)}}}


@pytest.mark.parametrize(
    ("seconds", "more", "kind"),
    [(0, {}, None), (60, {}, "Sandbox.Timedout"), (0, {"exit": True}, "Runtime.ExitError")],
    ids=["answered", "timed out", "killed"],
)
def test_none_outlives_the_invocation(
    deploy: Callable[..., str],
    client: Client,
    folder: Path,
    seconds: float,
    more: dict[str, object],
    kind: str | None,
) -> None:
    name = deploy(FORKS, Timeout=4, **variables(folder))
    payload = json.dumps(event(folder, list(KINDS), seconds, **more))
    answer = json.load(client("lambda").invoke(FunctionName=name, Payload=payload)["Payload"])
    assert (answer if kind is None else answer["errorType"]) == (kind or "done")
    assert len(noted(folder)) == sum(KINDS.values()) + 1
    assert running_in(folder) == []
    assert [process for process in noted(folder) if not is_gone(process)] == []


def test_none_outlives_the_emulator_that_killed_its_own_keeper(folder: Path) -> None:
    with tap_emulator.running() as own:
        client = clients_of(own.url, own.access_key_id)
        name = deploy_function(client, FORKS, Timeout=120, **variables(folder))
        payload = json.dumps(event(folder, list(KINDS), 0, murder=True))
        answer = json.load(client("lambda").invoke(FunctionName=name, Payload=payload)["Payload"])
        assert answer["errorType"] == "Runtime.ExitError"
        assert running_in(folder) != []
    assert running_in(folder) == []
    assert [process for process in noted(folder) if not is_gone(process)] == []


STARTER = """
import json, sys, time, tap_emulator
with tap_emulator.running() as aws:
    print(json.dumps([aws.url, aws.access_key_id]), flush=True)
    time.sleep(120)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("target", ["emulator", "starter"])
def test_none_outlives_the_emulator(folder: Path, number: signal.Signals, target: str) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert starter.stdout
        url, key = json.loads(starter.stdout.readline())
        (emulator,) = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text().split()
        client = clients_of(url, key)
        name = deploy_function(client, FORKS, Timeout=120, **variables(folder))
        payload = json.dumps(event(folder, list(KINDS), 120))
        client("lambda").invoke(FunctionName=name, Payload=payload, InvocationType="Event")
        assert eventually(lambda: len(noted(folder)) == sum(KINDS.values()) + 1)
        assert running_in(folder) != []
        os.kill(starter.pid if target == "starter" else int(emulator), number)
        assert eventually(lambda: running_in(folder) == [], 10)
        assert [process for process in noted(folder) if not is_gone(process)] == []
        assert eventually(lambda: is_gone(int(emulator)))
    finally:
        starter.kill()
        starter.communicate()
