"""This project's app, as main.py has it, with as many environments like dev.

Arguments: number of environments, output folder. TAP_FAST_LOAD=0 turns fast loading off.
"""

import gc
import os
import sys
from pathlib import Path

import cdktf_fast_load
import tap_stack


def main(count: int, output: str) -> None:
    """Synthesize so many environments into a folder."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    cdktf_fast_load.start()
    dev = tap_stack.load_environments(Path(__file__).resolve().parents[2] / "environments")["dev"]
    from tap_stack.framework import App  # as in main.py

    app = App(outdir=output)
    for number in range(count):
        settings = dev.settings.model_copy(update={"environment": f"env{number}"})
        tap_stack.EnvironmentStack(app, tap_stack.DeploymentSettings(settings=settings))
    app.synth()


main(int(sys.argv[1]), sys.argv[2])
