"""A reference to what the program itself states becomes that statement.

Before: `role = Ref("aws_iam_role.r", "arn")`, a role named `r`, a region from whichever data source.
After: `role = Text("arn:", Ref(CONTEXT, "partition"), ":iam::", Ref(CONTEXT, "account_id"), ":role/r")`.

An ARN is spelled from the name; region, account and partition become references to `CONTEXT`. What stays a reference
is what only a deployment knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from stack_parity.aws import schema
from stack_parity.aws.defaults import default_of
from stack_parity.aws.identity import ARNS, CONTEXT_DATA, NAMES, SAME_AS_ID, partition_of
from stack_parity.iam.policy_document import policy_document
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import (
    CONTEXT,
    Document,
    Part,
    Ref,
    Text,
    Unknown,
    Value,
    addresses_in,
    join_parts,
    parts_of,
)
from stack_parity.normalize.literal_arns import LiteralArns

DNS_SUFFIX: Final = "amazonaws.com"
"""Of the partition `aws`, which a literal stands for as well."""


def resolve_references(program: Program) -> Program:
    """Return the program with the references of its resources, outputs and provider resolved."""
    resolver = Resolver(program)
    everything = {**program.resources, **program.data}
    resolved = {
        address: {key: resolver.value(value) for key, value in everything[address].attributes.items()}
        for address in _targets_first(everything)
    }
    return replace(
        program,
        resources={
            address: replace(resource, attributes=resolved[address]) for address, resource in program.resources.items()
        },
        data={address: replace(source, attributes=resolved[address]) for address, source in program.data.items()},
        outputs={name: resolver.value(value) for name, value in program.outputs.items()},
        provider=None
        if program.provider is None
        else {name: resolver.value(value) for name, value in program.provider.items()},
        providers={
            name: replace(other, settings={key: resolver.value(value) for key, value in other.settings.items()})
            for name, other in program.providers.items()
        },
    )


def _targets_first(resources: Mapping[str, Resource]) -> Iterator[str]:
    """Yield every address after those that it refers to, so that no chain of references is followed in one go."""
    opened: set[str] = set()
    closed: set[str] = set()
    for start in resources:
        pending = [start]
        while pending:
            address = pending[-1]
            if address in opened:
                pending.pop()
                if address not in closed:
                    closed.add(address)
                    yield address
                continue
            opened.add(address)
            targets = addresses_in(dict(resources[address].attributes))
            pending.extend(sorted((targets & resources.keys()) - opened))


class Resolver:
    """Resolves the values of one program, each reference once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._region = program.region if isinstance(program.region, str) else None
        account = program.account if isinstance(program.account, str) else None
        self._literals = LiteralArns(partition_of(self._region), account)
        self._done: dict[Ref, Value] = {}
        self._open: set[Ref] = set()

    def value(self, value: Value) -> Value:
        """Return the value with every reference inside it resolved."""
        if isinstance(value, Document):
            return Document(self.value(value.content))
        if isinstance(value, Ref):
            return self._reference(value)
        if isinstance(value, Text):
            return join_parts([piece for part in value.parts for piece in _parts(self.value(part))])
        if isinstance(value, str):
            return self._literals.read(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def _reference(self, reference: Ref) -> Value:
        if reference in self._done:
            return self._done[reference]
        if reference in self._open:
            return reference  # a cycle: leave it as it is
        self._open.add(reference)
        resolved = self._look_up(reference)
        self._open.discard(reference)
        self._done[reference] = resolved
        return resolved

    def _look_up(self, reference: Ref) -> Value:
        if reference.address == CONTEXT:
            return self._fact(reference.attribute, None)
        data = self._program.data.get(reference.address)
        if data is not None:
            return self._of_data(data, reference)
        resource = self._program.resources.get(reference.address)
        return reference if resource is None else self._of_resource(resource, reference)

    def _of_data(self, data: Resource, reference: Ref) -> Value:
        if data.type == "aws_partition" and reference.attribute == "dns_suffix":
            return DNS_SUFFIX
        fact = CONTEXT_DATA.get(data.type, {}).get(reference.attribute)
        if fact is not None:
            return self._fact(fact, data.provider)
        if data.type == "aws_iam_policy_document" and reference.attribute in {"json", "minified_json"}:
            return Document(policy_document({name: self.value(given) for name, given in data.attributes.items()}))
        return self._stated(data, reference)

    def _of_resource(self, resource: Resource, reference: Ref) -> Value:
        name, arn, same = NAMES.get(resource.type), ARNS.get(resource.type), SAME_AS_ID.get(resource.type)
        if same is not None and reference.attribute == "id":
            return self._reference(Ref(reference.address, same))
        if name is None:
            return self._stated(resource, reference)
        if arn is not None and reference.attribute == "arn":
            return self._arn(arn, resource, name) or reference
        return self._stated(resource, reference)

    def _stated(self, resource: Resource, reference: Ref) -> Value:
        """Follow the attribute path into what the program states; the plain reference where that ends."""
        value: Value = dict(resource.attributes)
        for step in reference.attribute.split("."):
            if step == "0" and isinstance(value, dict):
                continue  # a block that may stand once is no list
            if step.isdigit() and isinstance(value, list) and int(step) < len(value):
                value = value[int(step)]
                continue
            if not isinstance(value, dict) or step not in value:
                return Ref(reference.address, plain_path(resource.type, reference.attribute))
            value = value[step]
        return self.value(value)

    def _fact(self, fact: str, provider: str | None) -> Value:
        """Return the region, account or partition that a provider deploys to; `None` is the program's own.

        An account stays a reference as long as it is that of the program; another provider that states none has the
        same credentials.
        """
        other = self._program.providers.get(provider or "")
        if other is None:
            return (self._region if fact == "region" else None) or Ref(CONTEXT, fact)
        if fact == "region":
            return Ref(CONTEXT, f"region of {provider}") if other.region is None else self.value(other.region)
        if fact == "account_id" and other.account not in (None, self._program.account):
            return self.value(other.account)
        return Ref(CONTEXT, fact)

    def _arn(self, form: str, resource: Resource, name: str) -> Value:
        """Return the ARN of a resource; None where an attribute that stands in it is not stated."""
        parts: list[Part] = ["arn:", Ref(CONTEXT, "partition"), ":"]
        for piece in re.split(r"(\{\w+\})", form):
            attribute = name if piece == "{name}" else piece.strip("{}")
            if not piece.startswith("{"):
                parts.append(piece)
            elif attribute in {"region", "account"}:
                parts += _parts(self._fact({"account": "account_id"}.get(attribute, attribute), resource.provider))
            elif piece != "{name}" and attribute not in resource.attributes:
                default = default_of(resource, attribute)
                if default is None:
                    return None
                parts += _parts(default)
            else:
                parts += _continued(parts[-1], _parts(self._reference(Ref(resource.address, attribute))))
        return join_parts(parts)


def plain_path(type_: str, path: str) -> str:
    """Return a path of attributes without the number of a block that may stand once.

    `certificate_authority.0.data` is `certificate_authority.data`, as Pulumi has it.
    """
    known, plain = schema.of(type_) or schema.of_data(type_), list[str]()
    for step in path.split("."):
        block = known.attribute(".".join(plain)) if known and plain else None
        if step != "0" or block is None or not block.attributes:
            plain.append(step)
    return ".".join(plain)


def _continued(before: Part, parts: list[Part]) -> list[Part]:
    """Return the parts of a name without the slash that stands before it already (`parameter/`, `/shop/key`)."""
    first = parts[0] if parts else ""
    if isinstance(before, str) and before.endswith("/") and isinstance(first, str) and first.startswith("/"):
        return [first[1:], *parts[1:]]
    return parts


def _parts(value: Value) -> list[Part]:
    """Give a value as parts of a string."""
    parts = parts_of(value)
    return [Unknown("a list, a map or a package inside a string")] if parts is None else parts
