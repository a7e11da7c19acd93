"""The app: one stack per file in environments/."""

import gc
import os
import sys
from pathlib import Path

import tap_stack


def main() -> None:
    """Synthesize every environment into the framework's output folder."""
    gc.disable()  # the program ends before a collection would pay
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # or it looks for plugins in every installed package
    try:
        environments = tap_stack.load_environments(Path(__file__).resolve().parent / "environments")
        from tap_stack.framework import App  # only now: a fault in the settings is told before the framework starts

        app = App()
        for deployment in environments.values():
            tap_stack.EnvironmentStack(app, deployment)
        app.synth()
    except tap_stack.TapStackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
