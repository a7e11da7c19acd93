"""Readers of Pulumi: a project that is run, the file of a preview, the file of an export."""

from stack_parity.sources.pulumi.capture import capture, end_running
from stack_parity.sources.pulumi.files import read_export, read_preview

__all__ = ["capture", "end_running", "read_export", "read_preview"]
