"""Principles of the environments: there are several, they really differ, and their tags tell them apart."""

from __future__ import annotations

from typing import Final

from stack_parity.aws.identity import NAMES
from stack_parity.aws.types import TAGGABLE
from stack_parity.checks.facts import ABSENT, Facts, Principle, failed, for_each, is_known, passed, undecided
from stack_parity.compare.attributes import flatten
from stack_parity.compare.verdicts import Evidence, Outcome
from stack_parity.iam.roles import Architecture
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Resource
from stack_parity.model.spelling import speller

_ALONE: Final = "only one environment was read"
_NAMES_AND_TAGS: Final = ("tags", "environment.variables", "description", "name", "policy", "role", "code")
_TAGS: Final = ("Environment", "environment", "Env", "env", "Stage", "stage")


def _several(facts: Facts) -> Outcome:
    names = [item.program.environment for item in facts.environments]
    if len(names) < 2:
        return undecided(_ALONE)
    return passed(
        *(Evidence(item.program.source, "environment", item.program.environment) for item in facts.environments)
    )


def _really_differ(facts: Facts) -> Outcome:
    others = [item for item in facts.environments if item is not facts.architecture]
    if not others:
        return undecided(_ALONE)
    alike = []
    evidence: list[Evidence] = []
    for other in others:
        changes = _changes(facts.architecture, other)
        evidence.extend(changes)
        if not changes:
            alike.append(Evidence(other.program.source, "differs in names and tags only", other.program.environment))
    return failed(*alike) if alike else passed(*evidence)


def _changes(one: Architecture, other: Architecture) -> list[Evidence]:
    """List the attributes that differ beyond names and tags."""
    spell = speller({})
    found = []
    for pair in pair_up(one, other).pairs:
        left, right = dict(flatten(pair.left, spell)), dict(flatten(pair.right, spell))
        for path in sorted(left.keys() | right.keys()):
            if path.startswith(_NAMES_AND_TAGS) or path == NAMES.get(pair.left.type):
                continue
            before, after = spell(left.get(path)), spell(right.get(path))
            named = one.program.environment in before and other.program.environment in after
            if before != after and not named:
                found.append(Evidence(pair.left.address, path, f"{before} → {after} ({other.program.environment})"))
    return found


def _tag_follows(facts: Facts) -> Outcome:
    taggable = [item for item in facts.architecture.program.resources.values() if _is_taggable(item)]

    def one(resource: Resource) -> Outcome:
        tags = resource.attributes.get("tags")
        found = next((key for key in _TAGS if isinstance(tags, dict) and key in tags), None)
        if found is None or not isinstance(tags, dict):
            return failed(Evidence(resource.address, "tags.Environment", ABSENT))
        value = tags[found]
        if not is_known(value) or not facts.environment:
            return undecided("the tag or the environment is not told", resource.address)
        evidence = Evidence(resource.address, f"tags.{found}", facts.spell(value))
        return passed(evidence) if value == facts.environment else failed(evidence)

    return for_each(taggable, one, none="there is nothing that takes tags")


def _is_taggable(resource: Resource) -> bool:
    return resource.type in TAGGABLE and resource.type != "aws_iam_policy"


PRINCIPLES = (
    Principle("two-environments", "One program serves two environments", _several),
    Principle("environments-differ", "Environments differ beyond names and tags", _really_differ),
    Principle("tag-follows", "The environment tag follows the environment", _tag_follows),
)
