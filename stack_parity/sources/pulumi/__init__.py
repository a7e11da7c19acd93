"""Readers of Pulumi: a project that is run, the file of a preview, the file of an export."""

from stack_parity.sources.pulumi.capture import capture
from stack_parity.sources.pulumi.files import read_export, read_preview
from stack_parity.sources.pulumi.running.options import DEFAULTS, RunOptions
from stack_parity.sources.pulumi.running.process import end_running

__all__ = ["DEFAULTS", "RunOptions", "capture", "end_running", "read_export", "read_preview"]
