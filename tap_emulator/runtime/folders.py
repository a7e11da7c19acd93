"""The folders of one invocation, with the deployed code unpacked into them."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tap_emulator.invocation import Function


@dataclass(frozen=True)
class Folders:
    """Where the package lies, where all its layers lie together, and what is the function's to write."""

    task: Path
    layers: Path
    temporary: Path


def unpack(function: Function, place: Path) -> Folders:
    """Unpack a function's package and layers below ``place``, an empty folder."""
    folders = Folders(place / "task", place / "layers", place / "tmp")
    for folder in (folders.task, folders.layers, folders.temporary):
        folder.mkdir()
    for archive, folder in [(function.code, folders.task), *((layer, folders.layers) for layer in function.layers)]:
        with zipfile.ZipFile(io.BytesIO(archive)) as package:
            package.extractall(folder)
    return folders
