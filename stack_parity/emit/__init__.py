"""Writer of Terraform JSON: a program as a reader found it becomes a configuration that Terraform accepts."""

from stack_parity.emit.configuration import Configuration, emit, save

__all__ = ["Configuration", "emit", "save"]
