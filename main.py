"""The app: one stack per file in environments/."""

import sys
from pathlib import Path

from tap_stack import PackageError, SettingsError, load_environments


def main() -> None:
    """Synthesize every environment into the framework's output folder."""
    try:
        environments = load_environments(Path(__file__).resolve().parent / "environments")
        # Only now: faults in the settings are told before the framework starts. First ours: it loads the rest fast.
        from tap_stack import EnvironmentStack  # noqa: I001
        from cdktf import App

        app = App()
        for settings in environments.values():
            EnvironmentStack(app, settings)
        app.synth()
    except (SettingsError, PackageError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
