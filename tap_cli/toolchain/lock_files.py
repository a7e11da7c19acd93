"""Writes the lock files, and reads them for the venvs that pip makes without pipenv.

The lock files name no registry: which one is asked is a matter of each machine's own pip and npm configuration.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tap_cli.errors import UserError
from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.workstation import Workstation

ANYWHERE = ("index", "resolved", "funding")
"""Keys of a lock file whose values are addresses."""


OTHER_SOURCES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS")
"""With these, or with a pip.conf, pipenv would lock other files and another digest of Pipfile on each machine."""


def requirements(lock: Mapping[str, Any], category: str) -> str:
    """Return one category of Pipfile.lock as pip's requirements, each with its hashes."""
    lines = []
    for name, package in sorted(lock[category].items()):
        marker = f" ; {package['markers']}" if "markers" in package else ""
        hashes = "".join(f" --hash={digest}" for digest in package["hashes"])
        lines.append(f"{name}{package['version']}{marker}{hashes}\n")
    return "".join(lines)


def without_addresses(value: Any) -> Any:
    """Return the content of a lock file without the addresses that it was written from."""
    if isinstance(value, dict):
        return {
            key: [] if key == "sources" else without_addresses(inner)
            for key, inner in value.items()
            if key not in ANYWHERE
        }
    return [without_addresses(inner) for inner in value] if isinstance(value, list) else value


def write_locks(workstation: Workstation) -> None:
    """Resolve Pipfile and package.json anew and write both lock files.

    Raises:
        UserError: pipenv or npm failed; what they said is above.
    """
    project = workstation.project
    variables = {name: value for name, value in workstation.variables.items() if name not in OTHER_SOURCES} | {
        "PIPENV_PIPFILE": str(project.root / "Pipfile"),
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    npm = [str(project.venv / "bin" / "npm"), "install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
    for command in ([str(project.pipenv), "lock"], npm):
        if subprocess.run(command, cwd=project.root, env=variables, check=False).returncode != 0:
            raise UserError(
                f"{Path(command[0]).name} failed, and a lock file may be written in part; see above. Mend the cause, "
                "or take the lock files back (git checkout Pipfile.lock package-lock.json), then run: make lock"
            )
    for file, indent in ((project.pipfile_lock, 4), (project.package_lock, 2)):
        content = without_addresses(json.loads(file.read_text("utf-8")))
        file.write_text(json.dumps(content, indent=indent, ensure_ascii=False) + "\n", "utf-8")


def main() -> None:
    """Write a category of Pipfile.lock as pip's requirements: the two arguments are its name and the file."""
    category, file = sys.argv[1:]
    Path(file).write_text(requirements(json.loads(PROJECT.pipfile_lock.read_text()), category))


if __name__ == "__main__":
    main()
