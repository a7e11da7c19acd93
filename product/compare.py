"""`python -m product.compare`: compare this project's two versions, the CDKTF one freshly synthesized.

Takes every option of `python -m stack_parity` but its two paths. Names count: our two versions must agree on them, too.
"""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stack_parity import NOT_COMPARED, main

PROJECT: Final = Path(__file__).resolve().parents[1]
PULUMI: Final = "pulumi_program"
SYNTHESIZED: Final = "cdktf.out"
ALLOWED: Final = "product/allowed_differences.toml"
PROFILE: Final = "product/profile.toml"
SYNTH_SECONDS: Final = 300


def compare_own(arguments: Sequence[str]) -> int:
    """Synthesize once, compare, and return the exit code of the comparison."""
    fault = _synthesize()
    if fault:
        print(f"parity: {fault}", file=sys.stderr)
        return NOT_COMPARED
    with contextlib.chdir(PROJECT):
        return main([PULUMI, SYNTHESIZED, "--names", "--allow", ALLOWED, "--profile", PROFILE, *arguments])


def _synthesize() -> str | None:
    """Run the app as the cdktf command line does; return what it says where it fails."""
    app = shlex.split(json.loads((PROJECT / "cdktf.json").read_text("utf-8"))["app"])
    try:
        subprocess.run(app, cwd=PROJECT, check=True, capture_output=True, text=True, timeout=SYNTH_SECONDS)
    except subprocess.TimeoutExpired:
        return f"no synthesis within {SYNTH_SECONDS} s. Run the app alone to see why: {shlex.join(app)}"
    except subprocess.CalledProcessError as error:
        return f"the synthesis failed:\n{error.stderr.strip()}"
    return None


if __name__ == "__main__":
    sys.exit(compare_own(sys.argv[1:]))
