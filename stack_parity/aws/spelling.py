"""How names are spelled: `snake_case` in Terraform, `camelCase` on Pulumi's wire, lists in the plural there."""

from __future__ import annotations

import re
from functools import cache


@cache
def snake(name: str) -> str:
    """Return `camelCase` as `snake_case`; an acronym is one word (`kmsKeyARN`: `kms_key_arn`)."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@cache
def camel(name: str) -> str:
    """Return `snake_case` as `camelCase` (`ipv6_cidr_block`: `ipv6CidrBlock`)."""
    return re.sub(r"_+(.)", lambda match: match[1].upper(), name)


@cache
def plural(name: str) -> str:
    """Return the plural that Pulumi gives the name of a list (`corsRule`: `corsRules`, `policy`: `policies`)."""
    if name.endswith("s") and not name.endswith(("ss", "us", "is")):
        return name
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    if re.search(r"(ss|x|ch|sh|us)$", name):
        return f"{name}es"
    return re.sub(r"is$", "es", name) if name.endswith("is") else f"{name}s"
