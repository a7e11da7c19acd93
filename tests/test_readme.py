"""The README cannot drift: its examples are run, and what it names exists."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tap_stack import SettingsError, load_environments
from tests.support.project import HANDLER, ROOT

README = (ROOT / "README.md").read_text("utf-8")


def block(language: str) -> str:
    """The one code block of a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_example_of_a_consumer_synthesizes(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("def main(event, context):\n    return event\n")
    (tmp_path / "app.py").write_text(block("python"))
    subprocess.run([sys.executable, "app.py"], cwd=tmp_path, check=True, timeout=120)
    synthesized = json.loads((tmp_path / "cdktf.out/stacks/shop/cdk.tf.json").read_text("utf-8"))
    (function,) = synthesized["resource"]["aws_lambda_function"].values()
    assert function["function_name"] == "shop-dev-orders"
    assert function["environment"]["variables"]["TABLE"] == "orders"
    assert len(synthesized["resource"]["aws_iam_role_policy"]) == 4


def test_the_example_of_an_environment_is_one(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    shutil.copytree(HANDLER, tmp_path / "handler")
    (tmp_path / "environments" / "qa.toml").write_text(block("toml"))
    settings = load_environments(tmp_path / "environments")["qa"].settings
    assert (settings.region, settings.logs.level, settings.logs.retention_days) == ("us-east-1", "DEBUG", 14)


def test_the_example_of_a_fault_is_what_is_said(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    shutil.copytree(HANDLER, tmp_path / "handler")
    (tmp_path / "environments" / "qa.toml").write_text(block("toml") + "[function]\nmemory_size = 64\n")
    with pytest.raises(SettingsError) as caught:
        load_environments(tmp_path / "environments")
    assert f"{caught.value}\n" == re.findall(r"^```text\n(1 fault.*?)^```", README, re.MULTILINE | re.DOTALL)[0]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))))
def test_each_make_target_that_it_names_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), target


def test_the_packages_that_the_owner_names_are_there() -> None:
    packages = tomllib.loads((ROOT / "Pipfile").read_text("utf-8"))
    named = {*packages["packages"], *packages["dev-packages"]}
    assert {"cdktf", "cdktf-cdktf-provider-aws", "constructs", "pytest"} <= named
