"""Synthesis in the test's own process."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_cdktf.stack import SynthesizedStack

if TYPE_CHECKING:
    from cdktf import App

STEERING: Final = ("AWS_", "CDKTF_", "TF_")
"""How variables begin by which a user steers AWS, the framework and Terraform; no synthesis sees them."""


def synthesize(folder: Path, build: Callable[[App], object]) -> dict[str, SynthesizedStack]:
    """Run an app and its validations; return its stacks by id.

    Args:
        folder: takes the output.
        build: fills the app; what it returns is ignored.
    """
    from cdktf import App  # only now: it starts the framework's Node process, which many a run of tests does without

    with _unsteered():
        app = App(outdir=str(folder), stack_traces=False)
        build(app)
        app.synth()
    return {
        file.parent.name: SynthesizedStack(file.parent, json.loads(file.read_text("utf-8")))
        for file in sorted(folder.glob("stacks/*/cdk.tf.json"))
    }


@contextmanager
def _unsteered() -> Iterator[None]:
    before = dict(os.environ)
    for name in before:
        if name.startswith(STEERING):
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
