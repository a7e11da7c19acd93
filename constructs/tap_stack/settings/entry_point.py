"""Looks for the function that a Lambda handler string names in a code folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tap_stack.settings.python_source import UnreadableSourceError, bound_names

MODULES_LIMIT: Final = 200
"""Modules that are read in search of one name; a chain of `import *` is shorter."""


def missing_entry_point(code: Path, handler: str) -> str | None:
    """Say what is missing for Lambda to find `handler` in `code`, or None when all is there.

    The code is read, never run: a name counts when the module binds it at its top level, wherever Python would, or
    imports everything of a module that does. A module outside of the folder (a layer's, the standard library's) may
    have any name.

    Args:
        code: the folder that becomes the Lambda package.
        handler: `module.function`, or `package/module.function` as Lambda writes a module in a folder.
    """
    try:
        found = code.is_dir()
    except OSError as error:  # such as a name of 5,000 characters
        return f"the code folder cannot be read: {error.strerror}"
    if not found:
        return f"there is no folder {code.name!r} at {code.parent.name or code.parent}/"
    module, _, name = handler.rpartition(".")
    parts = module.replace(".", "/").split("/")
    file = _file_of(code, parts)
    if file is None:
        return f"the folder {code.name!r} has no file {'/'.join(parts)}.py"
    try:
        found = _binds(code, file, name)
    except UnreadableSourceError as error:
        return f"{file.name} {error}"
    return None if found else f"{file.name} defines no {name!r}"


def _binds(code: Path, first: Path, name: str) -> bool:
    """Search a module and all of which it imports everything.

    Raises:
        UnreadableSourceError: the first module cannot be read; of the others one counts as without the name.
    """
    todo, read = [first], set[Path]()
    while todo and len(read) < MODULES_LIMIT:
        file = todo.pop()
        read.add(file)
        try:
            bound = bound_names(file)
        except UnreadableSourceError:
            if file == first:
                raise
            continue
        if name in bound.names or bound.answers_for_any:
            return True
        for level, module in bound.stars:
            base = file.parents[level - 1] if 0 < level <= len(file.parents) else code
            imported = _file_of(base, [part for part in module.split(".") if part])
            if imported is None and not level:
                return True  # outside of the folder
            if imported and imported not in read and not name.startswith("_"):
                todo.append(imported)
    return False


def _file_of(base: Path, parts: list[str]) -> Path | None:
    """Return the file of a module as Python would find it: a package goes before a module of its name."""
    place = base.joinpath(*parts)
    for file in (place / "__init__.py", place.parent / f"{place.name}.py"):
        if file.is_file():
            return file
    return None
