"""The files beside a configuration from which Terraform takes the values of input variables by itself.

Source: Terraform language, "Variable definitions files": `terraform.tfvars` and its JSON form, then `*.auto.tfvars` and
theirs by name; a later one wins. Those in JSON are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from stack_parity.sources.terraform.files import read_json


def values_of_variables(folder: Path) -> dict[str, object]:
    """Return the values by the name of the variable.

    Raises:
        InputError: when a file is no JSON object.
    """
    files = [folder / "terraform.tfvars.json", *sorted(folder.glob("*.auto.tfvars.json"))]
    return {name: value for file in files if file.exists() for name, value in read_json(file).items()}


def unread_values(document: Mapping[str, object], file: Path) -> Iterator[str]:
    """Yield the names of the files that Terraform reads and that are not read here."""
    if document.get("variable"):
        files = [file.parent / "terraform.tfvars", *sorted(file.parent.glob("*.auto.tfvars"))]
        yield from (one.name for one in files if one.exists())
