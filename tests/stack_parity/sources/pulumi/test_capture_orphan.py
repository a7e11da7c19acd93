"""A program that does not end, whose caller is killed: it ends by itself."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from stack_parity.sources.pulumi.runner import __main__ as program
from tests.support.project import ROOT


def test_a_program_without_a_caller_ends_by_itself(tmp_path: Path) -> None:
    main = tmp_path / "__main__.py"
    main.write_text("while True: pass\n")
    request = {
        "root": str(ROOT),
        "answer": str(tmp_path / "answer.json"),
        "project": "p",
        "stack": "dev",
        "folder": str(tmp_path),
        "main": str(main),
        "settings": [],
        "configuration": {},
        "secret_keys": [],
        "lenient": False,
        "seconds": 0,
    }
    command = [sys.executable, "-P", "-m", program.__name__.removesuffix(".__main__")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)})
    try:
        process.communicate(json.dumps(request), timeout=60)
    finally:
        process.kill()
    assert process.returncode == -signal.SIGALRM
