"""The files around the code agree with one another: version, licence, changelog, hooks, targets."""

import re

import pytest
import yaml

from tests.support.project import ROOT

VERSION = (ROOT / "wheels" / "VERSION").read_text("utf-8").strip()
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_the_changelog_keeps_its_form_and_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.*)$", changelog, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])
    assert headings[1].startswith(f"[{VERSION}] ")
    kinds = set(re.findall(r"^### (.*)$", changelog, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_licence_is_the_one_that_the_wheels_declare() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text


def test_hooks_are_local_and_call_targets_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]
    entries = [hook["entry"] for repository in hooks["repos"] for hook in repository["hooks"]]
    assert {entry.partition("make ")[2] for entry in entries} <= TARGETS


def test_the_workflow_runs_what_is_here_and_trusts_no_action() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert [step["uses"] for step in steps if "uses" in step] == []
    assert ".ci/run" in [step["run"] for step in steps]
    assert workflow["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/where-the-time-goes.md"]
)
def test_each_target_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= TARGETS
