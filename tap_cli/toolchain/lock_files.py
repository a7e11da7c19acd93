"""Writes the lock files, and reads them for the environments that pip makes without pipenv.

The lock files name no registry: which one is asked is a matter of each machine's own pip and npm configuration.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tap_cli.toolchain.project import PROJECT, Project

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


def write_locks(project: Project, environ: Mapping[str, str]) -> None:
    """Resolve Pipfile and package.json anew and write both lock files."""
    env = {name: value for name, value in environ.items() if name not in OTHER_SOURCES} | {
        "PIPENV_PIPFILE": str(project.root / "Pipfile"),
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    npm = [str(project.venv / "bin" / "npm"), "install", "--package-lock-only", "--ignore-scripts", "--no-audit"]
    for command in ([str(project.pipenv), "lock"], npm):
        subprocess.run(command, cwd=project.root, env=env, check=True)
    for file, indent in ((project.pipfile_lock, 4), (project.package_lock, 2)):
        content = without_addresses(json.loads(file.read_text("utf-8")))
        file.write_text(json.dumps(content, indent=indent, ensure_ascii=False) + "\n", "utf-8")


def main() -> None:
    """Write the lock files, or one category as requirements."""
    parser = argparse.ArgumentParser(prog="python -m tap_cli.toolchain.lock_files", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("write", help="resolve anew and write Pipfile.lock and package-lock.json")
    export = commands.add_parser("requirements", help="write a category of Pipfile.lock as pip's requirements")
    export.add_argument("category")
    export.add_argument("file", type=Path)
    options = parser.parse_args()
    if options.command == "requirements":
        options.file.write_text(requirements(json.loads(PROJECT.pipfile_lock.read_text()), options.category))
        return
    try:
        write_locks(PROJECT, os.environ)
    except subprocess.CalledProcessError as error:
        sys.exit(f"The lock files are unchanged or half new: {error}. See above, then run: make lock")


if __name__ == "__main__":
    main()
