"""The names of `pulumi_aws`: matched, and written as the data file of `stack_parity.aws.pulumi_names`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.schema import TypeSchema
from tools.aws_types.decisions import PROPERTIES, TYPES
from tools.aws_types.property_matching import Properties, match_properties
from tools.aws_types.pulumi_package import PulumiType, folder_of, read_functions, read_types, version
from tools.aws_types.type_matching import Match, match_types, squash

FORMAT: Final = 1

_DOCUMENTED: Final = re.compile(r"/docs/resources/(\w+) ")


@dataclass(frozen=True)
class Matches:
    """The tokens of resources, or of functions, that have a type in the schema.

    Attributes:
        types: by token, the Terraform type.
        properties: by token, the properties.
        left: the tokens that have none.
    """

    types: Mapping[str, Match]
    properties: Mapping[str, Properties]
    left: frozenset[str]


@dataclass(frozen=True)
class Names:
    """The tokens of the installed `pulumi_aws`.

    Attributes:
        version: of the package.
        resources: what is known of its resources.
        functions: what is known of its functions: they are data sources.
        newer: types of resources that the schema does not have yet and the bindings of a later provider do.
    """

    version: str
    resources: Matches
    functions: Matches
    newer: Mapping[str, str]

    @property
    def unknown(self) -> list[str]:
        """The tokens of resources that neither has."""
        return sorted(self.resources.left - self.newer.keys())


def match_names() -> Names:
    """Return what each token and each property of the installed `pulumi_aws` is in Terraform."""
    known = {type_: found for type_ in schema.types() if (found := schema.of(type_))}
    known_data = {type_: found for type_ in schema.data_types() if (found := schema.of_data(type_))}
    resources, functions = _match(read_types(), known), _match(read_functions(), known_data)
    return Names(version(), resources, functions, _newer(resources.left))


def names_text(names: Names) -> str:
    """Return the data file: one line a token, below it the properties to which the plain rule does not lead."""
    lines = [f"format {FORMAT}", f"package pulumi_aws {names.version}", ""]
    types = {**names.resources.types, **names.functions.types}
    properties = {**names.resources.properties, **names.functions.properties}
    for token in sorted({*types, *names.newer}):
        if token in names.newer:
            lines.append(f"{token} {names.newer[token]} newer")
            continue
        lines.append(f"{token} {types[token].type} {types[token].score:.2f}")
        renamed = properties[token].renamed
        lines += [f"  {path}: {renamed[path]}" for path in sorted(renamed)]
    return "\n".join(lines) + "\n"


def _match(tokens: Mapping[str, PulumiType], known: Mapping[str, TypeSchema]) -> Matches:
    decided = {token: type_ for token, (type_, _) in TYPES.items() if token in tokens}
    types = match_types(tokens, known.values(), decided)
    properties = {
        token: match_properties(tokens[token], known[match.type], _decided(token)) for token, match in types.items()
    }
    return Matches(types, properties, frozenset(tokens.keys() - types.keys()))


def _decided(token: str) -> dict[str, str]:
    return {path: attribute for path, (attribute, _) in PROPERTIES.get(token, {}).items()}


def _newer(tokens: Iterable[str]) -> dict[str, str]:
    """Return the types that only the installed bindings of a later provider have, as their text names them."""
    bindings = folder_of("cdktf_cdktf_provider_aws")
    folders = {squash(folder.name): folder for folder in bindings.iterdir() if folder.is_dir()}
    found = {}
    for token in tokens:
        _, module, class_ = token.split(":")
        folder = folders.get(squash(module.partition("/")[0] + class_))
        if folder is None and module.startswith("ec2/"):
            folder = folders.get(squash(class_))
        documented = _DOCUMENTED.search((folder / "__init__.py").read_text("utf-8")) if folder else None
        if documented:
            found[token] = f"aws_{documented[1]}"
    return found
