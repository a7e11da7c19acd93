"""A program that does not end, whose caller is killed: it ends by itself."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

from stack_parity.sources.pulumi.running.process import RUNNER


def test_a_program_without_a_caller_ends_by_itself(tmp_path: Path) -> None:
    main = tmp_path / "__main__.py"
    main.write_text("while True: pass\n")
    ours, theirs = socket.socketpair()
    request = {
        "project": "p",
        "stack": "dev",
        "folder": str(tmp_path),
        "main": str(main),
        "settings": [],
        "configuration": {},
        "secret_keys": [],
        "digest_key": "00",
        "encrypted": "encrypted",
        "lenient": False,
        "seconds": 0,
        "own_python": True,
        "home": str(Path.home()),
        "channel": theirs.fileno(),
        "key": "00",
    }
    command = [sys.executable, str(RUNNER / "__main__.py")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env={}, pass_fds=[theirs.fileno()])
    try:
        process.communicate(json.dumps(request), timeout=60)
    finally:
        process.kill()
        ours.close()
        theirs.close()
    assert process.returncode == -signal.SIGALRM
