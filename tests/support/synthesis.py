"""Synthesizes in the test's own process and reads the result."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cdktf import App

Json = dict[str, Any]


@dataclass(frozen=True)
class SynthesizedStack:
    """One synthesized stack: the folder of its `cdk.tf.json` and what that says."""

    folder: Path
    json: Json

    def resources(self, kind: str) -> Json:
        """All resources of a Terraform type, by logical id."""
        resources: Json = self.json["resource"].get(kind, {})
        return resources

    def only(self, kind: str) -> Json:
        """The one resource of a Terraform type.

        Raises:
            AssertionError: when there is none or more than one, with what was found.
        """
        found = self.resources(kind)
        if len(found) != 1:
            raise AssertionError(f"expected one {kind}, found {sorted(found)} among {sorted(self.json['resource'])}")
        resource: Json = next(iter(found.values()))
        return resource

    def addresses(self) -> list[str]:
        """Every data source, resource and output as Terraform addresses it, sorted."""
        data = [f"data.{kind}.{name}" for kind, names in self.json.get("data", {}).items() for name in names]
        resources = [f"{kind}.{name}" for kind, names in self.json["resource"].items() for name in names]
        return sorted(data + resources + [f"output.{name}" for name in self.json.get("output", {})])


def synthesize(folder: Path, build: Callable[[App], object]) -> dict[str, SynthesizedStack]:
    """Run an app that `build` fills, with its output in `folder`; return its stacks by id."""
    app = App(outdir=str(folder))
    build(app)
    app.synth()
    return {
        file.parent.name: SynthesizedStack(file.parent, json.loads(file.read_text("utf-8")))
        for file in sorted(folder.glob("stacks/*/cdk.tf.json"))
    }


def policies(stack: SynthesizedStack) -> dict[str, Json]:
    """Every inline policy document, by the policy's name."""
    return {policy["name"]: json.loads(policy["policy"]) for policy in stack.resources("aws_iam_role_policy").values()}
