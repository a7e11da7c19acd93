"""The Python that runs deployed functions: checked once at the start, described for people.

AWS runs a function in the runtime that it names. Here it is one interpreter for all: the one asked for, or the current
one. It must be able to import ``awslambdaric``, AWS's own runtime interface client.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tap_emulator.errors import EmulatorError

_PREFERRED = (3, 12)
_CHECK_SECONDS = 60.0
_CHECK = "import platform, awslambdaric.bootstrap; print(platform.python_version())"


@dataclass(frozen=True)
class Interpreter:
    """An interpreter that can run functions; ``version`` such as ``3.12.1``."""

    path: Path
    version: str

    def __str__(self) -> str:
        """Return how a person reads it: ``Python 3.12.1``, and whether the preferred version was missed."""
        major, minor = self.version.split(".")[:2]
        if (int(major), int(minor)) == _PREFERRED:
            return f"Python {self.version}"
        return f"Python {self.version} (no Python {_PREFERRED[0]}.{_PREFERRED[1]} with awslambdaric was found)"


def checked(path: Path | None) -> Interpreter:
    """Return the interpreter at ``path`` (the current one by default), or raise ``EmulatorError`` if it will not do."""
    python = path or Path(sys.executable)
    try:
        answer = subprocess.run(
            [python, "-c", _CHECK], capture_output=True, text=True, timeout=_CHECK_SECONDS, check=False
        )
    except OSError as error:
        raise EmulatorError(
            f"{python} cannot be run to run functions: {error.strerror}; name another with --lambda-python"
        ) from None
    except subprocess.TimeoutExpired:
        raise EmulatorError(
            f"{python} did not answer within {_CHECK_SECONDS:g} s; name another with --lambda-python"
        ) from None
    if answer.returncode != 0:
        reason = (answer.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise EmulatorError(
            f"{python} cannot import awslambdaric, which runs the functions ({reason}): install it there "
            f"(`{python} -m pip install awslambdaric`), or name another Python with --lambda-python"
        )
    return Interpreter(python, answer.stdout.strip())
