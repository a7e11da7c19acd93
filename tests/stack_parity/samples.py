"""A small Terraform side, written by hand, and shortcuts to compare variants of it."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from stack_parity.checks.facts import Facts
from stack_parity.checks.outcomes import Outcome
from stack_parity.checks.profile import Profile, read_profile
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import Row, Section, Verdict
from stack_parity.comparison import changes, compare_inputs, principle_result
from stack_parity.iam.roles import Architecture, gather_roles
from stack_parity.match.pairing import Pairing
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.normalize import normalize
from stack_parity.report.model import Report
from stack_parity.report.results import PrincipleResult
from stack_parity.sources.environments import Choice
from stack_parity.sources.inputs import Input
from stack_parity.sources.terraform.configuration import read_configuration

Json = dict[str, Any]

PROFILE_FILE = Path(__file__).with_name("profile.toml")
PROFILE = read_profile(PROFILE_FILE)
"""Principles for the programs of these tests; the product's own are its business."""

LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
ARN = (
    "arn:${data.aws_partition.here.partition}:logs:${data.aws_region.here.id}:"
    "${data.aws_caller_identity.me.account_id}:log-group:/aws/lambda/tap-dev"
)


def policy(*statements: Json) -> str:
    """Spell a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: str | list[str], resources: str | list[str], **more: object) -> Json:
    """Spell an Allow statement."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def stack(environment: str = "dev") -> Json:
    """Give a fresh `cdk.tf.json` of the product's architecture."""
    name = f"tap-{environment}"
    tags = {"Environment": environment, "Project": "tap"}
    document: Json = {
        "//": {"metadata": {"stackName": environment}},
        "provider": {"aws": [{"region": "eu-west-1"}]},
        "data": {
            "aws_caller_identity": {"me": {}},
            "aws_partition": {"here": {}},
            "aws_region": {"here": {}},
        },
        "resource": {
            "aws_iam_role": {
                "role": {
                    "name": f"{name}-execution",
                    "assume_role_policy": policy(
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                        }
                    ),
                    "tags": tags,
                }
            },
            "aws_iam_role_policy": {
                "logs": {
                    "name": f"{name}-logs",
                    "role": "${aws_iam_role.role.name}",
                    "policy": policy(allow(LOGS, [ARN, f"{ARN}:*"])),
                },
                "tracing": {
                    "name": f"{name}-tracing",
                    "role": "${aws_iam_role.role.name}",
                    "policy": policy(allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")),
                },
                "metrics": {
                    "name": f"{name}-metrics",
                    "role": "${aws_iam_role.role.name}",
                    "policy": policy(
                        allow(
                            "cloudwatch:PutMetricData",
                            "*",
                            Condition={"StringEquals": {"cloudwatch:namespace": f"tap/{environment}"}},
                        )
                    ),
                },
            },
            "aws_cloudwatch_log_group": {"logs": {"name": f"/aws/lambda/{name}", "retention_in_days": 7, "tags": tags}},
            "aws_lambda_function": {
                "function": {
                    "function_name": name,
                    "role": "${aws_iam_role.role.arn}",
                    "runtime": "python3.12",
                    "handler": "tap_handler.handle",
                    "memory_size": 512,
                    "timeout": 60,
                    "tracing_config": {"mode": "Active"},
                    "environment": {
                        "variables": {"ENVIRONMENT": environment, "FUNCTION_NAME": name, "REGION": "eu-west-1"}
                    },
                    "tags": tags,
                    "depends_on": ["aws_cloudwatch_log_group.logs"],
                }
            },
        },
        "output": {"arn": {"value": "${aws_lambda_function.function.arn}"}},
    }
    return json.loads(json.dumps(document).replace("/aws/lambda/tap-dev", f"/aws/lambda/{name}"))  # type: ignore[no-any-return]


def function(document: Json) -> Json:
    """Give the function of `stack()`."""
    body: Json = document["resource"]["aws_lambda_function"]["function"]
    return body


def changed(change: Callable[[Json], object], environment: str = "dev") -> Json:
    """Give `stack()` with one change."""
    document = stack(environment)
    change(document)
    return document


def program(document: Json, environment: str | None = None) -> Program:
    """Read a `cdk.tf.json` into the normal form."""
    return normalize(read_configuration(document, Path("cdk.tf.json"), environment))


def architecture(document: Json) -> Architecture:
    """Read a `cdk.tf.json` as an architecture."""
    return gather_roles(program(document))


def pairing(left: Json, right: Json) -> Pairing:
    """Pair two documents."""
    return pair_up(architecture(left), architecture(right))


def sections(left: Json, right: Json) -> tuple[Section, ...]:
    """Compare two documents."""
    one, other = architecture(left), architecture(right)
    pairs = pair_up(one, other)
    return compare(one, other, pairs, pairs.labels())


def findings(left: Json, right: Json) -> list[tuple[str, Row]]:
    """Compare two documents and give what is not the same: label and row."""
    return [(part.label, row) for part in sections(left, right) for row in part.rows if row.verdict is not Verdict.SAME]


def report(left: dict[str, Json], right: dict[str, Json], **options: Any) -> Report:
    """Compare documents by environment, held against the tests' profile."""
    chosen = Choice(tuple((name, name) for name in left))
    return compare_inputs(_input("left", left), _input("right", right), chosen, **({"profile": PROFILE} | options))


def facts(side: Architecture, *others: Architecture) -> Facts:
    """Give what a principle may look at: one environment, beside others of its side."""
    return Facts(side, (side, *others), changes)


def outcomes(profile: Profile, side: Facts) -> dict[str, Outcome]:
    """Check every principle of a profile on one side, by id."""
    return {principle.id: principle.outcome(side) for principle in profile.principles}


def principle_results(profile: Profile, left: Facts, right: Facts) -> dict[str, PrincipleResult]:
    """Check every principle of a profile on both sides, by id."""
    return {principle.id: principle_result(principle, left, right) for principle in profile.principles}


def _input(name: str, documents: dict[str, Json]) -> Input:
    def loader(environment: str) -> Callable[[], Program]:
        return lambda: read_configuration(documents[environment], Path(f"{name}/cdk.tf.json"), environment)

    return Input(Path(name), {environment: loader(environment) for environment in documents}, named=True)


def variants(document: Json) -> Iterator[tuple[str, Json]]:
    """Give the document once for each leaf of its resources, with that leaf changed: the path, the document."""
    for type_, instances in document["resource"].items():
        for name, body in instances.items():
            for path in _leaves(body):
                variant = deepcopy(document)
                _change(variant["resource"][type_][name], path)
                yield f"{type_}.{name}.{'.'.join(path)}", variant


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in {"//", "depends_on"}:
                yield from _leaves(item, (*path, key))
    else:
        yield path


def _change(body: Json, path: tuple[str, ...]) -> None:
    holder: Any = body
    for step in path[:-1]:
        holder = holder[step]
    value = holder[path[-1]]
    holder[path[-1]] = value + 1 if isinstance(value, int) and not isinstance(value, bool) else _other(value)


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, "another"]
    if value.startswith("{"):
        return value.replace('"Allow"', '"Deny"')
    return "arn:aws:iam::123456789012:role/another" if value.startswith("${") else f"{value}-other"
