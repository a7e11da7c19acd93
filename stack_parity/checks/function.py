"""Principles of the function: its runtime, its limits, what its variables say, and where its logs go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stack_parity.aws.identity import physical_name
from stack_parity.checks.facts import ABSENT, Facts, Principle, attribute, failed, for_each, is_known, passed, undecided
from stack_parity.compare.verdicts import Evidence, Outcome
from stack_parity.model.program import Resource
from stack_parity.model.spelling import is_decidable
from stack_parity.model.values import CONTEXT, Ref, Value

_NO_FUNCTION: Final = "there is no Lambda function"


def _equals(path: str, wanted: str | int) -> Callable[[Facts], Outcome]:
    """Make the check that an attribute of every function has one value."""

    def check(facts: Facts) -> Outcome:
        def one(function: Resource) -> Outcome:
            value = attribute(function, path)
            evidence = Evidence(function.address, path, ABSENT if value is None else facts.spell(value))
            if value is not None and not is_known(value):
                return undecided(f"{path} is {evidence.value}", function.address)
            return passed(evidence) if value == wanted else failed(evidence)

        return for_each(facts.functions, one, none=_NO_FUNCTION)

    return check


def _region(facts: Facts) -> Outcome:
    def wanted(_: Resource) -> Value:
        return facts.architecture.program.region or Ref(CONTEXT, "region")

    return _variable(facts, "REGION", wanted)


def _function_name(facts: Facts) -> Outcome:
    return _variable(facts, "FUNCTION_NAME", physical_name)


def _environment(facts: Facts) -> Outcome:
    return _variable(facts, "ENVIRONMENT", lambda _: facts.environment or None)


def _variable(facts: Facts, name: str, wanted: Callable[[Resource], Value]) -> Outcome:
    """Check that a variable of every function has the value that the function itself gives."""

    def one(function: Resource) -> Outcome:
        path = f"environment.variables.{name}"
        value, expected = attribute(function, path), wanted(function)
        if value is None:
            return failed(Evidence(function.address, path, ABSENT))
        if not is_decidable(value):
            return undecided(f"{path} is {facts.spell(value)}", function.address)
        if value == expected:
            return passed(Evidence(function.address, path, facts.spell(value)))
        if expected is None and name == "ENVIRONMENT":
            return undecided("the input does not name its environment", function.address)
        if isinstance(expected, Ref) and is_known(value):
            return undecided(f"{path} is {facts.spell(value)}; the region is not told", function.address)
        known = "a name that the provider chooses" if expected is None else facts.spell(expected)
        return failed(Evidence(function.address, path, f"{facts.spell(value)}, not {known}"))

    return for_each(facts.functions, one, none=_NO_FUNCTION)


def _log_group(facts: Facts) -> Outcome:
    def one(function: Resource) -> Outcome:
        configured = facts.architecture.target(function, "logging_config", "aws_cloudwatch_log_group")
        elsewhere = attribute(function, "logging_config.log_group") is not None
        if configured is not None:
            return passed(Evidence(configured.address, "logging_config.log_group", "leads to it"))
        for group in facts.architecture.program.resources.values():
            if not elsewhere and facts.architecture.target(group, "name", "aws_lambda_function") is function:
                return passed(Evidence(group.address, "name", facts.spell(physical_name(group))))
        return failed(Evidence(function.address, "log group", "none of the program's is the one it writes to"))

    return for_each(facts.functions, one, none=_NO_FUNCTION)


PRINCIPLES = (
    Principle("runtime", "Its runtime is python3.12", _equals("runtime", "python3.12")),
    Principle("timeout", "It may take 60 s", _equals("timeout", 60)),
    Principle("memory", "It has 512 MB", _equals("memory_size", 512)),
    Principle("region-variable", "REGION is its region", _region),
    Principle("name-variable", "FUNCTION_NAME is its real name", _function_name),
    Principle("environment-variable", "ENVIRONMENT is its environment", _environment),
    Principle("own-log-group", "A log group of the program is the one it writes to", _log_group),
)
