"""Each helper grants what its verb needs and nothing else, proved by a judge that shares no code with it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tap_stack import Statement, permissions
from tests.tap_stack.permissions.judge import actions_of, can

PLACE = "eu-west-1:123456789012"


@dataclass(frozen=True)
class Grant:
    """What a helper must allow: actions by the resource that each is asked for on."""

    build: Callable[[str, str], Statement]
    arn: str
    needed: dict[str, tuple[str, ...]]
    others: tuple[str, ...]
    """Resources of the same kind, on which nothing may be allowed."""


TABLE, QUEUE = f"arn:aws:dynamodb:{PLACE}:table/orders", f"arn:aws:sqs:{PLACE}:orders"
BUCKET, TOPIC = "arn:aws:s3:::orders", f"arn:aws:sns:{PLACE}:orders"
SECRET = f"arn:aws:secretsmanager:{PLACE}:secret:orders-a1b2c3"

GRANTS = [
    Grant(
        permissions.read_table,
        TABLE,
        {
            TABLE: ("BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan"),
            f"{TABLE}/index/by-day": ("Query", "Scan"),
        },
        (f"{TABLE}s", f"{TABLE}/stream/1", TABLE.replace("eu-west-1", "eu-west-2")),
    ),
    Grant(
        permissions.write_table,
        TABLE,
        {TABLE: ("BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem")},
        (f"{TABLE}s", f"{TABLE}/index/by-day"),
    ),
    Grant(
        permissions.read_queue,
        QUEUE,
        {QUEUE: ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")},
        (f"{QUEUE}-dead",),
    ),
    Grant(permissions.write_queue, QUEUE, {QUEUE: ("SendMessage",)}, (f"{QUEUE}-dead",)),
    Grant(
        permissions.read_bucket,
        BUCKET,
        {BUCKET: ("ListBucket",), f"{BUCKET}/2026/a.json": ("GetObject",)},
        (f"{BUCKET}-archive", f"{BUCKET}-archive/a.json"),
    ),
    Grant(
        permissions.write_bucket,
        BUCKET,
        {f"{BUCKET}/2026/a.json": ("AbortMultipartUpload", "DeleteObject", "PutObject")},
        (BUCKET, f"{BUCKET}-archive", f"{BUCKET}-archive/a.json"),
    ),
    Grant(permissions.write_topic, TOPIC, {TOPIC: ("Publish",)}, (f"{TOPIC}-dead",)),
    Grant(permissions.read_secret, SECRET, {SECRET: ("GetSecretValue",)}, (f"{SECRET}4",)),
    Grant(permissions.write_secret, SECRET, {SECRET: ("PutSecretValue",)}, (f"{SECRET}4",)),
]


@pytest.fixture(params=GRANTS, ids=lambda grant: grant.build.__name__)
def grant(request: pytest.FixtureRequest) -> Grant:
    found: Grant = request.param
    return found


def needed_actions(grant: Grant) -> set[str]:
    return {f"{service_of(grant)}:{action}" for actions in grant.needed.values() for action in actions}


def service_of(grant: Grant) -> str:
    return grant.arn.split(":")[2]


def test_each_needed_call_is_allowed(grant: Grant) -> None:
    statements = [grant.build("Grant", grant.arn)]
    for resource, actions in grant.needed.items():
        for action in actions:
            assert can(statements, [f"{service_of(grant)}:{action}"], [resource]), (action, resource)


def test_every_other_action_of_the_service_is_denied_everywhere(grant: Grant) -> None:
    others = actions_of(service_of(grant)) - needed_actions(grant)
    assert len(others) > 10
    assert not can([grant.build("Grant", grant.arn)], others, ["*"])


def test_nothing_is_allowed_on_another_resource(grant: Grant) -> None:
    assert not can([grant.build("Grant", grant.arn)], [f"{service_of(grant)}:*"], grant.others)


def test_nothing_of_another_service_is_allowed(grant: Grant) -> None:
    for service in {"dynamodb", "sqs", "s3", "sns", "secretsmanager", "iam", "kms"} - {service_of(grant)}:
        assert not can([grant.build("Grant", grant.arn)], [f"{service}:*"], ["*"])


def test_every_action_is_one_that_aws_lists(grant: Grant) -> None:
    assert set(grant.build("Grant", grant.arn).actions) <= actions_of(service_of(grant))


def test_the_judge_can_say_no() -> None:
    wide = Statement("Wide", ("dynamodb:*",), (f"{TABLE}*",))
    assert can([wide], ["dynamodb:DeleteTable"], ["*"])
    assert can([wide], ["dynamodb:GetItem"], [f"{TABLE}s"])


def test_every_helper_is_judged() -> None:
    helpers = {name for name in permissions.__all__ if name.startswith(("read_", "write_"))}
    assert {grant.build.__name__ for grant in GRANTS} == helpers


def test_a_helper_takes_a_token() -> None:
    assert permissions.read_table("Read", "${TfToken[TOKEN.7]}").resources == (
        "${TfToken[TOKEN.7]}",
        "${TfToken[TOKEN.7]}/index/*",
    )
