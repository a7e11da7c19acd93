"""Several functions, made in a loop: an API in front of one, a queue behind another."""

import json
import os

import pulumi
import pulumi_aws as aws

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as programs of this kind have it

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)

functions = {}
for part, memory in {"api": 512, "worker": 1024}.items():
    role = aws.iam.Role(f"{part}-role", name=f"shop-{part}", assume_role_policy=TRUST)
    functions[part] = aws.lambda_.Function(
        part,
        name=f"shop-{part}",
        role=role.arn,
        runtime="python3.12",
        handler="app.handle",
        memory_size=memory,
        code=pulumi.FileArchive(f"{HERE}/code"),
    )

queue = aws.sqs.Queue("jobs", name="shop-jobs")
aws.lambda_.EventSourceMapping("jobs", event_source_arn=queue.arn, function_name=functions["worker"].arn, batch_size=5)

api = aws.apigatewayv2.Api("api", name="shop", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "api",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=functions["api"].invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "api", api_id=api.id, route_key="GET /", target=pulumi.Output.concat("integrations/", integration.id)
)
aws.lambda_.Permission(
    "api",
    action="lambda:InvokeFunction",
    function=functions["api"].name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
)
