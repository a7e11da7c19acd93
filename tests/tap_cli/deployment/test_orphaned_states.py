"""An environment whose file is deleted while it is deployed."""

import json
from pathlib import Path

import pytest

from tap_cli.deployment.environments import find_environment, orphaned_states, read_environments
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tests.support.project import copy_app

TAGS = {"Region": "eu-west-1", "Project": "tap", "Environment": "old"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(copy_app(tmp_path))


def leave_local(project: Project) -> None:
    role = {"mode": "managed", "type": "aws_iam_role", "instances": [{"attributes": {"tags": TAGS}}]}
    (project.root / "terraform.old.tfstate").write_text(json.dumps({"version": 4, "resources": [role]}))


def leave_in_s3(project: Project) -> None:
    record = project.root / "cdktf.out" / "stacks" / "old" / ".terraform" / "terraform.tfstate"
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({"backend": {"type": "s3", "config": {"bucket": "states", "key": "tap/old"}}}))


@pytest.mark.parametrize(
    ("leave", "place"), [(leave_local, "terraform.old.tfstate"), (leave_in_s3, "s3://states/tap/old")]
)
def test_it_is_named_with_the_way_to_destroy_it_properly(project: Project, leave: object, place: str) -> None:
    assert callable(leave)
    leave(project)

    ((name, warning),) = orphaned_states(project, read_environments(project))

    assert name == "old"
    assert f"environments/old.toml is gone, and what the state {place} knows may still be deployed" in warning
    assert "run tap destroy old, and only then delete the file" in warning
    with pytest.raises(UserError, match="Bring the file back"):
        find_environment(project, "old")


def test_nothing_is_said_of_what_is_there_or_was_destroyed(project: Project) -> None:
    (project.root / "terraform.dev.tfstate").write_text("{}")
    (project.root / "terraform.old.tfstate").write_text(json.dumps({"version": 4, "resources": []}))

    assert list(orphaned_states(project, read_environments(project))) == []
