"""Principles of the program's shape: one reusable component that holds everything and can be used again."""

from __future__ import annotations

from typing import Literal

from stack_parity.checks.facts import Facts
from stack_parity.checks.outcomes import Evidence, Outcome, failed, passed, undecided
from stack_parity.checks.principle import Principle
from stack_parity.model.program import Component
from stack_parity.model.values import Code, walk

_PLAIN_TERRAFORM = "plain Terraform JSON tells no constructs"


class ComponentClass(Principle):
    """A component class holds the architecture."""

    check: Literal["component-class"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        program = facts.architecture.program
        if program.components:
            return passed(*(Evidence(item.address, "component", item.type) for item in _outermost(facts)))
        if program.kind.startswith("Terraform"):
            return undecided(_PLAIN_TERRAFORM)
        return failed(Evidence(program.source, "components", "none: every resource stands alone"))


class TypedArguments(Principle):
    """The arguments of every component are typed."""

    check: Literal["typed-arguments"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        program = facts.architecture.program
        known = [item for item in program.components if item.typed is not None]
        if not known and program.run is None:
            return undecided("only a run of a Pulumi program tells the classes of arguments")
        if not program.components:
            return failed(Evidence(program.source, "components", "none that could take typed arguments"))
        if not known:
            return undecided("the program names its components' classes nowhere")
        untyped = [item for item in known if not item.typed]
        if untyped:
            return failed(*(Evidence(item.address, "arguments", item.arguments or "no annotation") for item in untyped))
        return passed(*(Evidence(item.address, "arguments", item.arguments or "") for item in known))


class AllInside(Principle):
    """Every resource is inside a component."""

    check: Literal["all-inside"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
        program = facts.architecture.program
        components = {item.address for item in program.components}
        if not components and program.kind.startswith("Terraform"):
            return undecided(_PLAIN_TERRAFORM)
        outside = [resource for resource in program.resources.values() if resource.parent not in components]
        if outside:
            return failed(*(Evidence(item.address, "parent", "outside any component") for item in outside))
        return passed(Evidence(program.source, "resources inside components", str(len(program.resources))))


class TwoInstances(Principle):
    """Two instances of one environment do not clash.

    A URN holds the types of its parents, not their names, and a stack has one output of a name.
    """

    check: Literal["two-instances"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
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
        if program.run is not None:
            fixed += [
                Evidence(program.source, f"exported by the component {component!r}", f"{name!r} without its name")
                for name, component in program.run.component_exports.items()
            ]
        return (
            failed(*fixed) if fixed else passed(Evidence(program.source, "names of children", "carry the component's"))
        )


class Importable(Principle):
    """Imports make nothing, and no path depends on the current folder."""

    check: Literal["importable"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
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


class RunsAsWritten(Principle):
    """The program runs as written."""

    check: Literal["runs-as-written"]

    def outcome(self, facts: Facts) -> Outcome:
        """Return the outcome on one side."""
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
