"""What is asked of the judge: the calls that a function needs, and those nearest to them that it must not make.

Everything is derived from the promise (the environment's name, its region, its account), nothing from the policies.
Sources of the ARNs: the Service Authorization Reference, and the resources that AWS names when it refuses a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from product.security.network import ANYWHERE, ON_INTERFACE, Network, network_of
from product.security.role import Place, Role

Context = Mapping[str, str]

TRACING: Final = (
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)
ON_GROUP: Final = ("logs:CreateLogGroup", "logs:DescribeLogStreams")
ON_STREAM: Final = ("logs:CreateLogStream", "logs:PutLogEvents")
STREAMS: Final = ("2026/11/24/[$LATEST]0123456789abcdef", "2026/11/24/tap[7]fedcba9876543210")
METRICS: Final = "cloudwatch:PutMetricData"
NAMESPACE: Final = "cloudwatch:namespace"
SOURCE_FUNCTION: Final = "lambda:SourceFunctionArn"
DEAD_LETTERS: Final = "sqs:SendMessage"
NOT_PINNED: Final = frozenset({*TRACING, DEAD_LETTERS, *ON_INTERFACE, *ANYWHERE})
"""What Lambda itself also does with the role without saying for which function."""
OTHER_ACCOUNT: Final = "210987654321"


@dataclass(frozen=True)
class Request:
    """One call to AWS, as IAM judges it.

    Without a caller it is the function's own; with one, somebody asks to assume the role.
    """

    action: str
    resource: str
    context: Context = field(default_factory=dict)
    caller: str | None = None


@dataclass(frozen=True)
class Promise:
    """What one environment's function may do, in names: the product's promise, from which its policies are judged."""

    place: Place
    group: str
    namespace: str
    function_arn: str
    role_arn: str
    queue_arn: str | None = None
    """The function's own dead-letter queue, where its configuration names one."""
    network: Network | None = None
    """The subnets and security groups of its configuration, where it names any."""

    @property
    def group_arn(self) -> str:
        """The log group's ARN, without a colon at its end."""
        return self.place.arn("logs", f"log-group:{self.group}")

    @property
    def own(self) -> Context:
        """What AWS says of a call from the function itself."""
        return {SOURCE_FUNCTION: self.function_arn, "aws:SourceAccount": self.place.account}


def promise_of(role: Role) -> Promise:
    """Return the promise for the environment of a role: `tap-<environment>` and `tap/<environment>`."""
    place = role.place
    name = f"tap-{role.environment}"
    return Promise(
        place=place,
        group=f"/aws/lambda/{name}",
        namespace=f"tap/{role.environment}",
        function_arn=place.arn("lambda", f"function:{name}"),
        role_arn=role.arn,
        queue_arn=place.arn("sqs", f"{name}-dead-letters") if role.has_dead_letter_queue else None,
        network=network_of(role),
    )


def needed(promise: Promise) -> list[Request]:
    """Return every call that logs, traces and metrics are made of, in every form of its resource."""
    group, own = promise.group_arn, promise.own
    return [
        *(Request(action, f"{group}{end}", own) for action in ON_GROUP for end in ("", ":log-stream:")),
        *(Request(action, f"{group}:log-stream:{stream}", own) for action in ON_STREAM for stream in STREAMS),
        Request(METRICS, "*", {**own, NAMESPACE: promise.namespace}),
        *(Request(action, "*", own) for action in TRACING if action != "xray:PutTelemetryRecords"),
        Request("xray:PutTelemetryRecords", "*"),  # of Lambda's own calls AWS lists only PutTraceSegments
        *([Request(DEAD_LETTERS, promise.queue_arn)] if promise.queue_arn else []),  # no key of Lambda's comes with it
        *(Request(*call) for call in (promise.network.needed() if promise.network else ())),  # nor with these
    ]


def forbidden(promise: Promise) -> list[Request]:
    """Return the calls next to the needed ones, each different in one point."""
    return [
        *_logs_elsewhere(promise),
        *_other_uses_of_logs(promise),
        *_metrics_elsewhere(promise),
        *_dead_letters_elsewhere(promise),
        *_network_elsewhere(promise),
        *_calls_of_others(promise),
    ]


def _logs_elsewhere(promise: Promise) -> Iterator[Request]:
    place = promise.place
    places = [
        replace(place, region="us-east-1" if place.region != "us-east-1" else "us-east-2"),
        replace(place, account=OTHER_ACCOUNT),
        replace(place, partition="aws-cn" if place.partition == "aws" else "aws"),
        replace(place, account=""),
    ]
    groups = [
        promise.group + "2",
        promise.group[:-1],
        "/aws/lambda/other",
        "/aws/lambda/",
        "other",
        promise.group + "/x",
    ]
    arns = [each.arn("logs", f"log-group:{promise.group}") for each in places]
    arns += [place.arn("logs", f"log-group:{group}") for group in groups]
    for arn in arns:
        yield from (Request(action, arn, promise.own) for action in ON_GROUP)
        yield from (Request(action, f"{arn}:log-stream:{STREAMS[0]}", promise.own) for action in ON_STREAM)


def _other_uses_of_logs(promise: Promise) -> Iterator[Request]:
    stream = f"{promise.group_arn}:log-stream:{STREAMS[0]}"
    for action in ("DeleteLogGroup", "PutRetentionPolicy", "PutSubscriptionFilter", "FilterLogEvents", "TagResource"):
        yield Request(f"logs:{action}", promise.group_arn, promise.own)
    for action in ("DeleteLogStream", "GetLogEvents"):
        yield Request(f"logs:{action}", stream, promise.own)
    for action in ("GetTraceSummaries", "BatchGetTraces", "PutEncryptionConfig", "CreateGroup"):
        yield Request(f"xray:{action}", "*", promise.own)


def _metrics_elsewhere(promise: Promise) -> Iterator[Request]:
    others = (f"{promise.namespace}2", promise.namespace[:-1], f"{promise.namespace}/x", "tap", "AWS/Lambda", "", "*")
    yield from (Request(METRICS, "*", {**promise.own, NAMESPACE: other}) for other in others)
    yield Request(METRICS, "*", promise.own)  # the key of the condition is missing
    for action in ("GetMetricData", "PutMetricAlarm", "DeleteAlarms", "PutDashboard"):
        yield Request(f"cloudwatch:{action}", "*", {**promise.own, NAMESPACE: promise.namespace})


def _dead_letters_elsewhere(promise: Promise) -> Iterator[Request]:
    place, name = promise.place, f"{promise.function_arn.rpartition(':')[2]}-dead-letters"
    queue = place.arn("sqs", name)
    others = (
        place.arn("sqs", f"{name}2"),
        place.arn("sqs", name[:-1]),
        replace(place, region="us-east-1" if place.region != "us-east-1" else "us-east-2").arn("sqs", name),
        replace(place, account=OTHER_ACCOUNT).arn("sqs", name),
    )
    yield from (Request(DEAD_LETTERS, arn) for arn in (*others, *(() if promise.queue_arn else (queue,))))
    for action in ("ReceiveMessage", "DeleteMessage", "PurgeQueue", "SetQueueAttributes", "GetQueueAttributes"):
        yield Request(f"sqs:{action}", queue)
    yield Request("sns:Publish", place.arn("sns", name))


def _network_elsewhere(promise: Promise) -> Iterator[Request]:
    network = promise.network or Network(promise.place, ("subnet-0a1b2c3d",), ("sg-0a1b2c3d",))
    yield from (Request(*call) for call in network.forbidden())
    for action, resource in network.needed():
        yield Request(action, resource, promise.own)  # the function's code asks
        if not promise.network:
            yield Request(action, resource)


def _calls_of_others(promise: Promise) -> Iterator[Request]:
    """Make the needed calls with the role's credentials, but not from the function. Some are not pinned."""
    name = promise.function_arn
    others = (f"{name}2", name.replace(promise.place.account, OTHER_ACCOUNT), f"{name}:7", None)
    for request, other in product(needed(promise), others):
        if request.action not in NOT_PINNED:
            unsaid = {key: value for key, value in request.context.items() if key != SOURCE_FUNCTION}
            yield replace(request, context=unsaid if other is None else {**unsaid, SOURCE_FUNCTION: other})


def needed_to_assume(promise: Promise) -> list[Request]:
    """Return Lambda's own request to assume the role for the function."""
    return [_assume(promise, "lambda.amazonaws.com", {**promise.own, "aws:SourceArn": promise.function_arn})]


def forbidden_to_assume(promise: Promise) -> list[Request]:
    """Return who else could ask, and what else Lambda could ask for."""
    place, own = promise.place, {**promise.own, "aws:SourceArn": promise.function_arn}
    iam = f"arn:{place.partition}:iam::"
    callers = [
        f"{iam}{account}:{who}" for account in (place.account, OTHER_ACCOUNT) for who in ("role/x", "user/x", "root")
    ]
    services = [f"{name}.amazonaws.com" for name in ("ec2", "edgelambda", "ecs-tasks", "states", "apigateway")]
    elsewhere = {
        "aws:SourceAccount": OTHER_ACCOUNT,
        "aws:SourceArn": promise.function_arn.replace(place.account, OTHER_ACCOUNT),
    }
    return [
        *(_assume(promise, caller, own) for caller in (*callers, *services)),
        _assume(promise, "lambda.amazonaws.com", elsewhere),
        _assume(promise, "lambda.amazonaws.com", {}),
        *(
            Request(f"sts:{action}", promise.role_arn, own, "lambda.amazonaws.com")
            for action in ("TagSession", "SetSourceIdentity", "AssumeRoleWithWebIdentity")
        ),
    ]


def _assume(promise: Promise, caller: str, context: Context) -> Request:
    return Request("sts:AssumeRole", promise.role_arn, context, caller)
