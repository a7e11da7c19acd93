"""What runs deployed code, as Lambda does. It imports nothing of ``moto/``."""

from tap_emulator.runtime.interpreter import Interpreter, checked
from tap_emulator.runtime.runtime_client import Host
from tap_emulator.runtime.sandbox import Sandbox
from tap_emulator.runtime.warm import WarmFunction

__all__ = ["Host", "Interpreter", "Sandbox", "WarmFunction", "checked"]
