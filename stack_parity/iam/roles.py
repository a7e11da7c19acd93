"""What a program builds around its roles: who may assume them and what they may do, whatever resources say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from stack_parity.aws.identity import physical_name
from stack_parity.iam.managed_policies import managed_policy
from stack_parity.model.program import Program, Resource
from stack_parity.model.spelling import speller
from stack_parity.model.values import Ref, Unknown, Value, addresses_in, parts_of

_ATTACHED_BY: Final[Mapping[str, str]] = {
    "aws_iam_role_policy": "role",
    "aws_iam_role_policy_attachment": "role",
    "aws_iam_policy_attachment": "roles",
}
"""By type, the attribute that names the role which a policy is for."""


@dataclass(frozen=True)
class PolicySource:
    """One policy document and the resource that brings it."""

    address: str
    document: Value
    name: Value = None
    """What AWS knows the policy by; None for one that the role is only attached to."""


@dataclass(frozen=True)
class Role:
    """One IAM role."""

    resource: Resource
    trust: Value
    """The policy document that says who may assume it."""
    permissions: tuple[PolicySource, ...]
    """Inline policies, attached ones, and AWS-managed ones, expanded."""


@dataclass(frozen=True)
class Architecture:
    """A program seen as an architecture."""

    program: Program
    roles: Mapping[str, Role]
    folded: Mapping[str, str]
    """Resources that are nothing but a part of a role: their address, and the role's."""

    def functions(self) -> tuple[Resource, ...]:
        """Give the Lambda functions by address."""
        return tuple(
            resource for _, resource in sorted(self.program.resources.items()) if resource.type == "aws_lambda_function"
        )

    def target(self, resource: Resource, attribute: str, type_: str) -> Resource | None:
        """Give the one resource of a type that an attribute leads to, if there is exactly one."""
        found = {
            edge.target
            for edge in resource.edges | resource.named
            if edge.attribute == attribute and self.program.resources[edge.target].type == type_
        }
        return self.program.resources[found.pop()] if len(found) == 1 else None

    def role_of(self, function: Resource) -> Role | None:
        """Give the execution role of a function, if the program says it."""
        role = self.target(function, "role", "aws_iam_role")
        return self.roles[role.address] if role is not None else None


def gather_roles(program: Program) -> Architecture:
    """Gather the roles.

    Args:
        program: in normal form.
    """
    sources: dict[str, list[PolicySource]] = defaultdict(list)
    folded: dict[str, str] = {}
    for _, resource in sorted(program.resources.items()):
        role = _role_of_policy(resource, program)
        if role is not None:
            sources[role].append(PolicySource(resource.address, _document(resource, program), physical_name(resource)))
            folded[resource.address] = role
            folded |= {
                edge.target: role
                for edge in resource.edges
                if edge.attribute == "policy_arn" and program.resources[edge.target].type == "aws_iam_policy"
            }
    roles = {
        address: Role(
            resource=resource,
            trust=resource.attributes.get("assume_role_policy"),
            permissions=(*sources[address], *_inside(resource)),
        )
        for address, resource in program.resources.items()
        if resource.type == "aws_iam_role"
    }
    return Architecture(program, roles, folded)


def _role_of_policy(resource: Resource, program: Program) -> str | None:
    """Give the role that a policy is for; a plain name that is made from the role's but is another leads nowhere."""
    attribute = _ATTACHED_BY.get(resource.type, "")
    stated = resource.attributes.get(attribute)
    targets = {
        edge.target
        for edge in resource.edges | resource.named
        if edge.attribute == attribute and program.resources[edge.target].type == "aws_iam_role"
    }
    if isinstance(stated, str):
        targets = {target for target in targets if physical_name(program.resources[target]) == stated}
    return targets.pop() if len(targets) == 1 else None


def _document(resource: Resource, program: Program) -> Value:
    if resource.type == "aws_iam_role_policy":
        return resource.attributes.get("policy")
    for edge in sorted(resource.edges, key=lambda edge: edge.target):
        target = program.resources[edge.target]
        if edge.attribute == "policy_arn" and target.type == "aws_iam_policy":
            return target.attributes.get("policy")
    return _expanded(resource.attributes.get("policy_arn"))


def _expanded(arn: Value) -> Value:
    document = managed_policy(speller({})(arn))
    if document is not None:
        return document
    parts = ["the policy ", *(parts_of(arn) or [Unknown("")])]
    told = [part for part in parts if isinstance(part, str | Ref)]
    expression = tuple(told) if len(told) == len(parts) else ()
    return Unknown(f"the policy {speller({})(arn)}", tuple(addresses_in(arn)), expression)


def _inside(role: Resource) -> Iterator[PolicySource]:
    """Yield the policies that the role's own attributes bring."""
    inline = role.attributes.get("inline_policy")
    for block in inline if isinstance(inline, list) else [inline]:
        if isinstance(block, dict):
            yield PolicySource(role.address, block.get("policy"), block.get("name"))
    arns = role.attributes.get("managed_policy_arns")
    for arn in arns if isinstance(arns, list) else []:
        yield PolicySource(role.address, _expanded(arn))
