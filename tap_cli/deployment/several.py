"""Several environments: planned together, approved by one answer, applied wave after wave, and one line on each."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

from tap_cli.deployment.approval import ask_for, check_can_ask
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.isolated import CHANGES
from tap_cli.deployment.locks import HELD
from tap_cli.deployment.target import Announce, synthesize
from tap_cli.deployment.terraform_process import INTERRUPTS
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation

AT_ONCE: Final = 2
"""How many environments are under way at once: Lambda's control plane allows 15 requests a second for an account."""

INTERRUPTED: Final = 130
WORST_FIRST: Final = (INTERRUPTED, 1, HELD)


@dataclass
class Run:
    """One environment's part.

    Attributes:
        name: the environment.
        code: the exit code; None as long as nothing was begun.
        word: the last that was said of it.
    """

    name: str
    code: int | None = None
    word: str = "not begun"


@dataclass
class Crew:
    """Programs that run a few at a time, and of which none is begun any more once one has failed.

    Attributes:
        workstation: the checkout and its user.
        at_once: how many run at once.
        announce: called with each line that one of them says.
        stopped: set where no further one is to begin.
    """

    workstation: Workstation
    at_once: int
    announce: Announce
    stopped: threading.Event = field(default_factory=threading.Event)
    _living: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def run(self, runs: Sequence[Run], arguments: Callable[[str], Sequence[str]], good: tuple[int, ...]) -> None:
        """Run `tap` for each of some environments, to the end.

        Args:
            runs: they take the exit codes and the last words.
            arguments: gives the arguments for an environment.
            good: the exit codes that are no failure.
        """
        with self._interrupts_passed_on(), ThreadPoolExecutor(self.at_once) as pool:
            for ended in [pool.submit(self._one, run, arguments(run.name), good) for run in runs]:
                ended.result()

    def _one(self, run: Run, arguments: Sequence[str], good: tuple[int, ...]) -> None:
        if self.stopped.is_set():
            return
        process = subprocess.Popen(
            [sys.executable, "-m", "tap_cli", *arguments],
            cwd=self.workstation.project.root,
            env=self.workstation.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # a Ctrl-C of the terminal is passed on once, by us
        )
        self._living[run.name] = process
        with process:
            for line in process.stdout or ():
                self.announce(f"{run.name} | {line.rstrip()}")
                if line.startswith(f"{run.name}: "):
                    run.word = line.removeprefix(f"{run.name}: ").strip()
        run.code = process.returncode
        del self._living[run.name]
        if run.code not in good:
            run.word = f"FAILED with exit code {run.code}: {run.word}"
            self.stopped.set()

    @contextmanager
    def _interrupts_passed_on(self) -> Iterator[None]:
        def pass_on(*_: object) -> None:
            self.stopped.set()
            for process in list(self._living.values()):
                process.send_signal(signal.SIGINT)

        before = {number: signal.signal(number, pass_on) for number in INTERRUPTS}
        try:
            yield
        finally:
            for number, earlier in before.items():
                signal.signal(number, earlier)


def deploy_all(
    workstation: Workstation, names: Sequence[str], announce: Announce, *, approved: bool, at_once: int = AT_ONCE
) -> int:
    """Deploy several environments; return the exit code.

    Nothing is applied before all plans are made and approved. The waves follow one another as the environments' files
    say; after a failure nothing further is begun, and what is under way comes to its end.

    Args:
        workstation: the checkout and its user.
        names: the environments.
        announce: called with each line that the user is to know.
        approved: nobody is asked.
        at_once: how many are under way at once.

    Raises:
        UserError: an unknown environment, a missing tool, a failing app, or no approval.
    """
    deployments = [find_environment(workstation.project, name) for name in dict.fromkeys(names)]
    waves = {deployment.settings.environment: deployment.wave for deployment in deployments}
    runs = [Run(name) for name in sorted(waves, key=lambda name: (waves[name], names.index(name)))]
    check_can_ask(" ".join(names), approved)
    synthesize(workstation, find_toolbox(workstation).variables(workstation.variables))
    crew = Crew(workstation, at_once, announce)
    folder = Path(tempfile.mkdtemp(prefix="tap-plans-"))
    try:
        crew.run(runs, lambda name: ["plan", name, "--skip-synth", "--out", str(folder / name)], (0, CHANGES))
        changed = [run for run in runs if run.code == CHANGES]
        if not crew.stopped.is_set():
            for run in runs:
                run.word = "not begun" if run.code == CHANGES else "nothing to do."
            if changed and not approved:
                ask_for(" ".join(run.name for run in changed), f"{len(changed)} environments would change")
            _apply(crew, changed, waves, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    announce("")
    width = max(map(len, waves))
    for run in runs:
        announce(f"{run.name:{width}}  {run.word}")
    codes = {run.code for run in runs}
    return next((code for code in WORST_FIRST if code in codes), 1 if crew.stopped.is_set() else 0)


def _apply(crew: Crew, changed: Sequence[Run], waves: Mapping[str, int], folder: Path) -> None:
    for _, wave in groupby(changed, lambda run: waves[run.name]):
        crew.run(list(wave), lambda name: ["deploy", name, "--skip-synth", "--plan", str(folder / name)], (0,))
