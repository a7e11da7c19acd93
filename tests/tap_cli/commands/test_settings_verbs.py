"""`tap environments`, `tap validate`, `tap add-environment` and `tap synth`, in a checkout of their own."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.deployment.new_environment import derived
from tap_cli.toolchain.project import Project
from tests.support.project import ENVIRONMENT_NAMES

SECONDS = 120


def tap(project: Project, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", *arguments],
        cwd=project.root,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def files(project: Project) -> list[Path]:
    return sorted([*project.environments.iterdir(), *project.pulumi.glob("Pulumi.*")])


def test_the_table_shows_what_differs_and_counts_the_rest(shared_checkout: Project) -> None:
    result = tap(shared_checkout, "environments")

    lines = [line.split() for line in result.stdout.splitlines() if line.strip()]
    assert lines[0] == ["setting", *ENVIRONMENT_NAMES]
    shown = {line[0]: line[1:] for line in lines[2:] if len(line) == 4}
    assert shown["logs.retention_days"] == ["7", "365", "30"]
    assert shown["state.type"] == ["local", "s3", "s3"]
    assert "function.memory_size" not in shown
    table, off = result.stdout.split("Off in prod, profile production:\n")
    assert table.endswith("are the same in all 3: --all shows them too\n")
    assert [line.split(":")[0].strip() for line in off.splitlines()] == [
        *("account_id", "function.subnets", "function.code_signing_config_arn", "function.permissions_boundary_arn")
    ]


def test_where_nothing_is_off_the_table_says_so(checkout: Project) -> None:
    (checkout.environments / "prod.toml").write_text(
        """profile = "production"
region = "eu-west-1"
account_id = "123456789012"
[function]
subnets = ["subnet-0a1b2c3d"]
security_groups = ["sg-0a1b2c3d"]
reserved_concurrency = 0
code_signing_config_arn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0a1b2c3d4e5f6a7b8"
permissions_boundary_arn = "arn:aws:iam::123456789012:policy/bound"
"""
    )
    result = tap(checkout, "environments")

    assert result.stdout.endswith("\nOff in prod, profile production: nothing\n")


def test_all_shows_every_setting(shared_checkout: Project) -> None:
    lines = tap(shared_checkout, "environments", "--all").stdout.splitlines()

    assert [line.split() for line in lines if "memory_size" in line] == [["function.memory_size", "512", "512", "512"]]
    assert [line.split() for line in lines if line.strip().startswith("function.code ")] == [
        ["function.code", *["handler"] * 3]
    ]


def test_json_holds_every_setting(shared_checkout: Project) -> None:
    settings = json.loads(tap(shared_checkout, "environments", "--json").stdout)

    assert sorted(settings) == ENVIRONMENT_NAMES
    assert settings["prod"]["logs"]["retention_days"] == 365
    assert settings["dev"]["function"]["memory_size"] == 512


def test_validate_names_the_environments(shared_checkout: Project) -> None:
    result = tap(shared_checkout, "validate")

    assert (result.returncode, result.stdout) == (0, "3 environments without a fault: dev, prod, staging\n")
    assert json.loads(tap(shared_checkout, "validate", "--json").stdout) == {
        "environments": ENVIRONMENT_NAMES,
        "faults": [],
    }


def test_validate_tells_every_fault_of_every_file_once(checkout: Project) -> None:
    (checkout.environments / "a.toml").write_text('region = "eu-west-1"\n[function]\nmemory_size = 64\ntimeout = 0\n')
    (checkout.environments / "b.toml").write_text("region = eu-west-1\n")

    result, as_json = tap(checkout, "validate"), tap(checkout, "validate", "--json")

    places = [line.strip() for line in result.stderr.splitlines() if line.startswith("  environments/")]
    assert result.returncode == as_json.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("\n3 faults in the settings")
    assert places == [
        "environments/a.toml: function.memory_size",
        "environments/a.toml: function.timeout",
        "environments/b.toml",
    ]
    assert [fault["where"] for fault in json.loads(as_json.stdout)["faults"]] == places


def test_the_time_for_two_hundred_files_is_bounded(checkout: Project) -> None:
    for number in range(200):
        text = (checkout.environments / "dev.toml").read_text()
        (checkout.environments / f"dev-{number}.toml").write_text(text)

    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert tap(checkout, "validate").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)

    assert min(times) <= 2.0  # the processor's time; twice what is aimed at, since tests share it with others


def test_an_environment_is_added_on_both_sides(checkout: Project) -> None:
    result = tap(checkout, "add-environment", "qa", "--from", "prod")

    assert (result.returncode, result.stderr) == (0, "")
    assert "environments/qa.toml was written, as prod is.\n" in result.stdout
    assert "pulumi_program/Pulumi.qa.yaml was written, as prod is.\n" in result.stdout
    settings = json.loads(tap(checkout, "environments", "--json").stdout)
    assert settings["qa"] == settings["prod"]
    pulumi = [(checkout.pulumi / f"Pulumi.{name}.yaml").read_text().split("\n", 1) for name in ("qa", "prod")]
    assert pulumi[0][1] == pulumi[1][1]
    assert pulumi[0][0] == "# qa: added with the settings of prod."


def test_the_place_of_a_state_is_not_taken_over() -> None:
    text = '#:schema ./schema.json\n# what for\nregion = "r"\n[state]\ntype = "s3"\nkey = "x"\n[tags]\nkey = "y"\n'

    assert derived(text, "qa", "dev") == (
        "#:schema ./schema.json\n# qa: added with the settings of dev.\n"
        'region = "r"\n[state]\ntype = "s3"\n[tags]\nkey = "y"\n'
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prod", "--from", "dev"], "environments/prod.toml exists already. Choose another name, or change it."),
        (["qa", "--from", "no"], "There is no environment 'no'. Known are dev, prod, staging"),
        (["../qa", "--from", "dev"], "'../qa' cannot be the name of an environment"),
        (["", "--from", "dev"], "'' cannot be the name of an environment"),
        (["Q_A", "--from", "dev"], "rule:   lower-case letters"),
        (["qa"], "--from requires an argument"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(checkout: Project, arguments: list[str], message: str) -> None:
    before = files(checkout)

    result = tap(checkout, "add-environment", *arguments)

    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr
    assert files(checkout) == before


def test_an_environment_that_only_pulumi_has_is_not_overwritten(checkout: Project) -> None:
    (checkout.pulumi / "Pulumi.qa.yaml").write_text("config: {}\n")

    result = tap(checkout, "add-environment", "qa", "--from", "dev")

    assert result.returncode == 1
    assert "pulumi_program/Pulumi.qa.yaml exists already." in result.stderr
    assert not (checkout.environments / "qa.toml").exists()
    assert (checkout.pulumi / "Pulumi.qa.yaml").read_text() == "config: {}\n"


def test_synth_names_what_it_wrote(checkout: Project) -> None:
    result = tap(checkout, "synth")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split() == [f"cdktf.out/stacks/{name}/cdk.tf.json" for name in ENVIRONMENT_NAMES]


def test_synth_fails_with_the_faults(checkout: Project) -> None:
    (checkout.environments / "dev.toml").write_text("region = 1\n")

    result = tap(checkout, "synth")

    assert (result.returncode, result.stdout) == (1, "")
    assert "environments/dev.toml: region" in result.stderr
