"""The architecture of TapStack in AWS CDK.

Arguments: number of environments, output folder, file of the code package.
"""

# mypy: ignore-errors
# AWS CDK is installed in an environment of its own, where the types are not checked.

import sys

from aws_cdk import App, CfnOutput, Duration, Environment, Size, Stack, Tags, aws_iam, aws_lambda, aws_logs

COUNT, OUTPUT, PACKAGE = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def add_environment(app: App, name: str) -> None:
    """Add the stack of one environment."""
    stack = Stack(app, name, env=Environment(region="eu-west-1"))
    function_name = f"tapstack-{name}"
    log_group_name = f"/aws/lambda/{function_name}"
    log_group_arn = stack.format_arn(
        service="logs", resource="log-group", resource_name=log_group_name, arn_format=None
    )
    role = aws_iam.Role(
        stack,
        "Role",
        role_name=function_name,
        assumed_by=aws_iam.ServicePrincipal(
            "lambda.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": stack.account}}
        ),
    )
    grants = {
        "logs": aws_iam.PolicyStatement(
            actions=[f"logs:{a}" for a in ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents")],
            resources=[log_group_arn, f"{log_group_arn}:*"],
        ),
        "tracing": aws_iam.PolicyStatement(
            actions=["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources=["*"]
        ),
        "metrics": aws_iam.PolicyStatement(
            actions=["cloudwatch:PutMetricData"],
            resources=["*"],
            conditions={"StringEquals": {"cloudwatch:namespace": f"tapstack/{name}"}},
        ),
    }
    for purpose, statement in grants.items():
        aws_iam.Policy(stack, purpose, policy_name=f"{function_name}-{purpose}", statements=[statement], roles=[role])
    log_group = aws_logs.LogGroup(
        stack, "LogGroup", log_group_name=log_group_name, retention=aws_logs.RetentionDays.ONE_WEEK
    )
    function = aws_lambda.Function(
        stack,
        "Function",
        function_name=function_name,
        role=role.without_policy_updates(),
        runtime=aws_lambda.Runtime.PYTHON_3_12,
        handler="tap_handler.handle",
        code=aws_lambda.Code.from_asset(PACKAGE),
        architecture=aws_lambda.Architecture.ARM_64,
        memory_size=512,
        timeout=Duration.seconds(60),
        ephemeral_storage_size=Size.mebibytes(512),
        environment={"ENVIRONMENT": name, "REGION": "eu-west-1", "FUNCTION_NAME": function_name, "LOG_LEVEL": "INFO"},
        tracing=aws_lambda.Tracing.ACTIVE,
        logging_format=aws_lambda.LoggingFormat.JSON,
        log_group=log_group,
    )
    for tag, value in {"Environment": name, "Project": "tapstack", "ManagedBy": "cdk", "Region": "eu-west-1"}.items():
        Tags.of(stack).add(tag, value)
    outputs = {
        "LambdaFunctionName": function_name,
        "LambdaFunctionArn": function.function_arn,
        "LambdaRoleArn": role.role_arn,
        "CloudwatchLogGroup": log_group_name,
        "EnvironmentSuffix": name,
        "Region": "eu-west-1",
        "MemorySize": "512",
        "Timeout": "60",
        "Runtime": "python3.12",
    }
    for output, value in outputs.items():
        CfnOutput(stack, output, value=value)


app = App(outdir=OUTPUT)
for number in range(COUNT):
    add_environment(app, f"env{number}")
app.synth()
