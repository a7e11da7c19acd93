"""Policies that AWS keeps, expanded into what they grant.

The documents come with moto, which the emulated AWS needs anyway; without it such a policy is said to be unknown.
"""

from __future__ import annotations

import json
from functools import cache

from stack_parity.model.values import Value


def managed_policy(arn: str) -> Value:
    """Give the document of an AWS-managed policy, or None where the ARN is no such policy or is not known.

    Args:
        arn: spelled, so with any partition: `arn:${aws.partition}:iam::aws:policy/…`.
    """
    _, managed, name = arn.partition(":iam::aws:policy/")
    if not managed:
        return None
    document: Value = _documents().get(name.rpartition("/")[2])
    return document


@cache
def _documents() -> dict[str, Value]:
    try:
        from moto.iam.aws_managed_policies import aws_managed_policies_data
    except ImportError:
        return {}
    policies = json.loads(aws_managed_policies_data)
    return {name: policy["Document"] for name, policy in policies.items()}
