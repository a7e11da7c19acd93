"""The names of `pulumi_aws`: matched, and written as the data file of `stack_parity.aws.pulumi_names`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.aws_types.decisions import PROPERTIES, TYPES
from tools.aws_types.property_matching import Properties, match_properties
from tools.aws_types.pulumi_package import PulumiType, folder_of, read_types, version
from tools.aws_types.type_matching import Match, match_types, squash

FORMAT: Final = 1

_DOCUMENTED: Final = re.compile(r"/docs/resources/(\w+) ")


@dataclass(frozen=True)
class Names:
    """The tokens of the installed `pulumi_aws`.

    Attributes:
        version: of the package.
        matches: the Terraform type of each token that has one in the schema.
        properties: likewise, the properties.
        newer: types that the schema does not have yet and the bindings of a later provider do.
        unknown: tokens that neither has.
    """

    version: str
    matches: Mapping[str, Match]
    properties: Mapping[str, Properties]
    newer: Mapping[str, str]
    unknown: tuple[str, ...]


def match_names() -> Names:
    """Return what each token and each property of the installed `pulumi_aws` is in Terraform."""
    tokens = read_types()
    matches = match_types(tokens, {token: type_ for token, (type_, _) in TYPES.items()})
    properties = {
        token: match_properties(tokens[token], match.type, _decided(token)) for token, match in matches.items()
    }
    newer = _newer(tokens, matches)
    unknown = tuple(sorted(tokens.keys() - matches.keys() - newer.keys()))
    return Names(version(), matches, properties, newer, unknown)


def names_text(names: Names) -> str:
    """Return the data file: one line a token, below it the properties to which the plain rule does not lead."""
    sections = [f"format {FORMAT}\npackage pulumi_aws {names.version}\n"]
    lines = []
    for token in sorted({*names.matches, *names.newer}):
        if token in names.newer:
            lines.append(f"{token} {names.newer[token]} newer")
            continue
        lines.append(f"{token} {names.matches[token].type} {names.matches[token].score:.2f}")
        renamed = names.properties[token].renamed
        lines += [f"  {path}: {renamed[path]}" for path in sorted(renamed)]
    return "\n".join([*sections, *lines]) + "\n"


def _decided(token: str) -> dict[str, str]:
    return {path: attribute for path, (attribute, _) in PROPERTIES.get(token, {}).items()}


def _newer(tokens: Mapping[str, PulumiType], matches: Mapping[str, Match]) -> dict[str, str]:
    """Return the types that only the installed bindings of a later provider have, as their text names them."""
    bindings = folder_of("cdktf_cdktf_provider_aws")
    folders = {squash(folder.name): folder for folder in bindings.iterdir() if folder.is_dir()}
    found = {}
    for token in tokens.keys() - matches.keys():
        _, module, class_ = token.split(":")
        folder = folders.get(squash(module.partition("/")[0] + class_))
        if folder is None and module.startswith("ec2/"):
            folder = folders.get(squash(class_))
        documented = _DOCUMENTED.search((folder / "__init__.py").read_text("utf-8")) if folder else None
        if documented:
            found[token] = f"aws_{documented[1]}"
    return found
