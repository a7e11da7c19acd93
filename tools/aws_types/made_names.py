"""The names that Pulumi makes itself, as the data file of `stack_parity.aws.identity`.

The evidence: Terraform asks for the name, and `pulumi_aws` can do without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stack_parity.aws import schema
from stack_parity.aws.pulumi_names import properties
from stack_parity.aws.schema import Attribute, Kind
from stack_parity.aws.spelling import snake
from tools.aws_types.decisions import NO_NAMES, OTHER_NAMES
from tools.aws_types.pulumi_package import PulumiType, version


def made_names_text(tokens: Mapping[str, PulumiType], types: Mapping[str, str]) -> str:
    """Return the data file: one line a type, with the attribute.

    Args:
        tokens: the resources of `pulumi_aws`.
        types: their Terraform types.
    """
    found = sorted({f"{types[token]} {name}" for token in types for name in _made(tokens[token], types[token])})
    return "\n".join([f"package pulumi_aws {version()}", *found]) + "\n"


def _made(token: PulumiType, type_: str) -> Iterator[str]:
    known = schema.of(type_)
    level = properties(token.token)
    for wire in token.inputs:
        attribute = known.attributes.get(level.attribute(wire)) if known else None
        if attribute and _is_name(type_, attribute) and snake(wire) not in token.required:
            yield attribute.name


def _is_name(type_: str, attribute: Attribute) -> bool:
    if not attribute.required or attribute.kind is not Kind.STRING or (type_, attribute.name) in NO_NAMES:
        return False
    return attribute.name == "name" or attribute.name.endswith("_name") or (type_, attribute.name) in OTHER_NAMES
