"""The architecture of TapStack, written straight into a program of cdktf or of its successor cdktn.

Arguments: number of environments, output folder, `cdktf` or `cdktn`, file of the code package, and `fast` for fast
loading.
"""

import json
import sys
from importlib import import_module
from typing import Any

COUNT, OUTPUT, FRAMEWORK, PACKAGE = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
BINDINGS = {"cdktf": "cdktf_cdktf_provider_aws", "cdktn": "cdktn_provider_aws"}[FRAMEWORK]

if sys.argv[5:] == ["fast"]:
    import cdktf_fast_load

    cdktf_fast_load.enable()

cdktf = import_module(FRAMEWORK)


def aws(module: str) -> Any:
    """Import a module of the bindings, as `from …bindings import module` does."""
    return import_module(f"{BINDINGS}.{module}")


def policy(*statements: dict[str, Any]) -> str:
    """Render a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]})


def add_environment(app: Any, name: str) -> None:
    """Add the stack of one environment."""
    stack = cdktf.TerraformStack(app, name)
    cdktf.LocalBackend(stack, path=f"../../../terraform.{name}.tfstate")
    aws("provider").AwsProvider(stack, "Aws", region="eu-west-1")
    account = aws("data_aws_caller_identity").DataAwsCallerIdentity(stack, "CallerIdentity").account_id
    partition = aws("data_aws_partition").DataAwsPartition(stack, "Partition").partition
    region = aws("data_aws_region").DataAwsRegion(stack, "Region").id
    function = f"tapstack-{name}"
    tags = {"Environment": name, "Project": "tapstack", "ManagedBy": "cdktf", "Region": "eu-west-1"}
    role = aws("iam_role").IamRole(
        stack,
        "Role",
        name=function,
        assume_role_policy=policy(
            {
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": account}},
            }
        ),
        tags=tags,
    )
    log_group_arn = f"arn:{partition}:logs:{region}:{account}:log-group:/aws/lambda/{function}"
    grants: dict[str, dict[str, Any]] = {
        "logs": {
            "Action": [
                f"logs:{a}" for a in ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents")
            ],
            "Resource": [log_group_arn, f"{log_group_arn}:*"],
        },
        "tracing": {"Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"},
        "metrics": {
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": f"tapstack/{name}"}},
        },
    }
    policies = [
        aws("iam_role_policy").IamRolePolicy(
            stack, purpose, name=f"{function}-{purpose}", role=role.name, policy=policy(it)
        )
        for purpose, it in grants.items()
    ]
    log_group = aws("cloudwatch_log_group").CloudwatchLogGroup(
        stack, "LogGroup", name=f"/aws/lambda/{function}", retention_in_days=7, tags=tags
    )
    lambda_function = aws("lambda_function")
    resource = lambda_function.LambdaFunction(
        stack,
        "Function",
        function_name=function,
        role=role.arn,
        runtime="python3.12",
        handler="tap_handler.handle",
        filename=cdktf.TerraformAsset(stack, "Package", path=PACKAGE, type=cdktf.AssetType.FILE).path,
        architectures=["arm64"],
        memory_size=512,
        timeout=60,
        ephemeral_storage=lambda_function.LambdaFunctionEphemeralStorage(size=512),
        environment=lambda_function.LambdaFunctionEnvironment(
            variables={"ENVIRONMENT": name, "REGION": "eu-west-1", "FUNCTION_NAME": function, "LOG_LEVEL": "INFO"}
        ),
        tracing_config=lambda_function.LambdaFunctionTracingConfig(mode="Active"),
        logging_config=lambda_function.LambdaFunctionLoggingConfig(log_format="JSON", log_group=log_group.name),
        tags=tags,
        depends_on=[log_group, *policies],
    )
    outputs = {
        "lambda_function_name": function,
        "lambda_function_arn": resource.arn,
        "lambda_role_arn": role.arn,
        "cloudwatch_log_group": f"/aws/lambda/{function}",
        "environment_suffix": name,
        "region": "eu-west-1",
        "memory_size": 512,
        "timeout": 60,
        "runtime": "python3.12",
    }
    for output, value in outputs.items():
        cdktf.TerraformOutput(stack, output, value=value)


app = cdktf.App(outdir=OUTPUT)
for number in range(COUNT):
    add_environment(app, f"env{number}")
app.synth()
