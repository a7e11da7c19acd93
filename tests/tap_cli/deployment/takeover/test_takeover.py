"""A user's way: translate a Pulumi project, deploy it, lose the state, take over from an export: no changes."""

import copy
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import tap_emulator
from stack_parity import translate
from tap_cli.deployment.takeover.takeover import take_over
from tap_cli.errors import UserError
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import Workstation, this_workstation
from tests.support.service import constructed_export, write_export, write_service
from tests.support.terraform import Terraform

pytestmark = pytest.mark.deploy


@dataclass(frozen=True)
class Deployed:
    """The service on an emulated AWS, with an export that says what Pulumi would have written."""

    workstation: Workstation
    stack: Path
    export: dict[str, Any]
    terraform: Terraform

    def take(self, folder: Path, export: dict[str, Any] | None = None) -> list[str]:
        """Take over into a folder; return what is announced."""
        said: list[str] = []
        file = write_export(folder / "export.json", export or self.export)
        take_over(self.workstation, file, self.stack, folder / "out", said.append)
        return said


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("takeover")
    project, written = write_service(folder / "orders"), folder / "terraform"
    workstation = this_workstation()
    toolbox = find_toolbox(workstation)
    with tap_emulator.running() as aws:
        variables = toolbox.variables(aws.variables(os.environ))
        assert translate([str(project), "--out", str(written)], variables=variables) == 0
        terraform = Terraform(toolbox, aws, written / "dev")
        terraform.run("init", "-input=false")
        terraform.run("apply", "-auto-approve", "-input=false")
        state = json.loads(terraform.run("state", "pull"))
        for left in written.glob("dev/terraform.tfstate*"):
            left.unlink()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in aws.variables({}).items():
                patch.setenv(name, value)
            yield Deployed(
                replace(workstation, variables=aws.variables(workstation.variables)),
                written / "dev",
                constructed_export(project, state),
                terraform,
            )


def test_what_pulumi_manages_is_taken_over_without_a_change(deployed: Deployed, tmp_path: Path) -> None:
    said = deployed.take(tmp_path)

    assert said[0].startswith("13 pairs; NOT DECIDABLE: no difference, but 1 of ")  # an export tells no code's content
    assert "On a copy of the state: 0 added, 0 changed, 0 destroyed, 13 adopted." in said
    assert "No changes" in said[-1]
    out = tmp_path / "out"
    assert (out / "terraform.tfstate").stat().st_mode & 0o777 == 0o600
    assert {block["id"] for block in json.loads((out / "adopted.tf.json").read_text())["import"]} >= {
        "orders/nightly",
        "default/orders-nightly/worker",
        "orders-worker/arn:aws:iam::123456789012:policy/orders-writing",
    }
    book = (out / "runbook.md").read_text()
    assert "filename, publish, source_code_hash written into the state" in book
    removed = [line.split("'")[1].rpartition("::")[2] for line in book.splitlines() if "state delete" in line]
    assert removed.index("worker") < len(removed) - 1 - removed[::-1].index("worker")  # the function before its role
    assert "pulumi state unprotect --stack dev --yes 'urn:pulumi:dev::orders::aws:cloudwatch/logGroup:LogGroup" in book
    assert not list(deployed.stack.glob("*.tfstate*"))

    shutil.copyfile(out / "terraform.tfstate", deployed.stack / "pushed.json")
    try:
        deployed.terraform.run("state", "push", "pushed.json")
        deployed.terraform.run("plan", "-detailed-exitcode", "-input=false")  # exit code 0, or it fails
    finally:
        for left in (*deployed.stack.glob("*.tfstate*"), deployed.stack / "pushed.json"):
            left.unlink(missing_ok=True)


def test_what_differs_from_the_live_is_shown_and_nothing_is_written(deployed: Deployed, tmp_path: Path) -> None:
    gone = copy.deepcopy(deployed.export)
    for one in gone["deployment"]["resources"]:
        if one["urn"].endswith("EventRule::nightly"):
            one["outputs"]["id"] = "no-such-rule"
    with pytest.raises(UserError, match="aws_cloudwatch_event_rule"):
        deployed.take(tmp_path, gone)
    assert not (tmp_path / "out").exists()

    (deployed.stack / "files").rename(tmp_path / "files")
    shutil.copytree(tmp_path / "files", deployed.stack / "files")
    package = next((deployed.stack / "files").iterdir())
    package.write_bytes(package.read_bytes() + b"\0")
    try:
        with pytest.raises(UserError, match="other code is live"):
            deployed.take(tmp_path)
    finally:
        shutil.rmtree(deployed.stack / "files")
        (tmp_path / "files").rename(deployed.stack / "files")
