"""Readers of Pulumi: a project that is run, the file of a preview, the file of an export."""

from parity.pulumi.capture import capture
from parity.pulumi.files import read_export, read_preview

__all__ = ["capture", "read_export", "read_preview"]
