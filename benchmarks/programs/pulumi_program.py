"""The architecture of TapStack in Pulumi, under Pulumi's own mocks: no engine, no provider process.

Arguments: number of environments, output folder (the registrations are written there), file of the code package.
"""

# mypy: ignore-errors
# Pulumi is installed in an environment of its own, where the types are not checked.

import json
import sys
from pathlib import Path
from typing import Any

import pulumi

COUNT, OUTPUT, PACKAGE = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
registered: list[tuple[str, str]] = []


class Mocks(pulumi.runtime.Mocks):
    """Answers every registration with its own inputs."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        """Take a resource."""
        registered.append((args.typ, args.name))
        return f"{args.name}-id", {**args.inputs, "arn": f"arn:aws:::{args.name}"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:  # noqa: ARG002 - Pulumi's signature
        """Answer every data source."""
        return {"accountId": "123456789012", "partition": "aws", "region": "eu-west-1", "id": "eu-west-1"}


pulumi.runtime.set_mocks(Mocks())

import pulumi_aws as aws  # noqa: E402 - the mocks first, as Pulumi's own documentation of unit tests has it


def policy(*statements: dict[str, Any]) -> pulumi.Output[str]:
    """Render a policy document."""
    return pulumi.Output.json_dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **each} for each in statements]}
    )


class TapStack(pulumi.ComponentResource):
    """One environment."""

    def __init__(self, name: str) -> None:
        super().__init__("tap:stack:TapStack", name)
        below = pulumi.ResourceOptions(parent=self)
        account = aws.get_caller_identity_output().account_id
        partition = aws.get_partition_output().partition
        region = aws.get_region_output().region
        function_name = f"tapstack-{name}"
        tags = {"Environment": name, "Project": "tapstack", "ManagedBy": "pulumi", "Region": "eu-west-1"}
        role = aws.iam.Role(
            f"{name}-role",
            name=function_name,
            assume_role_policy=policy(
                {
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
                }
            ),
            tags=tags,
            opts=below,
        )
        log_group_arn = pulumi.Output.format(
            "arn:{0}:logs:{1}:{2}:log-group:/aws/lambda/{3}", partition, region, account, function_name
        )
        grants: dict[str, dict[str, Any]] = {
            "logs": {
                "Action": [
                    f"logs:{a}" for a in ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents")
                ],
                "Resource": [log_group_arn, pulumi.Output.concat(log_group_arn, ":*")],
            },
            "tracing": {"Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"},
            "metrics": {
                "Action": "cloudwatch:PutMetricData",
                "Resource": "*",
                "Condition": {"StringEquals": {"cloudwatch:namespace": f"tapstack/{name}"}},
            },
        }
        policies = [
            aws.iam.RolePolicy(f"{name}-{purpose}", role=role.name, policy=policy(it), opts=below)
            for purpose, it in grants.items()
        ]
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs", name=f"/aws/lambda/{function_name}", retention_in_days=7, tags=tags, opts=below
        )
        function = aws.lambda_.Function(
            f"{name}-function",
            name=function_name,
            role=role.arn,
            runtime="python3.12",
            handler="tap_handler.handle",
            code=pulumi.FileArchive(PACKAGE),
            architectures=["arm64"],
            memory_size=512,
            timeout=60,
            ephemeral_storage={"size": 512},
            environment={
                "variables": {
                    "ENVIRONMENT": name,
                    "REGION": "eu-west-1",
                    "FUNCTION_NAME": function_name,
                    "LOG_LEVEL": "INFO",
                }
            },
            tracing_config={"mode": "Active"},
            logging_config={"log_format": "JSON", "log_group": log_group.name},
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[log_group, *policies]),
        )
        self.register_outputs({"lambda_function_arn": function.arn, "lambda_role_arn": role.arn})
        self.function_arn = function.arn


@pulumi.runtime.test
def build() -> pulumi.Output[list[str]]:
    """Build every environment, and wait for every registration."""
    return pulumi.Output.all(*(TapStack(f"env{number}").function_arn for number in range(COUNT)))


build()
if len(registered) != 7 * COUNT:
    sys.exit(f"expected {7 * COUNT} registrations, got {len(registered)}: {sorted(registered)[:20]}")
OUTPUT.mkdir(parents=True, exist_ok=True)
(OUTPUT / "registered.json").write_text(json.dumps(sorted(registered)))
