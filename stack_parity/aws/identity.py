"""What AWS knows a resource by: its name and its ARN.

The facts lie in `data/identities.txt`, which names their sources, and in `data/made_names.txt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack_parity.aws import schema
from stack_parity.model.program import Resource
from stack_parity.model.values import Value

_FILE: Final = Path(__file__).with_name("data") / "identities.txt"
_LINES: Final = [line.split(" ") for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]

NAMES: Final[Mapping[str, str]] = {line[0]: line[1] for line in _LINES}
"""By type, the attribute that holds the name AWS knows it by."""

_ID_IS_ARN: Final = (
    "aws_acm_certificate",
    "aws_codebuild_project",
    "aws_ecs_cluster",
    "aws_iam_openid_connect_provider",
    "aws_iam_policy",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kinesis_stream",
    "aws_lambda_layer_version",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_secretsmanager_secret",
    "aws_sfn_state_machine",
    "aws_sns_topic",
    "aws_sns_topic_subscription",
)
SAME_AS_ID: Final[Mapping[str, str]] = {
    **{line[0]: line[1] for line in _LINES if line[2:3] == ["id"]},
    **dict.fromkeys(_ID_IS_ARN, "arn"),
    "aws_sqs_queue": "url",
}
"""By type, the attribute that has the same value as its `id` (AWS provider documentation, "Attribute Reference")."""

ARNS: Final[Mapping[str, str]] = {line[0]: line[3] for line in _LINES if len(line) > 3}
"""By type, the ARN after the partition, with `{name}`; region and account as the service has them."""

_MADE_FILE: Final = _FILE.with_name("made_names.txt")
_MADE: Final[Mapping[str, str]] = {
    type_: attribute
    for type_, _, attribute in (line.partition(" ") for line in _MADE_FILE.read_text("utf-8").splitlines()[1:])
}
"""By type, the name that Pulumi makes and Terraform asks for; made by `python -m tools.aws_types write`."""

LAMBDA_LOG_GROUPS: Final = "/aws/lambda/"
"""Lambda writes to the log group of this prefix and the function's name (Lambda developer guide, "CloudWatch Logs")."""

CONTEXT_DATA: Final[Mapping[str, Mapping[str, str]]] = {
    "aws_caller_identity": {"account_id": "account_id", "id": "account_id"},
    "aws_partition": {"partition": "partition", "id": "partition"},
    "aws_region": {"id": "region", "name": "region", "region": "region"},
}
"""By type and attribute of a data source, the fact of the deployment that it gives (AWS provider documentation)."""


def made_name(type_: str) -> str | None:
    """Return the attribute of a name that a tool or the provider makes where the program leaves it out."""
    if found := NAMES.get(type_) or _MADE.get(type_):
        return found
    known = schema.of(type_)
    return "name" if known and {"name", "name_prefix"} <= known.attributes.keys() else None


def physical_name(resource: Resource) -> Value:
    """Return the name that AWS knows the resource by, or None where the program leaves that to the provider."""
    attribute = NAMES.get(resource.type)
    return None if attribute is None else resource.attributes.get(attribute)


def partition_of(region: str | None) -> str:
    """Return the partition of a region; that of most regions where it is not known (AWS General Reference, "ARNs")."""
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov", "us-iso-": "aws-iso", "us-isob-": "aws-iso-b"}
    return next((name for prefix, name in prefixes.items() if (region or "").startswith(prefix)), "aws")
