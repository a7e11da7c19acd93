"""Where a construct may stand: refuses with one message what the framework would refuse with a trace of Node's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tap_stack.faults import ConstructError, Fault
from tap_stack.framework import Construct, TerraformStack


@contextmanager
def placing(kind: str, scope: Construct, construct_id: str) -> Iterator[None]:
    """Guard the steps up to a construct's addition to a scope.

    The framework is asked whether the id is taken only when a step has failed: a question costs a round trip to Node.

    Args:
        kind: the construct's class, as its author knows it.
        scope: the construct above.
        construct_id: the id that the construct is to have.

    Raises:
        ConstructError: when the scope is no construct or the id is no text, empty, a token, or taken.
    """
    where = f"{kind}({construct_id!r})"
    if not isinstance(scope, Construct):
        fault = Fault(f"{where}: scope", repr(scope), "a construct, such as a TerraformStack", "pass the stack")
        raise ConstructError([fault])
    if not isinstance(construct_id, str) or not construct_id or "${" in construct_id:
        rule = "text, not empty, known at synthesis: it is a part of every Terraform address below"
        raise ConstructError([Fault(f"{where}: id", repr(construct_id), rule, "choose an id such as 'Orders'")])
    try:
        yield
    except (ConstructError, RuntimeError):  # jsii raises the latter for what the framework refuses
        if not scope.node.try_find_child(construct_id):
            raise
        place = f"{scope.node.path or 'the app'} has a construct of this id already"
        fault = Fault(f"{where}: id", place, "an id is unique in its scope", "choose another id")
        raise ConstructError([fault]) from None


def stack_above(kind: str, construct_id: str, scope: Construct) -> TerraformStack:
    """Return the stack that a construct is to stand in: its scope or the one above.

    Args:
        kind: the construct's class, as its author knows it.
        construct_id: the construct's id.
        scope: the construct above.

    Raises:
        ConstructError: when no stack is above.
    """
    if isinstance(scope, TerraformStack):
        return scope
    if not any(TerraformStack.is_stack(above) for above in scope.node.scopes):
        rule = "it stands in a TerraformStack, or in a construct inside one"
        raise ConstructError([Fault(f"{kind}({construct_id!r}): scope", "no stack above", rule, "pass the stack")])
    return TerraformStack.of(scope)


def check_settings(kind: str, value: object, wanted: type[object]) -> None:
    """Refuse settings of another type than the construct takes.

    Args:
        kind: the construct's class, as its author knows it.
        value: what was passed.
        wanted: the type that the construct takes.

    Raises:
        ConstructError: when the value is of another type.
    """
    if not isinstance(value, wanted):
        found, rule = f"an object of type {type(value).__name__}", f"an object of type {wanted.__name__}"
        raise ConstructError([Fault(f"{kind}: settings", found, rule, f"build a {wanted.__name__} and pass it")])
