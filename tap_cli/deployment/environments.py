"""The environments of the checkout, and the one that a command names."""

from __future__ import annotations

from tap_cli.errors import UserError
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
        raise UserError(
            f"There is no environment {name!r}. Known are {', '.join(environments)}; "
            f"a file environments/{name}.toml would add it."
        )
    return environments[name]
