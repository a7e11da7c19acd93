"""Principles of the program's shape: one reusable component that holds everything and can be used again."""

from __future__ import annotations

from stack_parity.checks.facts import Facts, Principle, failed, passed, undecided
from stack_parity.compare.verdicts import Evidence, Outcome
from stack_parity.model.program import Component
from stack_parity.model.values import Code, walk

_PLAIN_TERRAFORM = "plain Terraform JSON tells no constructs"


def _component_class(facts: Facts) -> Outcome:
    program = facts.architecture.program
    if program.components:
        return passed(*(Evidence(item.address, "component", item.type) for item in _outermost(facts)))
    if program.kind.startswith("Terraform"):
        return undecided(_PLAIN_TERRAFORM)
    return failed(Evidence(program.source, "components", "none: every resource stands alone"))


def _typed_arguments(facts: Facts) -> Outcome:
    told = [item for item in facts.architecture.program.components if item.typed is not None]
    if not told:
        return undecided("only a run of a Pulumi program tells the classes of arguments")
    untyped = [item for item in told if not item.typed]
    if untyped:
        return failed(*(Evidence(item.address, "arguments", item.arguments or "no annotation") for item in untyped))
    return passed(*(Evidence(item.address, "arguments", item.arguments or "") for item in told))


def _all_inside(facts: Facts) -> Outcome:
    program = facts.architecture.program
    components = {item.address for item in program.components}
    if not components and program.kind.startswith("Terraform"):
        return undecided(_PLAIN_TERRAFORM)
    outside = [resource for resource in program.resources.values() if resource.parent not in components]
    if outside:
        return failed(*(Evidence(item.address, "parent", "outside any component") for item in outside))
    return passed(Evidence(program.source, "resources inside components", str(len(program.resources))))


def _two_instances(facts: Facts) -> Outcome:
    """Two instances clash where a child's name lacks theirs: a URN holds the types of its parents, not their names."""
    program = facts.architecture.program
    components = {item.address: item for item in program.components}
    if program.kind.startswith("Terraform"):
        if not components:
            return undecided(_PLAIN_TERRAFORM)
        return passed(
            *(Evidence(item.address, "construct path", "part of every address") for item in _outermost(facts))
        )
    if not components:
        return failed(Evidence(program.source, "components", "none that could be made twice"))
    fixed = [
        Evidence(resource.address, "name", f"{resource.name!r} does not carry the component's name")
        for resource in program.resources.values()
        if resource.parent in components and components[resource.parent].name not in resource.name
    ]
    return failed(*fixed) if fixed else passed(Evidence(program.source, "names of children", "carry the component's"))


def _importable(facts: Facts) -> Outcome:
    program = facts.architecture.program
    if program.run is None:
        return undecided("only a run of a Pulumi program tells what an import does")
    effects = [Evidence(address, "made by an import", "a resource") for address in program.run.import_effects]
    relative = [
        Evidence(resource.address, "path from the current folder", part.source)
        for resource in program.resources.values()
        for value in resource.attributes.values()
        for part in walk(value)
        if isinstance(part, Code) and part.anchored is False
    ]
    if effects or relative:
        return failed(*effects, *relative)
    return passed(Evidence(program.source, "imports", "make nothing; no path depends on the current folder"))


def _runs(facts: Facts) -> Outcome:
    run = facts.architecture.program.run
    if run is None:
        return undecided("a file tells nothing of a run")
    if run.ok:
        return passed(Evidence(facts.architecture.program.source, "run", "to its end, as written"))
    dropped = (Evidence(facts.architecture.program.source, "unknown argument", line) for line in run.dropped)
    return failed(Evidence(facts.architecture.program.source, "run", run.message), *dropped)


def _outermost(facts: Facts) -> list[Component]:
    components = facts.architecture.program.components
    inside = {item.address for item in components}
    return [item for item in components if item.parent not in inside]


PRINCIPLES = (
    Principle("component-class", "A component class holds the architecture", _component_class),
    Principle("typed-arguments", "The component's arguments are typed", _typed_arguments),
    Principle("all-inside", "Every resource is inside a component", _all_inside),
    Principle("two-instances", "Two instances of one environment do not clash", _two_instances),
    Principle("importable", "Imports have no effects, paths no current folder", _importable),
    Principle("runs-as-written", "The program runs as written", _runs),
)
