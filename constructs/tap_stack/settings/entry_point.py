"""Looks for the function that a Lambda handler string names in a code folder."""

from __future__ import annotations

import ast
from pathlib import Path


def missing_entry_point(code: Path, handler: str) -> str | None:
    """Say what is missing for Lambda to find `handler` in `code`, or None when all is there.

    The code is read, never run: a name counts when the module binds it at its top level (a function, a class, an
    assignment or an import).

    Args:
        code: the folder that becomes the Lambda package.
        handler: `module.function`, or `package/module.function` as Lambda writes a module in a folder.
    """
    if not code.is_dir():
        return f"there is no folder {code.name!r} at {code.parent.name or code.parent}/"
    module, _, name = handler.rpartition(".")
    file = code.joinpath(*module.replace(".", "/").split("/")).with_suffix(".py")
    if not file.is_file():
        return f"the folder {code.name!r} has no file {file.relative_to(code).as_posix()}"
    try:
        tree = ast.parse(file.read_bytes())
    except SyntaxError as error:
        return f"{file.name} is not valid Python: line {error.lineno}: {error.msg}"
    if name not in set(_names(tree)):
        return f"{file.name} defines no {name!r}"
    return None


def _names(module: ast.Module) -> list[str]:
    names: list[str] = []
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names += [alias.asname or alias.name for alias in aliases]
    return names
