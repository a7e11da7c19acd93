"""The component that other Pulumi programs import; importing it registers nothing."""

from .args import TapStackArgs
from .tap_stack import TapStack

__all__ = ["TapStack", "TapStackArgs"]
