"""The one error that this room raises."""


class EmulatorError(Exception):
    """The emulator cannot be started or has not started; the message says what, why and what to do."""
