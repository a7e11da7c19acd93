"""The app: one stack per file in environments/."""

import gc
import os
import sys
from pathlib import Path

import cdktf_fast_load
import tap_stack


def main() -> None:
    """Synthesize every environment into the framework's output folder."""
    gc.disable()  # the program ends before a collection would pay
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # or it looks for plugins in every installed package
    cdktf_fast_load.start()  # Node starts while the settings are read
    try:
        environments = tap_stack.load_environments(Path(__file__).resolve().parent / "environments")
        from tap_stack.framework import App  # only now: it waits for the framework

        app = App()
        for deployment in environments.values():
            tap_stack.EnvironmentStack(app, deployment)
        app.synth()
    except tap_stack.TapStackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
