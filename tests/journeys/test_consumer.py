"""A consumer's project: installs the built wheel, puts two TapStacks into a stack of its own, and synthesizes."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.release.building import build
from tools.release.distributions import read_distributions

NEEDED = {"tapstack", "cdktf-fast-load"}
CONSUMER = """
from pathlib import Path

import tap_stack
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from tap_stack import FunctionSettings, Settings, TapStack

HERE = Path(__file__).parent
assert Path(tap_stack.__file__).is_relative_to(HERE), tap_stack.__file__

app = App()
stack = TerraformStack(app, "shop")
AwsProvider(stack, "Aws", region="eu-west-1")
for name in ("orders", "invoices"):
    function = FunctionSettings(code=HERE / "code", handler="app.main", name=name)
    TapStack(stack, name, Settings(project="shop", environment="dev", region="eu-west-1", function=function))
app.synth()
"""


def test_a_consumer_installs_the_wheel_and_synthesizes_two_tap_stacks(tmp_path: Path) -> None:
    project = tmp_path / "shop"
    wheels = [str(build(one, tmp_path / "wheels")) for one in read_distributions() if one.name in NEEDED]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--no-deps", "--target", str(project / "site"), *wheels], check=True, timeout=120)
    assert (project / "site" / "cdktf_fast_load" / "kernel_side.js").is_file()
    (project / "code").mkdir()
    (project / "code" / "app.py").write_text("def main(event, context):\n    return event\n")
    (project / "app.py").write_text(CONSUMER)
    environment = {**os.environ, "PYTHONPATH": str(project / "site")}
    subprocess.run([sys.executable, "app.py"], cwd=project, env=environment, check=True, timeout=120)
    synthesized = json.loads((project / "cdktf.out/stacks/shop/cdk.tf.json").read_text("utf-8"))
    names = {function["function_name"] for function in synthesized["resource"]["aws_lambda_function"].values()}
    assert names == {"shop-dev-orders", "shop-dev-invoices"}
