"""What was matched, in figures, and what was not."""

from __future__ import annotations

from collections import Counter
from typing import Final

from stack_parity.aws import schema
from tools.aws_types.decisions import PROPERTIES, TYPES
from tools.aws_types.names_data import Names

_BANDS: Final = ((0.95, "0.95 and more"), (0.85, "0.85 to 0.94"), (0.7, "0.70 to 0.84"), (0.0, "below 0.70"))


def report(names: Names) -> str:
    """Return the report, in Markdown."""
    bands = Counter(next(name for least, name in _BANDS if match.score >= least) for match in names.matches.values())
    properties = names.properties.values()
    left = sorted(set(schema.types()) - {match.type for match in names.matches.values()})
    decided = sum(map(len, PROPERTIES.values()))
    renamed = sum(len(found.renamed) for found in properties)
    tokens = len(names.matches) + len(names.newer) + len(names.unknown)
    return "\n".join(
        [
            f"# Names of pulumi_aws {names.version} in {schema.provider()}",
            "",
            "| | |",
            "|---|---:|",
            f"| tokens | {tokens} |",
            f"| with a type in the schema | {len(names.matches)} |",
            *(f"| … with a score of {name} | {bands[name]} |" for _, name in _BANDS),
            f"| … decided by hand | {len(TYPES)} |",
            f"| with a type that only a later provider has | {len(names.newer)} |",
            f"| without a known type | {len(names.unknown)} |",
            f"| properties that lead to an attribute | {sum(found.matched for found in properties)} |",
            f"| … not by the plain rule | {renamed} |",
            f"| … of those decided by hand | {decided} |",
            f"| properties that the schema does not know | {sum(len(found.only_pulumi) for found in properties)} |",
            f"| attributes that Pulumi does not know | {sum(len(found.only_terraform) for found in properties)} |",
            f"| types of the schema without a token | {len(left)} |",
            "",
            "## Tokens without a known type",
            *(f"- {token}" for token in names.unknown),
            "",
            "## Types of the schema without a token",
            *(f"- {type_}" for type_ in left),
            "",
            "## What exists on one side only (every resource's `region` left out)",
            *_one_sided(names),
        ]
    )


def _one_sided(names: Names) -> list[str]:
    lines = []
    for token in sorted(names.properties):
        found = names.properties[token]
        pulumi = sorted(set(found.only_pulumi) - {"region"})
        if pulumi or found.only_terraform:
            sides = [("Pulumi", pulumi), ("schema", sorted(found.only_terraform))]
            said = "; ".join(f"{side}: {', '.join(paths)}" for side, paths in sides if paths)
            lines.append(f"- {token} ({names.matches[token].type}): {said}")
    return lines
