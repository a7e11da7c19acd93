"""Chooses the files of a code folder that belong into its package, and refuses what nobody can pack faithfully.

What a folder holds besides code is left out by name; `.tapignore` in it, in the syntax of `.gitignore`, leaves out
more.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from tap_stack.faults import Fault, FaultsError
from tap_stack.small_files import read_small_text

IGNORE_FILE: Final = ".tapignore"
"""In a code folder: what else its package leaves out."""

ALLOW_FILE: Final = ".tapallow"
"""In a code folder: files that look as if they held a secret and hold none, each with the reason."""

LIST_LIMIT: Final = 1024 * 1024
"""Bytes of either of these files."""

LIST_RULE: Final = f"a readable text file in UTF-8 of at most {LIST_LIMIT:,} bytes"

STARS_LIMIT: Final = 3
"""How many `*` a pattern may have between two `/`, and how many `**`: each more takes a hundred times as long."""

LEFT_OUT: Final = frozenset(
    (
        *("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".tox", ".nox", ".coverage"),
        *(".git", ".hg", ".svn", ".gitignore", ".gitattributes", ".ds_store", "thumbs.db", ".idea", ".vscode"),
        *(".env", ".envrc", ".aws", ".azure", ".ssh", ".gnupg", ".kube", ".docker", ".netrc", ".npmrc", ".pypirc"),
        *(".git-credentials", ".pgpass", ".my.cnf", ".htpasswd", ".boto", ".s3cfg", ".terraformrc", ".config"),
        *("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"),
        *(".venv", "node_modules", ".terraform", ".terraform.lock.hcl", "cdktf.out", ".aws-sam", ".ipynb_checkpoints"),
        *(IGNORE_FILE, ALLOW_FILE),
    )
)
"""Names, in lower case, of what never belongs into a package: what tools leave, credentials, states."""

LEFT_OUT_PATTERNS: Final = (
    *("*.pyc", "*.pyo", "*.swp", "*.swo", "*~", "*.orig", "*.rej"),
    *(".env.*", "*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.ppk"),
    *("*.tfstate", "*.tfstate.*", "*.tfvars", ".*_history"),
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
        if _never_belongs(entry.name.lower()) or ignored(f"{name}/" if is_folder else name):
            continue
        if is_folder:
            yield from _walk(Path(entry.path), f"{name}/", ignored, faults)
        else:
            yield entry, name


def _never_belongs(name: str) -> bool:
    return name in LEFT_OUT or any(fnmatchcase(name, pattern) for pattern in LEFT_OUT_PATTERNS)


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
        lines = read_small_text(code / IGNORE_FILE, LIST_LIMIT).splitlines()
    except FileNotFoundError:
        return lambda _: False
    except (OSError, UnicodeDecodeError) as error:
        where = f"{_shown(code.name)}/{IGNORE_FILE}"
        raise PackageError([Fault(where, str(error), LIST_RULE, "correct the file")]) from None
    if slow := next((number for number, line in enumerate(lines, 1) if _is_slow(line)), None):
        where = f"{_shown(code.name)}/{IGNORE_FILE}, line {slow}"
        rule = f"at most {STARS_LIMIT} * between two /, and at most {STARS_LIMIT} **: to match more may take minutes"
        raise PackageError([Fault(where, "a pattern of too many *", rule, "write a simpler pattern")])
    from pathspec import GitIgnoreSpec  # only where there is such a file: to load it costs a tenth of a synthesis

    try:
        return GitIgnoreSpec.from_lines(lines).match_file
    except ValueError as error:
        where = f"{_shown(code.name)}/{IGNORE_FILE}"
        raise PackageError([Fault(where, str(error), "patterns as in .gitignore", "correct the line")]) from None


def _is_slow(pattern: str) -> bool:
    """Tell whether the regular expression that a pattern becomes may try too many ways to match a name."""
    return pattern.count("**") > STARS_LIMIT or any(
        len(re.findall(r"\*+", part)) > STARS_LIMIT for part in pattern.split("/")
    )


def _shown(name: str) -> str:
    """Show a name of a file, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode() if name.isprintable() else ascii(name)[1:-1]
