"""The framework alone: as many stacks, without a provider, with one output each."""

import sys

from cdktf import App, TerraformOutput, TerraformStack

app = App(outdir=sys.argv[2])
for number in range(int(sys.argv[1])):
    TerraformOutput(TerraformStack(app, f"env{number}"), "environment", value=f"env{number}")
app.synth()
