"""This project's app, as main.py has it but for its two switches of Python, with as many environments like dev.

Arguments: number of environments, output folder. TAP_FAST_LOAD=0 turns fast loading off.
"""

import sys
from pathlib import Path

from tap_stack import DeploymentSettings, load_environments

dev = load_environments(Path(__file__).resolve().parents[2] / "environments")["dev"]

from cdktf import App  # noqa: E402 - as in main.py: the settings before the framework

from tap_stack import EnvironmentStack  # noqa: E402 - as above

app = App(outdir=sys.argv[2])
for number in range(int(sys.argv[1])):
    settings = dev.settings.model_copy(update={"environment": f"env{number}"})
    EnvironmentStack(app, DeploymentSettings(settings=settings))
app.synth()
