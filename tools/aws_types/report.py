"""What was matched, in figures, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from stack_parity.aws import schema
from tools.aws_types.decisions import PROPERTIES, TYPES
from tools.aws_types.names_data import Matches, Names

_BANDS: Final = ((0.95, "0.95 and more"), (0.85, "0.85 to 0.94"), (0.7, "0.70 to 0.84"), (0.0, "below 0.70"))


def report(names: Names) -> str:
    """Return the report, in Markdown."""
    return "\n".join(
        [
            f"# Names of pulumi_aws {names.version} in {schema.provider()}",
            "",
            "| | resources | functions |",
            "|---|---:|---:|",
            *(f"| {what} | {resources} | {functions} |" for what, resources, functions in _figures(names)),
            "",
            f"Decided by hand: {len(TYPES)} types and {sum(map(len, PROPERTIES.values()))} properties. "
            f"Types of resources that only a later provider has: {len(names.newer)}.",
            "",
            "## Resources without a known type",
            *(f"- {token}" for token in names.unknown),
            "",
            "## Functions without a known data source",
            *(f"- {token}" for token in sorted(names.functions.left)),
            "",
            "## Types of the schema without a token",
            *(f"- {type_}" for type_ in without_token(schema.types(), names.resources)),
            *(f"- data.{type_}" for type_ in without_token(schema.data_types(), names.functions)),
            "",
            "## What exists on one side only (every resource's `region` left out)",
            *_one_sided(names.resources),
        ]
    )


def without_token(types: Iterable[str], matches: Matches) -> list[str]:
    """Return the types of the schema that no token leads to."""
    return sorted(set(types) - {match.type for match in matches.types.values()})


def _figures(names: Names) -> Iterator[tuple[str, int, int]]:
    resources, functions = _column(names.resources), _column(names.functions)
    for what, value in resources.items():
        yield what, value, functions[what]


def _column(matches: Matches) -> dict[str, int]:
    bands = Counter(next(name for least, name in _BANDS if match.score >= least) for match in matches.types.values())
    properties = matches.properties.values()
    return {
        "tokens": len(matches.types) + len(matches.left),
        "with a type in the schema": len(matches.types),
        **{f"… with a score of {name}": bands[name] for _, name in _BANDS},
        "properties that lead to an attribute": sum(found.matched for found in properties),
        "… not by the plain rule": sum(len(found.renamed) for found in properties),
        "properties that the schema does not know": sum(len(found.only_pulumi) for found in properties),
        "attributes that Pulumi does not know": sum(len(found.only_terraform) for found in properties),
    }


def _one_sided(matches: Matches) -> list[str]:
    lines = []
    for token in sorted(matches.properties):
        found = matches.properties[token]
        pulumi = sorted(set(found.only_pulumi) - {"region"})
        if pulumi or found.only_terraform:
            sides = [("Pulumi", pulumi), ("schema", sorted(found.only_terraform))]
            said = "; ".join(f"{side}: {', '.join(paths)}" for side, paths in sides if paths)
            lines.append(f"- {token} ({matches.types[token].type}): {said}")
    return lines
