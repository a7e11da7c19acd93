import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import tap_stack

PUBLIC = [
    "ConstructError",
    "DeploymentSettings",
    "EnvironmentStack",
    "Fault",
    "FunctionSettings",
    "HttpApi",
    "HttpApiSettings",
    "LocalState",
    "LogSettings",
    "MetricsSettings",
    "Monitoring",
    "MonitoringSettings",
    "PackageError",
    "S3State",
    "Settings",
    "SettingsError",
    "Statement",
    "StatementError",
    "TapStack",
    "TapStackError",
    "load_environment",
    "load_environments",
]


def test_the_public_names_are_these() -> None:
    assert tap_stack.__all__ == PUBLIC == dir(tap_stack)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_name_can_be_imported(name: str) -> None:
    assert getattr(tap_stack, name).__name__ == name


def test_type_checkers_read_the_same_names() -> None:
    source = ast.parse(Path(tap_stack.__file__).read_text("utf-8"))
    (block,) = [node for node in source.body if isinstance(node, ast.If)]
    imported = [
        (alias.asname, node.module) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert sorted(imported) == [(name, f"tap_stack.{home}") for name, home in sorted(tap_stack._HOMES.items())]


@pytest.mark.parametrize("name", PUBLIC)
def test_help_tells_each_argument(name: str) -> None:
    public = getattr(tap_stack, name)
    arguments = [
        parameter.name
        for parameter in inspect.signature(public).parameters.values()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    told = inspect.getdoc(public) or ""
    assert [argument for argument in arguments if f"    {argument}: " not in told] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Tapstack'"):
        tap_stack.Tapstack  # noqa: B018 - the access is what is tested


def test_reading_settings_does_not_start_the_framework() -> None:
    program = "import sys; from tap_stack import load_environments, Settings; sys.exit('jsii' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_source_root_never_shadows_the_frameworks_own_package() -> None:
    """`constructs/` is a source root without `__init__.py`, and a package index has a package of that name."""
    import constructs

    assert constructs.__file__ is not None
    assert "site-packages" in constructs.__file__
