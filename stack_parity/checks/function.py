"""Principles of the functions: what their attributes and variables say, and where their logs go."""

from __future__ import annotations

from typing import Final, Literal

from stack_parity.aws.identity import physical_name
from stack_parity.checks.facts import ABSENT, Facts, attribute, is_known
from stack_parity.checks.outcomes import Evidence, Outcome, failed, for_each, passed, undecided
from stack_parity.checks.principle import Principle, Words
from stack_parity.model.program import Resource
from stack_parity.model.spelling import is_decidable
from stack_parity.model.values import CONTEXT, Ref, Value

NO_FUNCTION: Final = "there is no Lambda function"


class AttributeEquals(Principle):
    """An attribute of every function has one value."""

    check: Literal["attribute-equals"]
    attribute: Words
    """Its dotted path."""
    value: str | int

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""

        def one(function: Resource) -> Outcome:
            value = attribute(function, self.attribute)
            evidence = Evidence(function.address, self.attribute, ABSENT if value is None else facts.spell(value))
            if value is not None and not is_known(value):
                return undecided(f"{self.attribute} is {evidence.value}", function.address)
            return passed(evidence) if value == self.value else failed(evidence)

        return for_each(facts.functions, one, none=NO_FUNCTION)


class VariableFollows(Principle):
    """A variable of every function says what the function itself gives: its region, its name or its environment."""

    check: Literal["variable-follows"]
    variable: Words
    follows: Literal["region", "name", "environment"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        return for_each(facts.functions, lambda function: self._one(facts, function), none=NO_FUNCTION)

    def _one(self, facts: Facts, function: Resource) -> Outcome:
        path = f"environment.variables.{self.variable}"
        value, expected = attribute(function, path), self._expected(facts, function)
        if value is None:
            return failed(Evidence(function.address, path, ABSENT))
        if not is_decidable(value):
            return undecided(f"{path} is {facts.spell(value)}", function.address)
        if value == expected:
            return passed(Evidence(function.address, path, facts.spell(value)))
        if expected is None and self.follows == "environment":
            return undecided("the input does not name its environment", function.address)
        if isinstance(expected, Ref) and is_known(value):
            return undecided(f"{path} is {facts.spell(value)}; the input does not state the region", function.address)
        known = "a name that the provider chooses" if expected is None else facts.spell(expected)
        return failed(Evidence(function.address, path, f"{facts.spell(value)}, not {known}"))

    def _expected(self, facts: Facts, function: Resource) -> Value:
        if self.follows == "region":
            return facts.architecture.program.region or Ref(CONTEXT, "region")
        return physical_name(function) if self.follows == "name" else facts.environment or None


class OwnLogGroup(Principle):
    """A log group of the program is the one that the function writes to."""

    check: Literal["own-log-group"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""

        def one(function: Resource) -> Outcome:
            configured = facts.architecture.target(function, "logging_config", "aws_cloudwatch_log_group")
            elsewhere = attribute(function, "logging_config.log_group") is not None
            if configured is not None:
                return passed(Evidence(configured.address, "logging_config.log_group", "leads to it"))
            for group in facts.architecture.program.resources.values():
                if not elsewhere and facts.architecture.target(group, "name", "aws_lambda_function") is function:
                    return passed(Evidence(group.address, "name", facts.spell(physical_name(group))))
            return failed(Evidence(function.address, "log group", "none of the program's is the one it writes to"))

        return for_each(facts.functions, one, none=NO_FUNCTION)
