"""Tries environment files: each is synthesized faithfully, or refused with the clear message."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from tap_stack import EnvironmentStack, SettingsError, load_environment
from tap_stack.framework import App
from tap_stack.settings import DeploymentSettings
from tools.bulk.arrivals import changed_json, changed_settings
from tools.bulk.environments import broken, damaged, valid, written
from tools.bulk.messages import unclear
from tools.bulk.tally import Tally

KIND: Final = "environment files"
IN_ONE_APP: Final = 50
"""Environments that are synthesized together."""

Accepted = tuple[str, dict[str, Any], DeploymentSettings]


def try_files(first: int, count: int, every: int = 1) -> Tally:
    """Try files by their numbers, half of them valid.

    Args:
        first: the first number.
        count: how many.
        every: of those that the settings take, each so many-th is synthesized.
    """
    tally = Tally(KIND)
    with TemporaryDirectory(prefix="bulk-") as folder:
        project = Path(folder)
        _make_code(project / "handler")
        (project / "environments").mkdir()
        accepted: list[Accepted] = []
        for number in range(first, first + count):
            accepted += [each for each in _try_file(number, project, tally) if tally.taken % every == 0]
            if len(accepted) >= IN_ONE_APP:
                _synthesize(accepted, project, tally)
                accepted = []
        _synthesize(accepted, project, tally)
    return tally


def _try_file(number: int, project: Path, tally: Tally) -> Iterator[Accepted]:
    random = Random(number)  # noqa: S311 - to be repeated, not to be secret
    tables, right = valid(random), number % 2 == 0
    content = written(tables if right else broken(random, tables)).encode("utf-8", "surrogatepass")
    if not right and random.random() < 0.4:
        content = damaged(random, content)
    name = f"e{number}" if right or random.random() < 0.9 else random.choice(("E", "a--b", "é", "a b", "1", "x" * 70))
    file = project / "environments" / f"{name}.toml"
    file.write_bytes(content)
    with tally.input(f"file {number}"):
        try:
            deployment = load_environment(file)
        except SettingsError as error:
            if right or (lack := unclear(error)):
                tally.note("unclear", f"file {number}: {'what is right is refused' if right else lack}: {error}")
            tally.refused += 1
        else:
            data = tomllib.loads(content.decode())
            for place in changed_settings(data, deployment):
                tally.note("changed", f"file {number}: {place}")
            tally.taken += 1
            yield name, data, deployment
    file.unlink()


def _synthesize(accepted: list[Accepted], project: Path, tally: Tally) -> None:
    """Synthesize environments in one app, and read what came of each."""
    output = project / "cdktf.out"
    try:
        app = App(outdir=str(output))
        for _, _, deployment in accepted:
            EnvironmentStack(app, deployment)
        app.synth()
        for name, data, _ in accepted:
            document = json.loads((output / "stacks" / name / "cdk.tf.json").read_text("utf-8"))
            tally.read_back += 1
            for place in changed_json(data, name, document):
                tally.note("changed", f"{name}: {place}")
    except Exception as error:  # whatever it is, it is the finding
        tally.note("tracebacks", f"one of {[name for name, _, _ in accepted]}: {type(error).__name__}: {error}")
    shutil.rmtree(output, ignore_errors=True)


def _make_code(folder: Path) -> None:
    (folder / "inner").mkdir(parents=True)
    (folder / "tap_handler.py").write_text("def handle(event, context): ...\ndef other(event, context): ...\n")
    (folder / "inner" / "part.py").write_text("def main(event, context): ...\n")
