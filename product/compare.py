"""`python -m product.compare`: compare this project's two versions, the CDKTF one freshly synthesized, or any two.

Takes every option of `python -m stack_parity`. Of our own two versions names count: they must agree on them, too.
"""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Final

from stack_parity import NOT_COMPARED, main

PROJECT: Final = Path(__file__).resolve().parents[1]
PULUMI: Final = "pulumi_program"
SYNTHESIZED: Final = "cdktf.out"
ALLOWED: Final = "product/allowed_differences.toml"
PROFILE: Final = "product/profile.toml"
SYNTH_SECONDS: Final = 300


def compare(arguments: Sequence[str]) -> int:
    """Compare what the words before the options name: nothing or one environment of our own, or two programs."""
    names = list(takewhile(lambda word: not word.startswith("-"), arguments))
    options = arguments[len(names) :]
    run = partial(main, program="tap compare", names="[ENVIRONMENT | LEFT RIGHT]")
    if len(names) > 1 or not {"-h", "--help"}.isdisjoint(options):
        return run([*names, *options])
    fault = _synthesize()
    if fault:
        print(f"parity: {fault}", file=sys.stderr)
        return NOT_COMPARED
    environment = [f"--env={name}" for name in names]
    with contextlib.chdir(PROJECT):
        return run([PULUMI, SYNTHESIZED, "--names", "--allow", ALLOWED, "--profile", PROFILE, *environment, *options])


def _synthesize() -> str | None:
    """Run the app as the cdktf command line does; return what it says where it fails."""
    app = []
    try:
        app = shlex.split(json.loads((PROJECT / "cdktf.json").read_text("utf-8"))["app"])
        subprocess.run(app, cwd=PROJECT, check=True, capture_output=True, text=True, timeout=SYNTH_SECONDS)
    except subprocess.TimeoutExpired:
        return f"no synthesis within {SYNTH_SECONDS} s. Run the app alone to see why: {shlex.join(app)}"
    except subprocess.CalledProcessError as error:
        return f"the synthesis failed:\n{error.stderr.strip()}"
    except (OSError, KeyError, ValueError, AttributeError, TypeError) as error:
        return f"cdktf.json names no app that can be run ({type(error).__name__}: {error})."
    return None


if __name__ == "__main__":
    sys.exit(compare(sys.argv[1:]))
