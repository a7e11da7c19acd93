"""The log group that a function writes to, and which resources of a policy take it in.

Region and account are not looked at.
"""

from __future__ import annotations

from stack_parity.aws.identity import LAMBDA_LOG_GROUPS, physical_name
from stack_parity.checks.facts import Facts
from stack_parity.iam.patterns import ANY, matches_all
from stack_parity.model.program import Resource
from stack_parity.model.values import join_parts


def log_group_name(facts: Facts, function: Resource) -> str:
    """Return the name of the log group that a function writes to, spelled."""
    config = function.attributes.get("logging_config")
    named = config.get("log_group") if isinstance(config, dict) else None
    if named is not None:
        return facts.spell(named)
    name = physical_name(function)
    parts = [name] if isinstance(name, str) else list(getattr(name, "parts", [name] if name is not None else []))
    return facts.spell(join_parts([LAMBDA_LOG_GROUPS, *parts])) if parts else ""


def takes_in(resource: str, group: str) -> bool:
    """Return whether a resource of a policy takes in a log group."""
    if resource == ANY:
        return True
    name = _log_group_of(resource)
    return name is not None and any(matches_all(name, wanted) for wanted in (group, f"{group}:*"))


def is_within(resource: str, group: str) -> bool:
    """Return whether a resource is the log group itself or what is inside it, and nothing else."""
    name = _log_group_of(resource)
    return name is not None and bool(group) and (name == group or name.startswith(f"{group}:"))


def _log_group_of(resource: str) -> str | None:
    """Return what stands after `log-group:` in an ARN of CloudWatch Logs; `*` where the ARN ends earlier."""
    fields = resource.split(":", 5)
    if fields[0] != "arn" or len(fields) < 3 or fields[2] != "logs":
        return None
    if len(fields) < 6 or fields[5] == ANY:
        return ANY
    return fields[5].removeprefix("log-group:") if fields[5].startswith("log-group:") else None
