"""TapStack: a Python 3.12 Lambda function with a complete, least-privilege execution role, as a CDKTF construct.

This is the public door. Each name is imported when it is first used, so that reading settings does not start the
framework's Node process; and what is imported after it, the framework and its provider, is loaded fast: see
docs/fast-loading.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

import cdktf_fast_load

if TYPE_CHECKING:
    from tap_stack.environment_stack import EnvironmentStack as EnvironmentStack
    from tap_stack.faults import ConstructError as ConstructError
    from tap_stack.faults import Fault as Fault
    from tap_stack.faults import SettingsError as SettingsError
    from tap_stack.faults import StatementError as StatementError
    from tap_stack.faults import TapStackError as TapStackError
    from tap_stack.http_api import HttpApi as HttpApi
    from tap_stack.monitoring import Monitoring as Monitoring
    from tap_stack.package import PackageError as PackageError
    from tap_stack.permissions import Statement as Statement
    from tap_stack.settings import DeploymentSettings as DeploymentSettings
    from tap_stack.settings import FunctionSettings as FunctionSettings
    from tap_stack.settings import HttpApiSettings as HttpApiSettings
    from tap_stack.settings import LocalState as LocalState
    from tap_stack.settings import LogSettings as LogSettings
    from tap_stack.settings import MetricsSettings as MetricsSettings
    from tap_stack.settings import MonitoringSettings as MonitoringSettings
    from tap_stack.settings import S3State as S3State
    from tap_stack.settings import Settings as Settings
    from tap_stack.settings import load_environment as load_environment
    from tap_stack.settings import load_environments as load_environments
    from tap_stack.tap_stack import TapStack as TapStack

cdktf_fast_load.enable()

_HOMES: Final = {
    "ConstructError": "faults",
    "DeploymentSettings": "settings",
    "EnvironmentStack": "environment_stack",
    "Fault": "faults",
    "FunctionSettings": "settings",
    "HttpApi": "http_api",
    "HttpApiSettings": "settings",
    "LocalState": "settings",
    "LogSettings": "settings",
    "MetricsSettings": "settings",
    "Monitoring": "monitoring",
    "MonitoringSettings": "settings",
    "PackageError": "package",
    "S3State": "settings",
    "Settings": "settings",
    "SettingsError": "faults",
    "Statement": "permissions",
    "StatementError": "faults",
    "TapStack": "tap_stack",
    "TapStackError": "faults",
    "load_environment": "settings",
    "load_environments": "settings",
}
"""Every public name, and the module that has it. Type checkers read the block above, which a test holds equal."""

__all__ = [*_HOMES]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
