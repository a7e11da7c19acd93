"""plan, deploy and destroy under supervision: real Terraform, an emulated AWS, and what goes wrong at night."""

import json
import os
import pty
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import tap_emulator
from tap_cli.toolchain.project import Project
from tap_emulator import Emulator
from tap_stack import load_environments
from tests.support.clients import client, provide_state_bucket
from tests.support.supervised import SECONDS, command, finish, forget, start, tap, terraforms_of, wait_until_quiet
from tools.torture.proxy import Faults, faults_before, nothing

pytestmark = pytest.mark.deploy

BUCKET, LOCK = "tap-staging-terraform-state", "tap/staging/terraform.tfstate.tflock"


@pytest.fixture(scope="module")
def aws() -> Iterator[Emulator]:
    """An emulated AWS of these tests alone."""
    with tap_emulator.running() as running:
        yield running


@pytest.fixture
def variables(aws: Emulator) -> dict[str, str]:
    return aws.variables(os.environ)


@pytest.fixture(autouse=True)
def empty_aws(aws: Emulator, checkout: Project) -> None:
    """Nothing is deployed, and the bucket of staging's state is there and empty."""
    deployments = load_environments(checkout.environments)
    provide_state_bucket(aws, deployments["staging"])
    s3 = client(aws, "s3", "eu-west-1")
    for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    for name in ("dev", "staging"):
        forget(aws, name)


def test_a_plan_that_was_kept_is_applied_exactly_and_once(checkout: Project, variables: dict[str, str]) -> None:
    kept = str(checkout.root / "dev.plan")

    planned = tap(checkout, variables, "plan", "dev", "--out", kept)
    deployed = tap(checkout, variables, "deploy", "dev", "--plan", kept)
    again = tap(checkout, variables, "deploy", "dev", "--plan", kept)
    nothing = tap(checkout, variables, "deploy", "dev", "--approve")
    settings = checkout.environments / "dev.toml"
    settings.write_text(settings.read_text().replace("[function]\n", "[function]\nmemory_size = 1024\n"))
    moved = tap(checkout, variables, "deploy", "dev", "--plan", kept)
    changed = tap(checkout, variables, "plan", "dev")
    destroyed = tap(checkout, variables, "destroy", "dev", "--approve")

    assert planned.returncode == 2, planned.stdout
    assert Path(kept).stat().st_mode & 0o077 == 0
    assert deployed.returncode == 0, deployed.stdout
    assert "dev: deployed: 6 added, 0 changed, 0 destroyed; a further plan is empty." in deployed.stdout
    assert again.returncode == 1
    assert "The plan is stale: the state has changed since it was made." in again.stdout
    assert nothing.returncode == 0
    assert "dev: nothing to do." in nothing.stdout
    assert moved.returncode == 1
    assert "was made from other settings or other code" in moved.stdout
    assert changed.returncode == 2
    assert "      memory_size: 512 → 1024" in changed.stdout
    assert destroyed.returncode == 0, destroyed.stdout
    assert "dev: destroyed: 0 added, 0 changed, 6 destroyed." in destroyed.stdout


def test_without_a_terminal_and_an_approval_nothing_begins(checkout: Project, variables: dict[str, str]) -> None:
    for verb in ("deploy", "destroy"):
        result = tap(checkout, variables, verb, "dev")

        assert result.returncode == 1
        assert "There is no terminal to ask for approval on. Pass --approve" in result.stdout
    assert not (checkout.root / "cdktf.out").exists()


def test_the_question_locks_nothing_and_takes_the_name_alone(
    checkout: Project, variables: dict[str, str], aws: Emulator
) -> None:
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        command("deploy", "staging"), cwd=checkout.root, env=variables, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    said = b""
    while b"type the environment's name, staging: " not in said:
        said += os.read(controller, 4096)
    locked = [
        found["Key"] for found in client(aws, "s3", "eu-west-1").list_objects_v2(Bucket=BUCKET).get("Contents", [])
    ]
    os.write(controller, b"yes\n")
    while process.poll() is None:
        try:
            said += os.read(controller, 4096)
        except OSError:
            break
    os.close(controller)

    assert locked == []
    assert process.wait(SECONDS) == 1
    assert b"Not approved: the answer was 'yes', not 'staging'. Nothing was changed." in said
    assert client(aws, "iam", "eu-west-1").list_roles()["Roles"] == []


def test_a_terminal_that_closes_in_the_middle_loses_nothing(checkout: Project, variables: dict[str, str]) -> None:
    process = start(checkout, variables, "deploy", "staging", "--approve", until="TapStack_Function_B4766B07: Creating")
    process.send_signal(signal.SIGHUP)
    said = finish(process)
    after = tap(checkout, variables, "recover", "staging", "--approve")

    assert process.returncode == 130, said
    assert "was interrupted: it finished what was under way and saved its state" in said
    assert "No lock is left." in said
    assert after.returncode == 0, after.stdout
    assert "nothing to recover" in after.stdout or "a further plan is empty" in after.stdout


def test_terraform_comes_to_its_end_when_we_are_killed(checkout: Project, variables: dict[str, str]) -> None:
    process = start(checkout, variables, "deploy", "staging", "--approve", until="TapStack_Function_B4766B07: Creating")
    process.kill()
    finish(process)
    wait_until_quiet(checkout)

    after = tap(checkout, variables, "plan", "staging")

    assert after.returncode == 0, after.stdout


def test_who_holds_the_lock_is_named_with_an_exit_code_of_its_own(
    checkout: Project, variables: dict[str, str], aws: Emulator
) -> None:
    lock = {
        "ID": "11111111-2222-3333-4444-555555555555",
        "Operation": "OperationTypeApply",
        "Info": "",
        "Version": "1.11.4",
    }
    lock |= {"Who": "ana@laptop", "Created": "2026-11-25T03:00:00Z", "Path": f"{BUCKET}/{LOCK}"}
    client(aws, "s3", "eu-west-1").put_object(Bucket=BUCKET, Key=LOCK, Body=json.dumps(lock))

    for arguments in (["plan", "staging"], ["deploy", "staging", "--approve"]):
        result = tap(checkout, variables, *arguments)

        assert result.returncode == 3, result.stdout
        assert "The state is locked by ana@laptop since 2026-11-25 03:00:00" in result.stdout
        assert lock["ID"] in result.stdout


@pytest.fixture
def faults(variables: dict[str, str]) -> Iterator[Faults]:
    with faults_before(variables["AWS_ENDPOINT_URL"]) as faults:
        variables["AWS_ENDPOINT_URL"] = faults.url
        yield faults


def test_what_aws_answers_to_repeated_requests_is_said_and_ctrl_c_ends_it(
    checkout: Project, variables: dict[str, str], faults: Faults
) -> None:
    faults.matches = lambda text: "Action=CreateRole" in text
    process = start(checkout, variables, "deploy", "dev", "--approve", until="AWS answered 500 to IAM CreateRole")
    process.send_signal(signal.SIGINT)
    faults.matches = nothing
    said = finish(process)

    assert process.returncode in (0, 130), said  # the request under way may succeed once AWS does
    assert faults.hit > 1


def test_a_killed_terraform_is_no_success_and_is_recovered(checkout: Project, variables: dict[str, str]) -> None:
    process = start(checkout, variables, "deploy", "staging", "--approve", until="TapStack_Function_B4766B07: Creating")
    for pid in terraforms_of(checkout):
        os.kill(pid, signal.SIGKILL)
    said = finish(process)
    lock = said.rpartition("(id ")[2].partition(")")[0]

    unasked = tap(checkout, variables, "recover", "staging", "--approve")
    recovered = tap(checkout, variables, "recover", "staging", "--approve", "--unlock", lock)

    assert process.returncode == 1
    assert "terraform apply was killed by signal 9, before it could save its state." in said
    assert "A lock is left: " in said
    assert unasked.returncode == 3, unasked.stdout
    assert f"tap recover staging --unlock {lock}" in unasked.stdout
    assert recovered.returncode == 0, recovered.stdout
    assert "adopted (id tap-staging-execution)" in recovered.stdout
    assert "a further plan is empty" in recovered.stdout
    assert list((checkout.root / "cdktf.out" / "stacks" / "staging").glob("adopted*")) == []


def test_an_answer_and_then_a_local_state_that_were_lost_are_made_anew_from_what_exists(
    checkout: Project, variables: dict[str, str], faults: Faults
) -> None:
    faults.matches, faults.lose = (lambda text: "Action=CreateRole" in text and faults.hit == 0), True
    failed = tap(checkout, variables, "deploy", "dev", "--approve")
    faults.matches = nothing
    (checkout.root / "terraform.dev.tfstate").write_bytes(b"")
    recovered = tap(checkout, variables, "recover", "dev", "--approve")

    assert failed.returncode == 1, failed.stdout
    assert "No lock is left." in failed.stdout
    assert recovered.returncode == 0, recovered.stdout
    assert "terraform.dev.tfstate was damaged (0 bytes, kept in terraform.dev.tfstate.damaged)" in recovered.stdout
    assert "adopted (id tap-dev-execution)" in recovered.stdout
    assert "dev: recovered: 2 adopted; 4 added" in recovered.stdout
    assert "a further plan is empty" in recovered.stdout
