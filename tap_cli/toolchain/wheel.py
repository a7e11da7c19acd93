"""What is installed in a venv, read from its folders without running its Python."""

from __future__ import annotations

from pathlib import Path


def installed_version(venv: Path, package: str) -> str:
    """Return the version of an installed package, as the folder of its metadata is named; "" where there is none."""
    name = package.replace("-", "_")
    found = next(venv.glob(f"lib/python*/site-packages/{name}-*.dist-info"), None)
    return found.name.removeprefix(f"{name}-").removesuffix(".dist-info") if found else ""
