"""The judge of all requests at once: a proof, by iamprover and Z3, that nothing beyond the promise is granted.

The prover takes what it cannot model (an operator, a policy variable) as granted, so its "no" to a question "is there
a request that the promise does not hold, and that is allowed?" holds for every action, resource and value of a
condition key, those that AWS has not invented yet included. It does not model a missing key; the simulator does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import z3
from iamprover.engine.context import Context
from iamprover.engine.encoder import allowed
from iamprover.engine.patterns import iam_pattern_to_re
from iamprover.model import Principal
from iamprover.parsers.iam import parse_policy_document

from product.security.network import ANYWHERE, ON_INTERFACE, Network
from product.security.requests import (
    DEAD_LETTERS,
    METRICS,
    NAMESPACE,
    ON_GROUP,
    ON_STREAM,
    SOURCE_FUNCTION,
    TRACING,
    Promise,
)
from product.security.role import Role

EFFORT: Final = 3_000_000
"""Z3's own count of steps, the same on every machine. The proof takes under a tenth; a search that fails is a fault."""


@dataclass(frozen=True)
class Excess:
    """A request that the policies grant and the promise does not hold."""

    action: str
    resource: str
    context: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        context = "".join(f" with {key} = {value!r}" for key, value in self.context)
        return f"{self.action} on {self.resource or 'any resource'}{context}"


@dataclass(frozen=True)
class Unproved:
    """The prover gave up: it is not known that nothing is granted beyond the promise."""

    reason: str

    def __str__(self) -> str:
        return f"perhaps something: Z3 gave up ({self.reason})"


def find_excess(role: Role, promise: Promise) -> Excess | Unproved | None:
    """Return a request beyond the promise that the role's policies allow; None is the proof that there is none."""
    action, resource, context = z3.String("action"), z3.String("resource"), Context()
    policies = [parse_policy_document(name, document) for name, document in role.policies.items()]
    solver = z3.Solver()
    solver.set("rlimit", EFFORT)
    solver.add(allowed(Principal(role.arn, policies), action, resource, context))
    solver.add(z3.Not(_promised(promise, action, resource, context)))
    outcome = solver.check()
    if outcome == z3.unsat:
        return None
    if outcome == z3.unknown:
        return Unproved(solver.reason_unknown())
    model = solver.model()
    return Excess(
        action=model.eval(action, model_completion=True).as_string(),
        resource=model.eval(resource, model_completion=True).as_string(),
        context=tuple(sorted(context.assignments(model).items())),
    )


def _promised(promise: Promise, action: z3.SeqRef, resource: z3.SeqRef, context: Context) -> z3.BoolRef:
    group = promise.group_arn
    own_logs = z3.Or(resource == z3.StringVal(group), z3.PrefixOf(z3.StringVal(f"{group}:"), resource))
    own_metrics = context.string(NAMESPACE) == z3.StringVal(promise.namespace)
    own_calls = context.string(SOURCE_FUNCTION) == z3.StringVal(promise.function_arn)
    queues = [promise.queue_arn] if promise.queue_arn else []
    network = [_network(promise.network, action, resource)] if promise.network else []
    return z3.Or(
        *network,
        z3.And(_one_of(action, *ON_GROUP, *ON_STREAM), own_logs, own_calls),
        z3.And(_one_of(action, METRICS), own_metrics, own_calls),
        _one_of(action, *TRACING),
        *(z3.And(_one_of(action, DEAD_LETTERS), resource == z3.StringVal(arn)) for arn in queues),
    )


def _network(network: Network, action: z3.SeqRef, resource: z3.SeqRef) -> z3.BoolRef:
    """Return the promise of a VPC; that the code may not use it is the simulator's to see, by a missing key."""
    own = [z3.InRe(resource, iam_pattern_to_re(pattern)) for pattern in network.patterns()]
    return z3.Or(_one_of(action, *ANYWHERE), z3.And(_one_of(action, *ON_INTERFACE), z3.Or(*own)))


def _one_of(action: z3.SeqRef, *names: str) -> z3.BoolRef:
    return z3.Or(*(action == z3.StringVal(name.lower()) for name in names))
