"""This project's app: as many environments, each with the settings of dev. TAP_FAST_LOAD=0 turns fast loading off."""

import sys
from pathlib import Path

from tap_stack import EnvironmentStack, load_environments

environments = load_environments(Path(__file__).resolve().parents[2] / "environments")

from cdktf import App  # noqa: E402 - as main.py does: the settings first

app = App(outdir=sys.argv[2])
for number in range(int(sys.argv[1])):
    EnvironmentStack(app, environments["dev"].model_copy(update={"environment": f"env{number}"}))
app.synth()
