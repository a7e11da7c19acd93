"""The names that what is deployed has in AWS, as an export tells them."""

from __future__ import annotations

from pathlib import Path

from stack_parity.aws import pulumi_names
from stack_parity.aws.identity import NAMES
from stack_parity.sources.pulumi import read_export


def names_in(export: Path) -> dict[str, str]:
    """Return the physical names in an export, by URN.

    Raises:
        InputError: it is none.
    """
    found = {}
    for one in read_export(export).resources:
        attribute, level = NAMES.get(pulumi_names.terraform_type(one.type) or ""), pulumi_names.properties(one.type)
        for key, value in one.outputs.items():
            if level.attribute(key) == attribute and isinstance(value, str):
                found[one.urn] = value
    return found
