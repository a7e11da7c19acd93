import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from component import TapStack, TapStackArgs

from tests.pulumi_program.deployment import PROGRAM, Deployment, Run

CHILDREN = {
    "tap-role": "aws:iam/role:Role",
    "tap-logs": "aws:iam/rolePolicy:RolePolicy",
    "tap-tracing": "aws:iam/rolePolicy:RolePolicy",
    "tap-metrics": "aws:iam/rolePolicy:RolePolicy",
    "tap-log-group": "aws:cloudwatch/logGroup:LogGroup",
    "tap-function": "aws:lambda/function:Function",
}
OWN_CALLS = {"lambda:SourceFunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:tap-dev"}


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    (folder / "package" / "__pycache__").mkdir(parents=True)
    (folder / "tap_handler.py").write_text("def handle(event, context): ...\n")
    (folder / "package" / "part.py").write_text("")
    (folder / "package" / "__pycache__" / "part.pyc").write_text("")
    return folder


def args(code: Path, **given: Any) -> TapStackArgs:
    return TapStackArgs(**{"environment": "dev", "region": "eu-west-1", "code": code, **given})


@pytest.fixture
def deployment(run: Run, code: Path) -> Deployment:
    return run(lambda: TapStack("tap", args(code)))


def test_everything_lies_inside_the_component(deployment: Deployment) -> None:
    component = deployment.resources["tap"]
    assert component.type == "tap:stack:TapStack"
    children = {name: child for name, child in deployment.resources.items() if child.parent == component.urn}
    assert {name: child.type for name, child in children.items()} == CHILDREN
    assert deployment.resources.keys() - children.keys() == {"tap", "tap-dev"}  # the second is the stack itself


def test_the_component_gives_out_what_others_need(deployment: Deployment) -> None:
    assert deployment.outputs["tap"] == {
        "functionName": "tap-dev",
        "functionArn": "arn:tap-function",
        "roleArn": "arn:tap-role",
        "logGroupName": "/aws/lambda/tap-dev",
    }


def test_only_lambda_on_behalf_of_this_account_may_assume_the_role(deployment: Deployment) -> None:
    assert deployment.document("tap-role", "assumeRolePolicy")["Statement"] == [
        {
            "Sid": "LambdaOfThisAccount",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        }
    ]


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        (
            "tap-logs",
            {
                "Sid": "WriteOwnLogs",
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                "Resource": [
                    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-dev",
                    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-dev:*",
                ],
                "Condition": {"ArnEquals": OWN_CALLS},
            },
        ),
        (
            "tap-tracing",
            {
                "Sid": "SendTraces",
                "Effect": "Allow",
                "Action": [
                    "xray:GetSamplingRules",
                    "xray:GetSamplingStatisticSummaries",
                    "xray:GetSamplingTargets",
                    "xray:PutTelemetryRecords",
                    "xray:PutTraceSegments",
                ],
                "Resource": "*",
            },
        ),
        (
            "tap-metrics",
            {
                "Sid": "PublishOwnMetrics",
                "Effect": "Allow",
                "Action": "cloudwatch:PutMetricData",
                "Resource": "*",
                "Condition": {"StringEquals": {"cloudwatch:namespace": "tap/dev"}, "ArnEquals": OWN_CALLS},
            },
        ),
    ],
)
def test_each_policy_grants_one_purpose_and_no_more(
    deployment: Deployment, name: str, statement: dict[str, Any]
) -> None:
    assert deployment.document(name) == {"Version": "2012-10-17", "Statement": [statement]}


def test_the_function_is_as_the_principles_say(deployment: Deployment) -> None:
    inputs = dict(deployment.resources["tap-function"].inputs)
    del inputs["code"]
    assert inputs == {
        "name": "tap-dev",
        "role": "arn:tap-role",
        "runtime": "python3.12",
        "handler": "tap_handler.handle",
        "architectures": ["arm64"],
        "memorySize": 512,
        "timeout": 60,
        "ephemeralStorage": {"size": 512},
        "environment": {
            "variables": {
                "ENVIRONMENT": "dev",
                "REGION": "eu-west-1",
                "FUNCTION_NAME": "tap-dev",
                "LOG_LEVEL": "INFO",
                "METRICS_NAMESPACE": "tap/dev",
            }
        },
        "tracingConfig": {"mode": "Active"},
        "loggingConfig": {
            "logFormat": "JSON",
            "applicationLogLevel": "INFO",
            "systemLogLevel": "INFO",
            "logGroup": "/aws/lambda/tap-dev",
        },
        "tags": {"Environment": "dev", "Project": "tap", "ManagedBy": "pulumi", "Region": "eu-west-1"},
    }


def test_the_function_waits_for_its_logs_and_its_permissions(deployment: Deployment) -> None:
    needed = {"tap-log-group", "tap-role", "tap-logs", "tap-tracing", "tap-metrics"}
    assert deployment.resources["tap-function"].dependencies == {deployment.resources[name].urn for name in needed}


def test_the_package_holds_the_code_and_nothing_that_tools_leave(deployment: Deployment) -> None:
    assert deployment.resources["tap-function"].inputs["code"]["assets"].keys() == {"tap_handler.py", "package/part.py"}


def test_settings_reach_the_resources(run: Run, code: Path) -> None:
    deployment = run(
        lambda: TapStack(
            "tap",
            args(
                code,
                environment="prod",
                description="x",
                reserved_concurrency=50,
                layers=("arn:layer",),
                variables_key="arn:key",
                logs_key="arn:other",
                dead_letters="arn:aws:sns:eu-west-1:123456789012:dead-letters",
                protect_function=True,
                subnets=("subnet-0a1b2c3d",),
                security_groups=("sg-0a1b2c3d",),
                code_signing_config_arn="arn:signing",
                permissions_boundary="arn:boundary",
                variables={"lower_Case": "kept"},
                log_level="WARN",
                log_retention_days=365,
                protect_logs=True,
                metrics_namespace="other",
                tags={"CostCenter": "operations"},
            ),
        )
    )
    function, role, logs = (deployment.resources[f"tap-{name}"] for name in ("function", "role", "log-group"))
    assert function.inputs["environment"]["variables"]["lower_Case"] == "kept"
    assert function.inputs["environment"]["variables"]["METRICS_NAMESPACE"] == "other"
    assert (function.inputs["reservedConcurrentExecutions"], function.inputs["layers"]) == (50, ["arn:layer"])
    assert (function.inputs["kmsKeyArn"], function.inputs["description"]) == ("arn:key", "x")
    assert role.inputs["permissionsBoundary"] == "arn:boundary"
    assert (logs.inputs["retentionInDays"], logs.inputs["kmsKeyId"], logs.protect) == (365, "arn:other", True)
    assert (function.protect, role.protect) == (True, True)
    assert function.inputs["deadLetterConfig"] == {"targetArn": "arn:aws:sns:eu-west-1:123456789012:dead-letters"}
    assert deployment.document("tap-deadletters")["Statement"][0]["Action"] == "sns:Publish"
    assert function.inputs["vpcConfig"] == {"subnetIds": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]}
    assert function.inputs["codeSigningConfigArn"] == "arn:signing"
    manage, describe = deployment.document("tap-network")["Statement"]
    assert manage["Resource"][1:] == [
        "arn:aws:ec2:eu-west-1:*:subnet/subnet-0a1b2c3d",
        "arn:aws:ec2:eu-west-1:*:security-group/sg-0a1b2c3d",
    ]
    assert manage["Condition"] == describe["Condition"] == {"Null": {"lambda:SourceFunctionArn": "true"}}
    assert {"tap-key", "tap-dead-letters"}.isdisjoint(deployment.resources)
    assert {resource.inputs["tags"]["CostCenter"] for resource in (function, role, logs)} == {"operations"}
    assert "other" in deployment.resources["tap-metrics"].inputs["policy"]


def test_a_key_and_a_queue_of_its_own(run: Run, code: Path) -> None:
    own = args(code, logs_key="own", variables_key="own", dead_letters="own", protect_logs=True, protect_function=True)
    deployment = run(lambda: TapStack("tap", own))
    function, logs, key, queue = (
        deployment.resources[f"tap-{name}"] for name in ("function", "log-group", "key", "dead-letters")
    )
    assert (function.inputs["kmsKeyArn"], logs.inputs["kmsKeyId"]) == ("arn:tap-key", "arn:tap-key")
    assert function.inputs["deadLetterConfig"] == {"targetArn": "arn:tap-dead-letters"}
    assert (key.inputs["enableKeyRotation"], key.inputs["deletionWindowInDays"], key.protect) == (True, 30, True)
    assert (queue.inputs["sqsManagedSseEnabled"], queue.inputs["messageRetentionSeconds"]) == (True, 1209600)
    assert queue.protect
    assert deployment.resources["tap-key-alias"].inputs["name"] == "alias/tap-dev"
    logs_statement = deployment.document("tap-key")["Statement"][1]
    assert logs_statement["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-dev"
    assert logs_statement["Condition"] == {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": group}}
    (only_tls,) = deployment.document("tap-dead-letters")["Statement"]
    assert (only_tls["Effect"], only_tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    queue_arn = "arn:aws:sqs:eu-west-1:123456789012:tap-dev-dead-letters"
    assert deployment.document("tap-deadletters")["Statement"][0]["Resource"] == only_tls["Resource"] == queue_arn


def test_two_of_one_environment_live_in_one_program(run: Run, code: Path) -> None:
    def program() -> None:
        TapStack("first", args(code))
        TapStack("second", args(code, name="worker"))

    resources = run(program).resources
    names = [resource.inputs["name"] for resource in resources.values() if "name" in resource.inputs]
    assert len(names) == len(set(names)) == 2 * len(CHILDREN)
    assert resources["second-function"].inputs["name"] == "tap-dev-worker"


def test_two_environments_live_in_one_program_each_with_its_provider(run: Run, code: Path) -> None:
    def program() -> None:
        for environment, region in (("dev", "eu-west-1"), ("prod", "us-east-1")):
            provider = aws.Provider(environment, region=region)
            TapStack(
                f"{environment}-tap",
                args(code, environment=environment, region=region),
                pulumi.ResourceOptions(provider=provider),
            )

    deployment = run(program)
    resources = deployment.resources
    asked = [provider.split("::")[3] for provider in deployment.asked]
    assert sorted(asked) == ["dev"] * 3 + ["prod"] * 3
    for environment in ("dev", "prod"):
        children = [child for child in resources.values() if child.parent == resources[f"{environment}-tap"].urn]
        assert len(children) == len(CHILDREN)
        assert {child.provider.split("::")[3] for child in children} == {environment}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"environment": "e" * 60}, "IAM takes 64"),
        ({"variables": {"REGION": "x"}}, "sets the variable 'REGION' itself"),
        ({"tags": {"Project": "x"}}, "sets the tag 'Project' itself"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        args(Path(), **given)


def test_an_empty_code_folder_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no file"):
        run(lambda: TapStack("tap", args(tmp_path)))


def test_importing_the_component_registers_nothing() -> None:
    """In a process without any Pulumi runtime, where the first registration would raise."""
    subprocess.run([sys.executable, "-c", "import component"], cwd=PROGRAM, check=True, timeout=60)


KEY = "arn:aws:kms:eu-west-1:123456789012:key/a"


def test_secrets_are_named_to_the_function_and_readable_by_it_alone(run: Run, code: Path) -> None:
    given = {"DB_PASSWORD": "ssm:/tap/db", "FLAG": "ssm:plain", "API_KEY": "secretsmanager:tap/api"}
    deployment = run(lambda: TapStack("tap", args(code, secrets=given, secrets_key=KEY)))
    variables = deployment.resources["tap-function"].inputs["environment"]["variables"]
    assert variables["DB_PASSWORD_PARAMETER_NAME"] == "/tap/db"
    assert variables["API_KEY_SECRET_ID"] == "tap/api"
    place = "eu-west-1:123456789012"
    assert deployment.document("tap-secrets")["Statement"] == [
        {
            "Sid": "ReadParameters",
            "Effect": "Allow",
            "Action": "ssm:GetParameter",
            "Resource": [f"arn:aws:ssm:{place}:parameter/tap/db", f"arn:aws:ssm:{place}:parameter/plain"],
            "Condition": {"ArnEquals": OWN_CALLS},
        },
        {
            "Sid": "ReadSecrets",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": [f"arn:aws:secretsmanager:{place}:secret:tap/api-??????"],
            "Condition": {"ArnEquals": OWN_CALLS},
        },
        {
            "Sid": "DecryptSecrets",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": KEY,
            "Condition": {
                "StringEquals": {
                    "kms:ViaService": [f"{store}.eu-west-1.amazonaws.com" for store in ("secretsmanager", "ssm")]
                }
            },
        },
    ]
    assert deployment.resources["tap-secrets"].urn in deployment.resources["tap-function"].dependencies


def test_a_secret_that_is_no_reference_is_refused_and_not_shown() -> None:
    with pytest.raises(ValueError, match="the secret 'DB' is no ssm:") as caught:
        args(Path(), secrets={"DB": "hunter2"})
    assert "hunter2" not in str(caught.value)
