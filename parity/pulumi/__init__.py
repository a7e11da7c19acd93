"""Readers of Pulumi: a project that is run, the file of a preview, the file of an export."""

from parity.pulumi.capture import capture

__all__ = ["capture"]
