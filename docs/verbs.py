"""Writes the page of the verbs from the command line itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tap_cli.app import SPEAKING, make_app, verbs

ROOT: Final = Path(__file__).resolve().parents[1]
HEADING: Final = """# The verbs of `tap`

Made from the code by `make reference`. `tap` is `.venv/bin/tap` in this repository, and is on `PATH` where its wheel is
installed. Every make target calls the verb of its name.

Exit codes of every verb: 0 it is done, 1 an error, told in one message, 130 Ctrl-C. Others are told with the verb.

`tap --install-completion` teaches your shell (bash, zsh or fish) the verbs and options.

"""
HELP_SECONDS: Final = 60
WIDTH: Final = "100"
"""Columns of the help that a verb with a command line of its own prints."""


def page() -> str:
    """Return the page."""
    first = f"## tap {next(iter(verbs()))}".replace("_", "-")
    text = make_app().generate_docs()
    text = text[text.index(f"\n{first}\n") + 1 :].replace("*[default: False]*", "").replace("console\n", "text\n")
    for verb in sorted(SPEAKING):
        usage, summary = f"## tap {verb}\n\n```text\n", f"```text\n{_own_help(verb)}```"
        before, _, rest = text.partition(usage)
        text = (
            before + f"## tap {verb}\n\n" + rest.partition("```\n\n")[2].replace("\n\n## ", f"\n\n{summary}\n\n## ", 1)
        )
    return HEADING + "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


def _own_help(verb: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", verb, "--help"],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": WIDTH},
        check=True,
        capture_output=True,
        text=True,
        timeout=HELP_SECONDS,
    ).stdout
