"""In which order a program makes its resources: what each waits for, directly or through others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.roles import Architecture
from stack_parity.match.pairing import Pair


def made_before(architecture: Architecture, labels: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return, for each labelled resource, the labels of all that exist before it is made.

    The policies of a role count as one: they are named when all of them exist before.
    """
    resources = architecture.program.resources
    reached: dict[str, set[str]] = {}
    for start in labels:
        seen: set[str] = set()
        pending = [start]
        while pending:
            resource = resources[pending.pop()]
            for target in {edge.target for edge in resource.edges} | resource.depends_on:
                if target not in seen:
                    seen.add(target)
                    pending.append(target)
        reached[start] = seen
    policies = {role: {part for part, owner in architecture.folded.items() if owner == role} for role in labels}
    return {
        start: frozenset(labels[target] for target in seen - {start} if target in labels)
        | frozenset(f"policies of {labels[role]}" for role, parts in policies.items() if parts and parts <= seen)
        for start, seen in reached.items()
    }


def order_rows(pair: Pair, before: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]) -> Iterator[Row]:
    """Yield what exists before the two of a pair are made, where anything does."""
    left, right = before[0][pair.left.address], before[1][pair.right.address]
    if left or right:
        verdict = Verdict.SAME if left == right else Verdict.DIFFERENT
        yield Row("(made after)", verdict, ", ".join(sorted(left)), ", ".join(sorted(right)))
