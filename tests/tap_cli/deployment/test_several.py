"""Several environments: the real command runs them in waves; what each part does is played by a program of the test."""

import os
from pathlib import Path

import pytest

from tap_cli.deployment.several import deploy_all
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.workstation import Workstation
from tests.support.supervised import tap

PART = """
import os, sys, time
from pathlib import Path
_, verb, name, *rest = sys.argv
with Path("calls").open("a") as calls:
    calls.write(f"{verb} {name} begins\\n")
time.sleep(float(os.environ.get("SECONDS_OF_A_PART", "0.3")))
code = int(os.environ.get(f"CODE_{verb}_{name}", "2" if verb == "plan" else "0"))
print(f"{name}: {verb} ended with {code}")
with Path("calls").open("a") as calls:
    calls.write(f"{verb} {name} ends\\n")
sys.exit(code)
"""


@pytest.fixture
def project(checkout: Project) -> Project:
    """A checkout of three waves, in which the parts are played."""
    for wave, name in enumerate(("dev", "staging", "prod"), start=1):
        file = checkout.environments / f"{name}.toml"
        file.write_text(f"wave = {wave}\n{file.read_text()}")
    played = checkout.root / "tap_cli"
    for module, text in (
        ("__init__", ""),
        ("__main__", PART),
        ("toolchain/__init__", ""),
        ("toolchain/synthesize", ""),
    ):
        (played / f"{module}.py").write_text(text)
    return checkout


def deploy(project: Project, *names: str, at_once: int = 2, **variables: str) -> tuple[int, list[str], list[str]]:
    """Deploy; return the exit code, the lines of the summary, and the calls in their order."""
    said: list[str] = []
    workstation = Workstation(project, {**os.environ, **variables}, Path.home())
    code = deploy_all(workstation, names, said.append, approved=True, at_once=at_once)
    return code, said[said.index("") + 1 :], (project.root / "calls").read_text().splitlines()


def test_all_plans_come_first_and_then_wave_after_wave(project: Project) -> None:
    code, summary, calls = deploy(project, "prod", "staging", "dev")

    assert code == 0
    assert summary == [
        "dev      deploy ended with 0",
        "staging  deploy ended with 0",
        "prod     deploy ended with 0",
    ]
    assert [call for call in calls if call.startswith("deploy")] == [
        f"deploy {name} {what}" for name in ("dev", "staging", "prod") for what in ("begins", "ends")
    ]


def test_after_a_failure_nothing_further_is_begun(project: Project) -> None:
    code, summary, calls = deploy(project, "dev", "staging", "prod", CODE_deploy_staging="3")

    assert code == 3
    assert summary == [
        "dev      deploy ended with 0",
        "staging  FAILED with exit code 3: deploy ended with 3",
        "prod     not begun",
    ]
    assert "deploy prod begins" not in calls


def test_a_plan_that_fails_lets_nothing_be_applied(project: Project) -> None:
    code, summary, calls = deploy(project, "dev", "prod", CODE_plan_prod="1")

    assert code == 1
    assert summary[1] == "prod  FAILED with exit code 1: plan ended with 1"
    assert not any(call.startswith("deploy") for call in calls)


def test_what_would_not_change_is_not_applied(project: Project) -> None:
    code, summary, calls = deploy(project, "dev", "staging", CODE_plan_dev="0")

    assert code == 0
    assert summary == ["dev      nothing to do.", "staging  deploy ended with 0"]
    assert "deploy dev begins" not in calls


def test_no_more_than_so_many_are_under_way(project: Project) -> None:
    _, _, calls = deploy(project, "dev", "staging", "prod", at_once=1)

    plans = [call.rpartition(" ")[2] for call in calls if call.startswith("plan")]
    assert plans == ["begins", "ends"] * 3


def test_an_unknown_one_among_them_ends_it_before_it_begins(project: Project) -> None:
    with pytest.raises(UserError, match="There is no environment 'production'"):
        deploy(project, "dev", "production")

    assert not (project.root / "calls").exists()


def test_what_fits_one_environment_alone_is_refused(checkout: Project) -> None:
    for options, said in ((["--plan", "x"], "leave out --plan"), (["--at-once", "0"], "--at-once is 0")):
        result = tap(checkout, os.environ, "deploy", "dev", "prod", "--approve", *options)
        assert result.returncode == 1
        assert said in result.stdout
