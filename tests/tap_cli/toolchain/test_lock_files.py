"""What the lock files promise: every package pinned and hashed, no registry named, the same for every Python."""

import json
import os
import re
import subprocess
import tomllib
from typing import Any

import pytest

from tap_cli.toolchain.lock_files import requirements, without_addresses
from tap_cli.toolchain.project import PROJECT

PIPFILE = (PROJECT.root / "Pipfile").read_text()
ALONE = ("terraform", "lambda", "bootstrap", "docs")
"""Categories that are installed into an environment of their own."""
CATEGORIES = {"packages": "default", "dev-packages": "develop", **dict.fromkeys(ALONE)}
OWN = {"cdktf-fast-load", "tapstack"}
"""Installed from this checkout, to be edited; neither has a version or a hash in the lock."""
LOCK: dict[str, Any] = json.loads(PROJECT.pipfile_lock.read_text())


def pinned(category: str) -> dict[str, str]:
    """The direct dependencies of a category, with their versions."""
    entries = tomllib.loads(PIPFILE)[category]
    return {
        name: entry if isinstance(entry, str) else entry["version"]
        for name, entry in entries.items()
        if name not in OWN
    }


def test_pipfile_names_no_registry_and_no_python_version() -> None:
    assert set(tomllib.loads(PIPFILE)) == {*CATEGORIES, "scripts"}


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_dependency_is_pinned_and_says_why(category: str) -> None:
    for name, version in pinned(category).items():
        assert re.fullmatch(r"==[\w.]+", version), name
        assert re.search(rf"^{re.escape(name)} = .*  # \w.+$", PIPFILE, re.MULTILINE), name


@pytest.mark.parametrize("file", [PROJECT.pipfile_lock, PROJECT.package_lock], ids=lambda file: str(file.name))
def test_a_lock_file_names_no_host(file: Any) -> None:
    assert re.findall(r"https?://[^\s\"]+", file.read_text()) == []
    assert json.loads(file.read_text()) == without_addresses(json.loads(file.read_text()))


@pytest.mark.parametrize(("category", "section"), CATEGORIES.items())
def test_the_lock_holds_what_pipfile_asks_for(category: str, section: str | None) -> None:
    locked = LOCK[section or category]

    assert {name: locked[name]["version"] for name in pinned(category)} == pinned(category)


def test_the_lock_fits_the_pipfile() -> None:
    environ = {
        "PATH": "",
        "PIP_CONFIG_FILE": os.devnull,  # pipenv counts the registries of a machine into the digest
        "PIPENV_IGNORE_VIRTUALENVS": "1",
        "PIPENV_PIPFILE": str(PROJECT.root / "Pipfile"),
    }

    result = subprocess.run([PROJECT.pipenv, "verify"], env=environ, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("section", [name for name in LOCK if name != "_meta"])
def test_every_locked_package_has_hashes(section: str) -> None:
    assert [name for name, package in LOCK[section].items() if name not in OWN and not package.get("hashes")] == []


def test_functions_run_with_the_same_packages_in_either_python() -> None:
    assert {name: LOCK["default"][name] for name in ("boto3", "awslambdaric")} == {
        name: LOCK["lambda"][name] for name in ("boto3", "awslambdaric")
    }


def test_a_category_becomes_requirements_with_markers_and_hashes() -> None:
    lock = {
        "lambda": {
            "boto3": {"version": "==1.0", "hashes": ["sha256:aa", "sha256:bb"], "markers": "python_version >= '3.9'"},
            "six": {"version": "==2.0", "hashes": ["sha256:cc"]},
        }
    }

    assert requirements(lock, "lambda") == (
        "boto3==1.0 ; python_version >= '3.9' --hash=sha256:aa --hash=sha256:bb\nsix==2.0 --hash=sha256:cc\n"
    )


def test_the_node_side_is_pinned_and_hashed() -> None:
    package = json.loads((PROJECT.root / "package.json").read_text())
    lock = json.loads(PROJECT.package_lock.read_text())

    assert set(package["devDependencies"]) == {"@cloud-copilot/iam-simulate", "cdktf-cli", "pyright"}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())
    assert lock["packages"][""]["devDependencies"] == package["devDependencies"]
    assert [
        name for name, entry in lock["packages"].items() if name and not entry.keys() & {"integrity", "inBundle"}
    ] == []


def test_no_package_of_node_needs_its_install_scripts() -> None:
    """Set-up runs `npm ci --ignore-scripts`: node-pty, the one that had to compile, is replaced by a prebuilt one."""
    packages = json.loads(PROJECT.package_lock.read_text())["packages"]

    assert packages["node_modules/@cdktf/node-pty-prebuilt-multiarch"]["name"] == "@lydell/node-pty"
    assert [name for name, entry in packages.items() if entry.get("hasInstallScript")] == []
