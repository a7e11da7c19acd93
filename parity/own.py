"""`python -m parity.own`: compare this project's two versions, the CDKTF one freshly synthesized.

Takes every option of `python -m parity` but its two paths. Names count: our two versions must agree on them, too.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parity.__main__ import NOT_COMPARED, main

PROJECT: Final = Path(__file__).resolve().parents[1]
PULUMI: Final = "pulumi_program"
SYNTHESIZED: Final = "cdktf.out"
ALLOWED: Final = "parity/own.toml"
SYNTH_SECONDS: Final = 300


def compare_own(arguments: Sequence[str]) -> int:
    """Synthesize once, compare, and give the exit code of `parity`."""
    fault = _synthesize()
    if fault:
        print(f"parity: {fault}", file=sys.stderr)
        return NOT_COMPARED
    with contextlib.chdir(PROJECT):
        return main([PULUMI, SYNTHESIZED, "--names", "--allow", ALLOWED, *arguments])


def _synthesize() -> str | None:
    """Run the app; the fault in one line where it fails."""
    try:
        subprocess.run(
            [sys.executable, "main.py"],
            cwd=PROJECT,
            check=True,
            capture_output=True,
            text=True,
            timeout=SYNTH_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"main.py: no synthesis within {SYNTH_SECONDS} s. Run it alone to see why."
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or ["no message"]
        return f"main.py: the synthesis failed: {last[0]}"
    return None


if __name__ == "__main__":
    sys.exit(compare_own(sys.argv[1:]))
