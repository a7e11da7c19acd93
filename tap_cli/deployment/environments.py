"""The environments of the checkout, and the one that a command names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tap_cli.errors import UserError
from tap_cli.toolchain.origin import origin_of_state
from tap_cli.toolchain.project import Project
from tap_stack.faults import Fault, SettingsError
from tap_stack.settings import DeploymentSettings, load_environments


def read_environments(project: Project) -> dict[str, DeploymentSettings]:
    """Read the settings of every environment, by name.

    Raises:
        UserError: this is no project, or a file of settings has a fault.
    """
    check_project(project)
    environments, faults = check_environments(project)
    if faults:
        raise UserError(str(SettingsError(faults)))
    return environments


def check_project(project: Project) -> None:
    """Refuse a folder that is no project.

    Raises:
        UserError: it has no `cdktf.json`.
    """
    if not (project.root / "cdktf.json").is_file():
        raise UserError(
            f"There is no cdktf.json in {project.root}, so it is no project. Go to the folder of one, bring the file "
            "back (git checkout cdktf.json), or make a project: tap init NAME"
        )


def check_environments(project: Project) -> tuple[dict[str, DeploymentSettings], tuple[Fault, ...]]:
    """Read the settings of every environment, by name, or, where one has a fault, none and every fault of all."""
    try:
        return load_environments(project.environments), ()
    except SettingsError as error:
        return {}, error.faults


def find_environment(project: Project, name: str) -> DeploymentSettings:
    """Read the settings of one environment.

    Raises:
        UserError: there is no such environment, or a file of settings has a fault.
    """
    environments = read_environments(project)
    if not name:
        raise UserError(f"The name of the environment is empty. Known are {', '.join(environments)}.")
    if name not in environments:
        left = [warning for gone, warning in orphaned_states(project, environments) if gone == name]
        raise UserError(
            "\n".join(left)
            or f"There is no environment {name!r}. Known are {', '.join(environments)}; "
            f"a file environments/{name}.toml would add it."
        )
    return environments[name]


def orphaned_states(project: Project, environments: Mapping[str, DeploymentSettings]) -> Iterator[tuple[str, str]]:
    """Find the environments that are deployed while their files are gone, each with a warning.

    What is looked at is on this machine: the local states, and the stacks that were synthesized and initialized with a
    state in S3.
    """
    known = {deployment.state_path for deployment in environments.values()}
    for file in sorted(project.root.glob("*.tfstate")):
        name = origin_of_state(file.read_text("utf-8", "replace")).environment
        if file.name not in known and name and name not in environments:
            yield name, _orphaned(name, file.name)
    for record in sorted(project.root.glob("cdktf.out/stacks/*/.terraform/terraform.tfstate")):
        name = record.parts[-3]
        if name not in environments and (place := _place_in_s3(record)):
            yield name, _orphaned(name, place)


def _place_in_s3(record: Path) -> str | None:
    try:
        config = json.loads(record.read_text("utf-8"))["backend"]["config"]
        return f"s3://{config['bucket']}/{config['key']}"
    except (ValueError, KeyError, TypeError):
        return None


def _orphaned(name: str, state: str) -> str:
    return (
        f"Warning: environments/{name}.toml is gone, and what the state {state} knows may still be deployed: nothing "
        f"manages it any more, and it costs on. Bring the file back, such as with git checkout, run tap destroy "
        f"{name}, and only then delete the file."
    )
