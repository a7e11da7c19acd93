"""The app: one stack for each file in environments/."""

import sys
from pathlib import Path

from tap_stack import EnvironmentStack, TapStackError, load_environments
from tap_stack.framework import App


def main() -> None:
    """Synthesize every environment."""
    app = App()
    try:
        for deployment in load_environments(Path(__file__).resolve().parent / "environments").values():
            EnvironmentStack(app, deployment)
        app.synth()
    except TapStackError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
