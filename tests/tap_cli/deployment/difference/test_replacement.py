"""Whether a setting changes a resource in place or replaces it: what the data says is what real Terraform plans."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import tap_emulator
from pytest_cdktf import SynthesizedStack, synthesize
from tap_cli.deployment.difference.model import Action, EnvironmentDifference
from tap_cli.deployment.difference.stacks import compare_stacks
from tap_cli.toolchain.project import PROJECT
from tap_cli.toolchain.toolbox import find_toolbox
from tap_cli.toolchain.workstation import this_workstation
from tap_stack import EnvironmentStack, load_environment
from tap_stack.settings import Settings
from tests.support.project import copy_app
from tests.support.terraform import Terraform

LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"
SIGNING = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"

BASE: Mapping[str, Any] = {"region": "eu-west-1", "function.kms_key": "own", "function.dead_letters": "own"}

IN_PLACE: Mapping[str, Any] = {
    "tags": {"Team": "orders"},
    "function.code": "other",
    "function.handler": "tap_handler.handle_more",
    "function.description": "another",
    "function.memory_size": 1024,
    "function.timeout": 30,
    "function.ephemeral_storage": 1024,
    "function.architecture": "x86_64",
    "function.reserved_concurrency": 3,
    "function.layers": [LAYER],
    "function.prevent_destroy": True,
    "function.subnets": ["subnet-0123abcd"],
    "function.security_groups": ["sg-0123abcd"],
    "function.code_signing_config_arn": SIGNING,
    "function.secrets": {"DATABASE": "ssm:/shop/database"},
    "function.secrets_kms_key": KEY,
    "function.permissions_boundary_arn": BOUNDARY,
    "function.environment": {"MODE": "fast"},
    "logs.level": "WARN",
    "logs.system_level": "DEBUG",
    "logs.retention_days": 7,
    "logs.kms_key": "own",
    "logs.prevent_destroy": True,
    "metrics.namespace": "Shop",
}
"""Settings, each with another value than the base's, that replace nothing: one plan shows it for all of them."""

APART: Mapping[str, Mapping[str, Any]] = {
    "project": {"project": "shop"},
    "function.name": {"function.name": "second"},
    "function.kms_key": {"function.kms_key": "aws"},
    "function.dead_letters": {"function.dead_letters": "none"},
    "profile": {"profile": "production"},
}
"""Settings that make, replace or destroy resources, each with a plan of its own."""

ELSEWHERE = {"environment": "the file's name", "region": "where everything lies: `tap plan` refuses to change it"}
"""Settings of which no plan can tell: with them Terraform looks at another place."""

ACTIONS = {
    ("update",): Action.UPDATE,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("create",): Action.CREATE,
    ("delete",): Action.DESTROY,
}


def paths(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every setting of a construct, by its path in a file."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from paths(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_every_setting_is_tried() -> None:
    tried = {*IN_PLACE, *APART, *ELSEWHERE}

    assert tried == set(paths(Settings)), "add the setting to IN_PLACE or APART, with another value than the base's"


def toml(settings: Mapping[str, Any]) -> str:
    """Write settings by their paths as a file: dotted keys, and tables in one line."""
    return "".join(f"{path} = {_toml(value)}\n" for path, value in settings.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {json.dumps(each)}" for name, each in value.items()) + "}"
    return json.dumps(value)


@dataclass(frozen=True)
class Laboratory:
    """A deployed base, and what Terraform plans for a change of it."""

    root: Path
    aws: tap_emulator.Emulator
    base: SynthesizedStack

    def plan(self, name: str, settings: Mapping[str, Any]) -> tuple[EnvironmentDifference, dict[str, Any]]:
        """Change settings of the base; return what is foretold, and Terraform's changes by address."""
        changed = synthesized(self.root, name, settings)
        folders = (self.base.folder, changed.folder)
        terraform = initialized(self.aws, changed.folder)
        terraform.run("plan", "-input=false", "-no-color", "-refresh=false", "-out=it.plan")
        plan = json.loads(terraform.run("show", "-json", "it.plan"))
        changes = {
            each["address"]: each["change"]
            for each in plan["resource_changes"]
            if each["mode"] == "managed" and each["change"]["actions"] != ["no-op"]
        }
        return compare_stacks("dev", self.base.json, changed.json, folders), changes


def synthesized(root: Path, name: str, settings: Mapping[str, Any]) -> SynthesizedStack:
    """Synthesize `dev` with settings; the state of all of them is the same file."""
    file = root / "environments" / "dev.toml"
    file.write_text(toml({**BASE, **settings}))
    return synthesize(root / name, lambda app: EnvironmentStack(app, load_environment(file)))["dev"]


def initialized(aws: tap_emulator.Emulator, folder: Path) -> Terraform:
    terraform = Terraform(find_toolbox(this_workstation()), aws, folder)
    terraform.run("init", "-input=false", "-no-color")
    return terraform


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    root = copy_app(tmp_path_factory.mktemp("app"))
    for file in (root / "environments").glob("*.toml"):
        file.unlink()
    handler = root / "handler" / "tap_handler.py"
    (root / "other").mkdir()
    (root / "other" / "tap_handler.py").write_text(f"{handler.read_text()}\n\ndef handle_more(*_):\n    return 1\n")
    with tap_emulator.running(lambda_python=PROJECT.lambda_python) as aws:
        base = synthesized(root, "base", {})
        initialized(aws, base.folder).run("apply", "-input=false", "-no-color", "-auto-approve")
        yield Laboratory(root, aws, base)


@pytest.mark.terraform
@pytest.mark.parametrize("name", ["in place", *APART])
def test_terraform_plans_what_is_foretold(laboratory: Laboratory, name: str) -> None:
    foretold, planned = laboratory.plan(name.replace(" ", "-"), IN_PLACE if name == "in place" else APART[name])

    real = [each for each in foretold.resources if not all(change.only_terraform for change in each.changes)]
    real += [each for each in foretold.resources if each.action in (Action.CREATE, Action.DESTROY)]
    assert {each.address: each.action for each in real} == {
        address: ACTIONS[tuple(change["actions"])] for address, change in planned.items()
    }
    causes = {each.address: {change.path for change in each.changes if change.replaces} for each in real}
    assert {address: cause for address, cause in causes.items() if cause} == {
        address: {path[0] for path in change["replace_paths"]}
        for address, change in planned.items()
        if "replace_paths" in change
    }
    if name == "in place":
        assert {each.action for each in real} <= {Action.UPDATE, Action.CREATE}
