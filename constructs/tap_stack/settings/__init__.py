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
from tap_stack.settings.http_api import HttpApiSettings
from tap_stack.settings.monitoring import MonitoringSettings

__all__ = [
    "RUNTIME",
    "DeploymentSettings",
    "FunctionSettings",
    "HttpApiSettings",
    "LocalState",
    "LogSettings",
    "MetricsSettings",
    "MonitoringSettings",
    "S3State",
    "Settings",
    "load_environment",
    "load_environments",
]
