"""Chooses the files of a code folder that belong into its package, and refuses what nobody can pack faithfully.

What a folder holds besides code is left out by name; `.tapignore` in it, in the syntax of `.gitignore`, leaves out
more.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from tap_stack.faults import Fault, FaultsError

IGNORE_FILE: Final = ".tapignore"
"""In a code folder: what else its package leaves out."""

ALLOW_FILE: Final = ".tapallow"
"""In a code folder: files that look as if they held a secret and hold none, each with the reason."""

LEFT_OUT: Final = frozenset(
    (
        *("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox", ".coverage"),
        *(".git", ".hg", ".svn", ".gitignore", ".gitattributes", ".DS_Store", "Thumbs.db", ".idea", ".vscode"),
        *(".env", ".envrc", ".aws", ".azure", ".ssh", ".gnupg", ".kube", ".docker", ".netrc", ".npmrc", ".pypirc"),
        *(".git-credentials", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"),
        *(".venv", "node_modules", ".terraform", ".terraform.lock.hcl", "cdktf.out", IGNORE_FILE, ALLOW_FILE),
    )
)
"""Names of files and folders that never belong into a package: what tools leave, credentials, states."""

LEFT_OUT_PATTERNS: Final = (
    *("*.pyc", "*.pyo", "*.swp", "*.swo", "*~", "*.orig", "*.rej"),
    *(".env.*", "*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.ppk"),
    *("*.tfstate", "*.tfstate.*", "*.tfvars"),
)
"""Patterns of such names. `*.pem` is none: certificates of authorities are such files; a key in one is refused."""

VIRTUAL_ENVIRONMENT: Final = "pyvenv.cfg"
"""The file by which a folder is a virtual environment, whatever its name (PEP 405)."""


class PackageError(FaultsError):
    """A code folder that cannot become a Lambda package.

    Args:
        faults: at least one.
    """

    subject = "the code folder"


@dataclass(frozen=True)
class Selected:
    """A file that goes into the package."""

    name: str
    """Its path in the package, with `/`."""
    file: Path
    size: int
    executable: bool


def select_files(code: Path) -> list[Selected]:
    """Choose the files of a folder, sorted by name; nothing is read but `.tapignore`.

    Links to files inside the folder are followed. Links to folders are refused: what they hold would be packed twice.

    Raises:
        PackageError: for links that lead out of the folder or nowhere, links to folders, names that are not UTF-8,
            and what is no file; with every fault.
    """
    faults: list[Fault] = []
    selected: list[Selected] = []
    ignored = _ignored(code)
    for entry, name in _walk(code, "", ignored, faults):
        place = Path(entry.path)
        if fault := _fault_of(code, place, name, is_link=entry.is_symlink()):
            faults.append(fault)
            continue
        status = entry.stat()
        selected.append(Selected(name, place, status.st_size, bool(status.st_mode & stat.S_IXUSR)))
    if faults:
        raise PackageError(faults)
    return sorted(selected, key=lambda file: file.name)


def _walk(
    folder: Path, path: str, ignored: Callable[[str], bool], faults: list[Fault]
) -> Iterator[tuple[os.DirEntry[str], str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        faults.append(Fault(_shown(folder.name), f"{error.strerror}", "a folder that can be read", "let it be read"))
        return
    if path and any(entry.name == VIRTUAL_ENVIRONMENT for entry in entries):
        return
    for entry in entries:
        name = f"{path}{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name in LEFT_OUT or any(fnmatchcase(entry.name, pattern) for pattern in LEFT_OUT_PATTERNS):
            continue
        if ignored(f"{name}/" if is_folder else name):
            continue
        if is_folder:
            yield from _walk(Path(entry.path), f"{name}/", ignored, faults)
        else:
            yield entry, name


def _fault_of(code: Path, place: Path, name: str, *, is_link: bool) -> Fault | None:
    where = f"{_shown(code.name)}/{_shown(name)}"
    leave_out = f"remove it, or list it in {IGNORE_FILE}"
    try:
        name.encode()
    except UnicodeEncodeError:
        return Fault(where, "a name that is not UTF-8", "names in a package are UTF-8", "rename it")
    if is_link:
        try:
            target = place.resolve()
        except (OSError, RuntimeError):  # Python 3.11 and 3.12 raise RuntimeError for a link to itself
            return Fault(where, "a link to itself", "a package holds files", leave_out)
        if not target.is_relative_to(code.resolve()):
            return Fault(where, "a link that leads out of the folder", "a package holds files of its folder", leave_out)
        if target.is_dir():
            return Fault(where, "a link to a folder", "folders are packed where they are", leave_out)
    try:
        if place.is_file():
            return None
    except OSError as error:
        return Fault(where, f"{error.strerror}", "a file that can be read", leave_out)
    return Fault(where, "no file: a link that leads nowhere, or a device", "a package holds files", leave_out)


def _ignored(code: Path) -> Callable[[str], bool]:
    """Return what tells whether a path, of a folder with `/` at its end, is left out by the folder's ignore file.

    Raises:
        PackageError: when the file cannot be read.
    """
    try:
        lines = (code / IGNORE_FILE).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return lambda _: False
    except (OSError, UnicodeDecodeError) as error:
        where = f"{_shown(code.name)}/{IGNORE_FILE}"
        raise PackageError([Fault(where, str(error), "a readable text file in UTF-8", "correct the file")]) from None
    from pathspec import GitIgnoreSpec  # only where there is such a file: to load it costs a tenth of a synthesis

    try:
        return GitIgnoreSpec.from_lines(lines).match_file
    except ValueError as error:
        where = f"{_shown(code.name)}/{IGNORE_FILE}"
        raise PackageError([Fault(where, str(error), "patterns as in .gitignore", "correct the line")]) from None


def _shown(name: str) -> str:
    """Show a name of a file, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode() if name.isprintable() else ascii(name)[1:-1]
