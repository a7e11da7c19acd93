"""Components inside a component, in a library folder."""

from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

CODE = Path(__file__).resolve().parents[1] / "code"


@dataclass
class ServiceArgs:
    """What a service needs to know."""

    memory: int


class Identity(pulumi.ComponentResource):
    """A role that Lambda may assume and that may write logs."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:lib:Identity", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        trust = aws.iam.get_policy_document(
            statements=[
                aws.iam.GetPolicyDocumentStatementArgs(
                    actions=["sts:AssumeRole"],
                    principals=[
                        aws.iam.GetPolicyDocumentStatementPrincipalArgs(
                            type="Service", identifiers=["lambda.amazonaws.com"]
                        )
                    ],
                )
            ]
        )
        self.role = aws.iam.Role(f"{name}-role", assume_role_policy=trust.json, opts=child)
        aws.iam.RolePolicyAttachment(
            f"{name}-logs",
            role=self.role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            opts=child,
        )
        self.register_outputs({"role": self.role.arn})


class Service(pulumi.ComponentResource):
    """A function with a log group and an alarm."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:lib:Service", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        identity = Identity(f"{name}-identity", child)
        self.function = aws.lambda_.Function(
            f"{name}-function",
            role=identity.role.arn,
            runtime="python3.12",
            handler="app.handle",
            memory_size=args.memory,
            timeout=60,
            code=pulumi.AssetArchive({"app.py": pulumi.FileAsset(str(CODE / "app.py"))}),
            tracing_config={"mode": "Active"},
            opts=child,
        )
        aws.cloudwatch.LogGroup(
            f"{name}-logs", name=pulumi.Output.concat("/aws/lambda/", self.function.name), opts=child
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-errors",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
            metric_name="Errors",
            namespace="AWS/Lambda",
            period=60,
            statistic="Sum",
            threshold=0,
            dimensions={"FunctionName": self.function.name},
            opts=child,
        )
        self.register_outputs({"arn": self.function.arn})
