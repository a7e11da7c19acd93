"""A synthesized stack, and questions to it that say what they found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_cdktf.differences import Difference, differences
from pytest_cdktf.policies import PlacedStatement, policy_documents, select_statements
from pytest_cdktf.readable import readable
from pytest_cdktf.references import dependency_edges, referable_blocks

Json = dict[str, Any]


@dataclass(frozen=True)
class SynthesizedStack:
    """One synthesized stack.

    Attributes:
        folder: holds its `cdk.tf.json` and its assets; named like the stack.
        json: what `cdk.tf.json` says.
    """

    folder: Path
    json: Json

    @property
    def name(self) -> str:
        """The stack's id."""
        return self.folder.name

    @property
    def outputs(self) -> Json:
        """The value of each output, by its name."""
        return {name: output["value"] for name, output in self.json.get("output", {}).items()}

    def resources(self, kind: str, **attributes: Any) -> Json:
        """Return the resources of a Terraform type, by logical id.

        Args:
            kind: such as `aws_sqs_queue`; with `data.` before it, a data source.
            attributes: the values that the resource must have, as they are synthesized.
        """
        block, _, name = kind.rpartition(".")
        found: Json = self.json.get(block or "resource", {}).get(name, {})
        return {
            key: resource
            for key, resource in found.items()
            if all(resource.get(attribute) == value for attribute, value in attributes.items())
        }

    def only(self, kind: str, **attributes: Any) -> Json:
        """Return the one resource of a Terraform type with these attributes.

        Raises:
            AssertionError: there is none or more than one, with what there is instead.
        """
        found = self.resources(kind, **attributes)
        if len(found) == 1:
            resource: Json = next(iter(found.values()))
            return resource
        raise AssertionError(self._instead(kind, attributes, found))

    def addresses(self) -> list[str]:
        """Return every data source, resource and output as Terraform addresses it, sorted."""
        return sorted([*referable_blocks(self.json), *(f"output.{name}" for name in self.outputs)])

    def dependencies(self) -> frozenset[tuple[str, str]]:
        """Return who needs whom, as pairs of addresses: by `depends_on` or by a reference in an attribute.

        `("aws_lambda_function.Orders", "aws_iam_role.Orders") in stack.dependencies()`
        """
        return dependency_edges(self.json)

    def policies(self) -> dict[str, Json]:
        """Return every policy document by where it stands: `aws_iam_role_policy.Logs.policy`."""
        return policy_documents(self.json)

    def statements(self, *, action: str | None = None, resource: str | None = None) -> list[PlacedStatement]:
        """Return the statements of all policies that speak of an action and a resource.

        Args:
            action: such as `s3:GetObject`; a statement's own wildcards count.
            resource: an ARN, with references as they are synthesized; a statement's own wildcards count.
        """
        return select_statements(self.policies(), action, resource)

    def differences(self, other: SynthesizedStack) -> list[Difference]:
        """Return what is not the same in another stack, in the order of the addresses; assets differ by name only."""
        return differences(readable(self.json), readable(other.json))

    def _instead(self, kind: str, attributes: Mapping[str, Any], found: Json) -> str:
        wanted = f"{kind} with {dict(attributes)}" if attributes else kind
        if found:
            return f"expected one {wanted}, found {len(found)}: {', '.join(sorted(found))}"
        if others := self.resources(kind):
            have = [f"\n  {name}: { {key: value.get(key) for key in attributes} }" for name, value in others.items()]
            return f"expected one {wanted}, found none; there is{''.join(have)}"
        kinds = sorted({address.rpartition(".")[0] for address in referable_blocks(self.json)})
        return f"expected one {wanted}, found none among {', '.join(kinds) or 'no resources at all'}"
