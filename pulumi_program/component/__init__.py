"""The components that other Pulumi programs import; importing them registers nothing."""

from .args import TapStackArgs
from .http_api import HttpApi, HttpApiArgs
from .monitoring import Monitoring, MonitoringArgs
from .tap_stack import TapStack

__all__ = ["HttpApi", "HttpApiArgs", "Monitoring", "MonitoringArgs", "TapStack", "TapStackArgs"]
