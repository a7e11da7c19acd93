"""Principles of the environments: there are several, they really differ, and their tags tell them apart."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from stack_parity.aws.schema import takes_tags
from stack_parity.checks.facts import ABSENT, Facts, is_known
from stack_parity.checks.outcomes import Evidence, Outcome, failed, for_each, passed, undecided
from stack_parity.checks.principle import Principle, Several
from stack_parity.model.program import Resource

_ALONE: Final = "only one environment was read"


class SeveralEnvironments(Principle):
    """One program serves several environments, and no instance in it overwrites what another one exports."""

    check: Literal["several-environments"]
    at_least: Annotated[int, Field(ge=2)] = 2

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        if len(facts.environments) < self.at_least:
            return undecided(_ALONE if len(facts.environments) == 1 else f"fewer than {self.at_least} were read")
        programs = [item.program for item in facts.environments]
        lost = [
            Evidence(item.source, "exported twice, the first value is lost", name)
            for item in programs
            for name in (item.run.overwritten_exports if item.run else ())
        ]
        if lost:
            return failed(*lost)
        return passed(*(Evidence(item.source, "environment", item.environment) for item in programs))


class EnvironmentsDiffer(Principle):
    """Environments differ beyond names, and beyond the attributes that the profile leaves out."""

    check: Literal["environments-differ"]
    apart_from: Several
    """Beginnings of the paths that do not count."""

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        others = [item for item in facts.environments if item is not facts.architecture]
        if not others:
            return undecided(_ALONE)
        alike, evidence = [], []
        for other in others:
            name = other.program.environment
            changes = [
                Evidence(change.address, change.path, f"{change.words} ({name})")
                for change in facts.changes(facts.architecture, other)
                if not change.path.startswith(self.apart_from)
            ]
            evidence += changes
            if not changes:
                alike.append(Evidence(other.program.source, "differs in names and tags only", name))
        return failed(*alike) if alike else passed(*evidence)


class TagFollows(Principle):
    """A tag of every resource names the environment."""

    check: Literal["tag-follows"]
    tags: Several
    """The tags that may name it; the first that a resource has is looked at."""

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        taggable = [item for item in facts.architecture.program.resources.values() if _is_taggable(item)]

        def one(resource: Resource) -> Outcome:
            tags = resource.attributes.get("tags")
            found = next((key for key in self.tags if isinstance(tags, dict) and key in tags), None)
            if found is None or not isinstance(tags, dict):
                return failed(Evidence(resource.address, f"tags.{self.tags[0]}", ABSENT))
            value = tags[found]
            if not is_known(value) or not facts.environment:
                return undecided("the input does not state the tag or the environment", resource.address)
            evidence = Evidence(resource.address, f"tags.{found}", facts.spell(value))
            return passed(evidence) if value == facts.environment else failed(evidence)

        return for_each(taggable, one, none="there is nothing that takes tags")


def _is_taggable(resource: Resource) -> bool:
    return takes_tags(resource.type) and resource.type != "aws_iam_policy"
