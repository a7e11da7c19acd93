"""A flat script of the old kind: one function, a policy for metrics only, nothing that follows the environment."""

import json

import pulumi
import pulumi_aws as aws

role = aws.iam.Role(
    "lambda-role",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    ),
)

aws.iam.RolePolicy(
    "metrics",
    role=role.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*"}],
        }
    ),
)

function = aws.lambda_.Function(
    "function",
    role=role.arn,
    runtime="python3.9",
    handler="app.handle",
    timeout=30,
    memory_size=128,
    code=pulumi.FileArchive("./code"),
)

pulumi.export("function", function.name)
