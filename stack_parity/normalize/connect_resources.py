"""Which resource needs which: edges lead through data sources and end at resources of the program.

Before: a role policy with an edge to `data.aws_iam_policy_document.d`, which refers to a table; an edge to nowhere.
After: the role policy has an edge to the table, by the attribute that referred to the data source.
"""

from __future__ import annotations

from dataclasses import replace

from stack_parity.model.program import Edge, Program, Resource


def connect_resources(program: Program) -> Program:
    """Return the program with every edge and every explicit order between two of its resources."""
    ends = _Ends(program)
    return replace(
        program, resources={address: _connected(resource, ends) for address, resource in program.resources.items()}
    )


def _connected(resource: Resource, ends: _Ends) -> Resource:
    if not resource.edges and not resource.depends_on:
        return resource
    return replace(
        resource,
        edges=frozenset(
            Edge(resource.address, edge.attribute, end) for edge in resource.edges for end in ends.of(edge.target)
        ),
        depends_on=frozenset(end for target in resource.depends_on for end in ends.of(target)),
    )


class _Ends:
    """The resources that an address leads to: a resource to itself, a data source to all that it is made from."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._of_data: dict[str, frozenset[str]] = {}

    def of(self, address: str) -> frozenset[str]:
        """Return the ends of one address."""
        if address in self._program.resources:
            return frozenset({address})
        if address not in self._of_data:
            self._of_data[address] = frozenset(self._reached(address))
        return self._of_data[address]

    def _reached(self, start: str) -> set[str]:
        seen = {start}
        pending = [start]
        while pending:
            source = self._program.data.get(pending.pop())
            if source is not None:
                more = ({edge.target for edge in source.edges} | source.depends_on) - seen
                seen |= more
                pending.extend(more)
        return seen & self._program.resources.keys()
