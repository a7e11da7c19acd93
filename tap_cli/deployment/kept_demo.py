"""A demo that stays up: the line that leads a shell to it, and what to try there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import tap_emulator
from tap_cli.deployment.demo import DemoReport


def stay_up(report: DemoReport, aws: tap_emulator.Emulator, show: Callable[[], None]) -> None:
    """Show what was deployed and how to go on with it, and wait for Ctrl-C or SIGTERM."""
    wait = tap_emulator.on_stop()
    show()
    print("", *_invitation(report, aws), sep="\n", flush=True)
    wait()


def _invitation(report: DemoReport, aws: tap_emulator.Emulator) -> Iterator[str]:
    """Yield the lines that tell a person how to go on with what was deployed."""
    settings, root = report.deployment.settings, report.toolbox.project.root
    variables = {**aws.variables(os.environ), "AWS_REGION": settings.region}
    tap = "tap" if report.toolbox.project.is_own else ".venv/bin/tap"
    name, folder = settings.environment, report.folder.relative_to(root)
    yield "It stays up until Ctrl-C. In another shell, in this folder, take this line:"
    yield ""
    yield tap_emulator.shell_line(variables, os.environ)
    yield ""
    yield "Three things to try there:"
    yield f"  {tap} invoke {name}    the function answers, with its log"
    yield f"  {tap} diff {name}      after a change to environments/{name}.toml: what it would change"
    yield f"  (cd {folder} && {report.toolbox.terraform.path} plan)"
    yield "                         Terraform compares what is deployed with what was synthesized"
