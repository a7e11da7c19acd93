"""TapStack: a Python 3.12 Lambda function with a complete, least-privilege execution role, as a CDKTF construct.

This is the public door. Each name is imported when it is first used, so that reading settings does not start the
framework's Node process; and what is imported after it, the framework and its provider, is loaded fast: see
docs/fast-loading.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import cdktf_fast_load

if TYPE_CHECKING:
    from tap_stack.environment_stack import EnvironmentStack
    from tap_stack.environments import load_environment, load_environments
    from tap_stack.faults import Fault, SettingsError
    from tap_stack.package import PackageError
    from tap_stack.permissions import Statement
    from tap_stack.settings import (
        FunctionSettings,
        LocalState,
        LogSettings,
        MetricsSettings,
        S3State,
        Settings,
    )
    from tap_stack.tap_stack import TapStack

cdktf_fast_load.enable()

_HOMES = {
    "EnvironmentStack": "environment_stack",
    "Fault": "faults",
    "FunctionSettings": "settings",
    "LocalState": "settings",
    "LogSettings": "settings",
    "MetricsSettings": "settings",
    "PackageError": "package",
    "S3State": "settings",
    "Settings": "settings",
    "SettingsError": "faults",
    "Statement": "permissions",
    "TapStack": "tap_stack",
    "load_environment": "environments",
    "load_environments": "environments",
}

__all__ = [
    "EnvironmentStack",
    "Fault",
    "FunctionSettings",
    "LocalState",
    "LogSettings",
    "MetricsSettings",
    "PackageError",
    "S3State",
    "Settings",
    "SettingsError",
    "Statement",
    "TapStack",
    "load_environment",
    "load_environments",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
