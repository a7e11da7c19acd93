"""A small Pulumi project of a user's own: a queue, a function behind it, a topic and a schedule."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stack_parity.emit.names import Names
from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.registered import to_program
from tools.truth.pulumi_files import export_of

PROGRAM = """
import json, pulumi, pulumi_aws as aws
config = pulumi.Config()
def trust(service):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]})
role = aws.iam.Role("worker", name="orders-worker", assume_role_policy=trust("lambda.amazonaws.com"))
queue = aws.sqs.Queue("orders", name="orders", visibility_timeout_seconds=90)
reading = aws.iam.RolePolicy("reading", name="reading", role=role.name, policy=queue.arn.apply(lambda arn: json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": arn}]})))
writing = aws.iam.Policy("writing", name="orders-writing", policy=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}]}))
attached = aws.iam.RolePolicyAttachment("writing", role=role.name, policy_arn=writing.arn)
logs = aws.cloudwatch.LogGroup("logs", name="/aws/lambda/orders", retention_in_days=30,
    opts=pulumi.ResourceOptions(protect=True))
function = aws.lambda_.Function("worker", name="orders", role=role.arn, runtime="python3.12", handler="app.handle",
    memory_size=config.require_int("memory"), code=pulumi.FileArchive("./code"), publish=True,
    environment={"variables": {"QUEUE": queue.url}}, opts=pulumi.ResourceOptions(depends_on=[logs, reading, attached]))
aws.lambda_.EventSourceMapping("orders", event_source_arn=queue.arn, function_name=function.name, batch_size=5)
topic = aws.sns.Topic("alarms", name="orders-alarms")
aws.sns.TopicSubscription("to-queue", topic=topic.arn, protocol="sqs", endpoint=queue.arn)
rule = aws.cloudwatch.EventRule("nightly", name="orders-nightly", schedule_expression="rate(1 day)")
aws.cloudwatch.EventTarget("nightly", rule=rule.name, target_id="worker", arn=function.arn)
aws.lambda_.Permission("nightly", statement_id="nightly", action="lambda:InvokeFunction", function=function.name,
    principal="events.amazonaws.com", source_arn=rule.arn)
pulumi.export("queue", queue.url)
"""


def write_service(folder: Path) -> Path:
    """Write the project into a folder."""
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "app.py").write_text("def handle(event, context):\n    return len(event)\n")
    (folder / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n  orders:memory: 256\n")
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


def constructed_export(project: Path, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Pulumi would export had it deployed the project: made from the state that Terraform has of it."""
    registered = capture(project, "dev")
    names = Names(to_program(registered, kind="Pulumi program", folder=project)).resources
    held = {(one["type"], one["name"]): one["instances"][0]["attributes"] for one in state["resources"]}
    return export_of(registered, {urn: held[name] for urn, name in names.items()})


def write_export(file: Path, document: Mapping[str, Any]) -> Path:
    """Write an export."""
    file.write_text(json.dumps(document), "utf-8")
    return file
