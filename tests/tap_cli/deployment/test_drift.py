"""Drift of every kind: made by hand on one deployed stack, shown, and repaired by the next deployment where it can."""

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import tap_emulator
from tap_cli.toolchain.project import Project
from tap_emulator import Emulator
from tests.support.clients import client
from tests.support.supervised import SECONDS, command, tap

pytestmark = pytest.mark.deploy

NAME, ROLE, GROUP = "tap-dev", "tap-dev-execution", "/aws/lambda/tap-dev"
ADMIN = "arn:aws:iam::123456789012:policy/admin"
ANYONE = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
FUNCTION = "aws_lambda_function.TapStack_Function_B4766B07"

SEEN = {
    (FUNCTION, "memory_size"),
    (FUNCTION, "timeout"),
    (FUNCTION, "handler"),
    (FUNCTION, "environment"),
    (FUNCTION, "tracing_config"),
    (FUNCTION, "reserved_concurrent_executions"),
    (FUNCTION, "tags"),
    ("aws_cloudwatch_log_group.TapStack_Function_LogGroup_A293ACCB", "retention_in_days"),
    ("aws_iam_role.TapStack_ExecutionRole_1A50318D", "assume_role_policy"),
    ("aws_iam_role.TapStack_ExecutionRole_1A50318D", "permissions_boundary"),
    ("aws_iam_role_policy.TapStack_ExecutionRole_Logs_4AD58415", "policy"),
    ("aws_iam_role_policy.TapStack_ExecutionRole_Metrics_53340EFB", "the resource"),
}
"""What a plan shows of the changes below."""

BESIDE = {
    f"role {ROLE}: inline policy extra",
    f"role {ROLE}: managed policy {ADMIN}",
    f"function {NAME}: who may invoke it: anyone",
    f"function {NAME}: function URL",
    f"function {NAME}: event source arn:aws:sqs:eu-west-1:123456789012:jobs",
    f"function {NAME}: settings of asynchronous invocations",
    f"function {NAME}: log group {GROUP}/extra",
    f"log group {GROUP}: subscription copy to arn:aws:lambda:eu-west-1:123456789012:function:{NAME}",
}
"""What no plan shows, and no deployment takes away."""


@pytest.fixture(scope="module")
def aws() -> Iterator[Emulator]:
    with tap_emulator.running() as running:
        yield running


@pytest.fixture(scope="module")
def variables(aws: Emulator) -> dict[str, str]:
    return aws.variables(os.environ)


@pytest.fixture(scope="module")
def deployed(shared_checkout: Project, variables: dict[str, str]) -> Project:
    """A checkout whose environment dev is deployed."""
    result = tap(shared_checkout, variables, "deploy", "dev", "--approve")
    assert "dev: deployed: 6 added, 0 changed, 0 destroyed; a further plan is empty." in result.stdout
    return shared_checkout


def change_by_hand(aws: Emulator) -> None:
    functions, iam, logs, sqs = (client(aws, name, "eu-west-1") for name in ("lambda", "iam", "logs", "sqs"))
    functions.update_function_configuration(
        FunctionName=NAME,
        MemorySize=1024,
        Timeout=3,
        Handler="other.handler",
        Environment={"Variables": {"REGION": "elsewhere"}},
        TracingConfig={"Mode": "PassThrough"},
    )
    iam.create_policy(PolicyName="admin", PolicyDocument=json.dumps(ANYONE))
    functions.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=1)
    arn = functions.get_function_configuration(FunctionName=NAME)["FunctionArn"]
    functions.tag_resource(Resource=arn, Tags={"Owner": "nobody"})
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=1)
    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(trust("ec2.amazonaws.com")))
    iam.put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=ADMIN)
    iam.put_role_policy(RoleName=ROLE, PolicyName="tap-dev-logs", PolicyDocument=json.dumps(ANYONE))
    iam.delete_role_policy(RoleName=ROLE, PolicyName="tap-dev-metrics")

    functions.update_function_code(FunctionName=NAME, ZipFile=package())
    iam.put_role_policy(RoleName=ROLE, PolicyName="extra", PolicyDocument=json.dumps(ANYONE))
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=ADMIN)
    functions.add_permission(FunctionName=NAME, StatementId="anyone", Action="lambda:InvokeFunction", Principal="*")
    functions.create_function_url_config(FunctionName=NAME, AuthType="NONE")
    sqs.create_queue(QueueName="jobs")
    functions.create_event_source_mapping(
        FunctionName=NAME, EventSourceArn="arn:aws:sqs:eu-west-1:123456789012:jobs", Enabled=False
    )
    functions.put_function_event_invoke_config(FunctionName=NAME, MaximumRetryAttempts=0)
    logs.create_log_group(logGroupName=f"{GROUP}/extra")
    logs.put_subscription_filter(logGroupName=GROUP, filterName="copy", filterPattern="", destinationArn=arn)


def trust(service: str) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def package() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("other.py", "def handler(event, context): ...")
    return content.getvalue()


def drift(project: Project, variables: Mapping[str, str]) -> tuple[int, list[dict[str, str]]]:
    answer = subprocess.run(
        command("drift", "dev", "--json"),
        cwd=project.root,
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return answer.returncode, json.loads(answer.stdout)["dev"]["drift"]


def test_each_kind_is_shown_and_the_next_deployment_repairs_what_it_can(
    deployed: Project, variables: dict[str, str], aws: Emulator
) -> None:
    change_by_hand(aws)

    code, found = drift(deployed, variables)
    repaired = tap(deployed, variables, "deploy", "dev", "--approve")
    code_after, left = drift(deployed, variables)

    assert code == 2
    assert {(one["resource"], one["what"]) for one in found} >= SEEN
    texts = {f"{one['resource']}: {one['what']}" for one in found}
    assert texts >= BESIDE
    assert f"function {NAME}: code (SHA-256)" in texts
    assert repaired.returncode == 0, repaired.stdout
    assert f"The code of {NAME} was replaced" in repaired.stdout
    assert "      source_code_hash: " in repaired.stdout
    assert code_after == 2
    assert {f"{one['resource']}: {one['what']}" for one in left} == BESIDE
    assert all(one["repair"].startswith("aws ") for one in left)


def test_a_state_that_moves_is_never_planned_anew(deployed: Project, variables: dict[str, str], aws: Emulator) -> None:
    """From a file to S3, and there to another key; in a clone that has never seen the old place, too."""
    s3, settings = client(aws, "s3", "eu-west-1"), deployed.environments / "dev.toml"
    s3.create_bucket(Bucket="states", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    settings.write_text(settings.read_text().replace('type = "local"', 'type = "s3"\nbucket = "states"'))
    known = tap(deployed, variables, "plan", "dev")
    shutil.rmtree(deployed.root / "cdktf.out")
    unknown = tap(deployed, variables, "plan", "dev")
    moved = tap(deployed, variables, "move-state", "dev", "--from", "terraform.dev.tfstate")
    settings.write_text(settings.read_text().replace('bucket = "states"', 'bucket = "states"\nkey = "other"'))
    again = tap(deployed, variables, "move-state", "dev", "--from", "s3://states/tap/dev/terraform.tfstate")
    wrong = tap(deployed, variables, "move-state", "dev", "--from", "s3://states/nothing")

    assert (known.returncode, unknown.returncode, wrong.returncode) == (1, 1, 1)
    assert "tap move-state dev --from OLD, such as terraform.dev.tfstate" in known.stdout
    assert "dev: the plan would make what exists already" in unknown.stdout
    assert "aws_iam_role.TapStack_ExecutionRole_1A50318D (id tap-dev-execution)" in unknown.stdout
    for result in (moved, again):
        assert result.returncode == 0, result.stdout
        assert "No changes." in result.stdout
    assert "kept as terraform.dev.tfstate.moved" in moved.stdout
    assert "s3://states/nothing holds no state with resources." in wrong.stdout
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket="states")["Contents"]]
    assert keys == ["other", "tap/dev/terraform.tfstate.moved"]
