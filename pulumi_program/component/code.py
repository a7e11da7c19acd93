"""The Lambda package."""

from pathlib import Path

import pulumi

LEFT_OUT = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".DS_Store", ".git", ".venv"})
"""What tools leave beside code and Lambda has no use for."""


def archive(folder: Path) -> pulumi.AssetArchive:
    """Pack a folder's files, without what tools leave there.

    Raises:
        ValueError: when the folder holds no file.
    """
    names = sorted(
        file.relative_to(folder)
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".pyc" and LEFT_OUT.isdisjoint(file.relative_to(folder).parts)
    )
    if not names:
        raise ValueError(f"the code folder {folder.name!r} holds no file: put the handler's module into it")
    return pulumi.AssetArchive({name.as_posix(): pulumi.FileAsset(str(folder / name)) for name in names})
