"""The peers: each in an environment of its own, made when a benchmark first needs it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

REQUIREMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "cdktn": ("cdktn==0.24.0", "cdktn-provider-aws==25.8.1", "constructs==10.7.2"),
    "aws-cdk": ("aws-cdk-lib==2.275.0", "constructs==10.7.2"),
    "pulumi": ("pulumi==3.272.0", "pulumi-aws==7.51.1", "setuptools==80.9.0"),
}
"""What is installed for each peer; setuptools because pulumi-aws imports `pkg_resources` on some Pythons."""

OWN_PACKAGES: Final = ("cdktf", "cdktf-cdktf-provider-aws", "constructs", "jsii")
INSTALLED: Final = "requirements.json"


class PeerError(Exception):
    """A peer's environment cannot be made; the message says what to do."""


def python_of(peer: str, folder: Path) -> Path:
    """Return the Python of a peer's environment, made now where it is missing or holds other versions.

    Args:
        peer: a key of `REQUIREMENTS`.
        folder: holds the environments of all peers.

    Raises:
        PeerError: the packages cannot be installed.
    """
    environment = folder / peer
    python = environment / "bin" / "python"
    stamp = environment / INSTALLED
    wanted = json.dumps([sys.version, *REQUIREMENTS[peer]])
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(environment, ignore_errors=True)
    venv.create(environment, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS[peer]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PeerError(
            f"The packages of {peer} cannot be installed: {done.stderr.strip().splitlines()[-1]}\n"
            f"Leave it out (--leave-out {peer}), or check what pip can reach."
        )
    stamp.write_text(wanted)
    return python


def versions(python: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """Read the versions of installed packages."""
    source = (
        "import json, sys; from importlib.metadata import version; "
        "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
    )
    done = subprocess.run([str(python), "-c", source, *packages], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found
