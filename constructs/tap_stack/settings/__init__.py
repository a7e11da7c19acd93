"""Settings: what the construct is told, what only a deployment needs, and the files that say both."""

from tap_stack.settings.construct import (
    RUNTIME,
    FunctionSettings,
    LogSettings,
    MetricsSettings,
    Settings,
)
from tap_stack.settings.deployment import DeploymentSettings, LocalState, S3State
from tap_stack.settings.files import load_environment, load_environments

__all__ = [
    "RUNTIME",
    "DeploymentSettings",
    "FunctionSettings",
    "LocalState",
    "LogSettings",
    "MetricsSettings",
    "S3State",
    "Settings",
    "load_environment",
    "load_environments",
]
