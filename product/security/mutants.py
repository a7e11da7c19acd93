"""Faults put into a role on purpose: a judge that does not see each of them proves nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any, Final

from product.security.requests import NAMESPACE, OTHER_ACCOUNT, SOURCE_FUNCTION
from product.security.role import Document, Role

Statement = dict[str, Any]
Change = Callable[[Statement, Role], None]


def mutants(role: Role) -> dict[str, Role]:
    """Return the role with one fault each, by the fault's name."""
    return dict([*_widened(role), *_narrowed(role), *_trusting(role)])


def _group(role: Role) -> str:
    return role.place.arn("logs", "log-group:/aws/lambda/")


ACTIONS: Final[Mapping[str, tuple[str, Change]]] = {
    "action logs:*": ("logs", lambda statement, _: statement.update(Action="logs:*")),
    "action logs:Put*": ("logs", lambda statement, _: statement.update(Action=[*statement["Action"], "logs:Put*"])),
    "action logs:?utRetentionPolicy": (
        "logs",
        lambda statement, _: statement["Action"].append("logs:?utRetentionPolicy"),
    ),
    "action logs:DeleteLogGroup": ("logs", lambda statement, _: statement["Action"].append("logs:DeleteLogGroup")),
    "action xray:*": ("tracing", lambda statement, _: statement.update(Action="xray:*")),
    "action xray:Get*": ("tracing", lambda statement, _: statement["Action"].append("xray:Get*")),
    "action s3:GetObject": ("tracing", lambda statement, _: statement["Action"].append("s3:GetObject")),
    "action *": ("tracing", lambda statement, _: statement.update(Action="*")),
    "action cloudwatch:*": ("metrics", lambda statement, _: statement.update(Action="cloudwatch:*")),
    "action cloudwatch:Put*": ("metrics", lambda statement, _: statement.update(Action="cloudwatch:Put*")),
    "NotAction in logs": ("logs", lambda statement, _: statement.update(NotAction=statement.pop("Action"))),
    "NotAction in tracing": ("tracing", lambda statement, _: statement.update(NotAction=statement.pop("Action"))),
    "NotAction in metrics": ("metrics", lambda statement, _: statement.update(NotAction=statement.pop("Action"))),
}
RESOURCES: Final[Mapping[str, tuple[str, Change]]] = {
    "resource *": ("logs", lambda statement, _: statement.update(Resource="*")),
    "every log group": ("logs", lambda statement, role: statement["Resource"].append(role.place.arn("logs", "*"))),
    "every function's group": ("logs", lambda statement, role: statement["Resource"].append(f"{_group(role)}*")),
    "groups with the same start": (
        "logs",
        lambda statement, role: statement.update(Resource=[f"{_group(role)}{role.function_name}*"]),
    ),
    "any one character more": (
        "logs",
        lambda statement, role: statement["Resource"].append(f"{_group(role)}{role.function_name}?"),
    ),
    "every region": ("logs", lambda statement, role: _replace(statement, role.place.region, "*")),
    "every account": ("logs", lambda statement, role: _replace(statement, role.place.account, "*")),
    "every partition": ("logs", lambda statement, _: _replace(statement, "arn:aws:", "arn:*:")),
    "another account besides": (
        "logs",
        lambda statement, role: statement["Resource"].extend(_moved(statement, role.place.account, OTHER_ACCOUNT)),
    ),
    "NotResource": ("logs", lambda statement, _: statement.update(NotResource=statement.pop("Resource"))),
}
CONDITIONS: Final[Mapping[str, Any]] = {
    "condition dropped": None,
    "namespace with a wildcard": {"StringLike": {NAMESPACE: "tap/*"}},
    "any namespace": {"StringLike": {NAMESPACE: "*"}},
    "namespace if it exists": {"StringEqualsIfExists": {NAMESPACE: "tap/dev"}},
    "every value of the namespace": {"ForAllValues:StringEquals": {NAMESPACE: "tap/dev"}},
    "another namespace besides": {"StringEquals": {NAMESPACE: ["tap/dev", "tap"]}},
    "another namespace": {"StringEquals": {NAMESPACE: "tap"}},
    "every other namespace": {"StringNotEquals": {NAMESPACE: "tap/dev"}},
    "namespace in any case": {"StringEqualsIgnoreCase": {NAMESPACE: "TAP/dev"}},
    "another key": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    "the key is there": {"Null": {NAMESPACE: "false"}},
    "the key is missing": {"Null": {NAMESPACE: "true"}},
}
"""What the condition on metrics becomes; written for the environment `dev` in account 123456789012."""

PINS: Final[Mapping[str, Callable[[str], Any]]] = {
    "dropped": lambda _: {},
    "any function": lambda _: {"ArnLike": {SOURCE_FUNCTION: "*"}},
    "functions with the same start": lambda arn: {"ArnLike": {SOURCE_FUNCTION: f"{arn}*"}},
    "any account": lambda arn: {"ArnLike": {SOURCE_FUNCTION: arn.replace("123456789012", "*")}},
    "if it is said": lambda arn: {"ArnEqualsIfExists": {SOURCE_FUNCTION: arn}},
    "every value": lambda arn: {"ForAllValues:ArnEquals": {SOURCE_FUNCTION: arn}},
    "another function": lambda arn: {"ArnEquals": {SOURCE_FUNCTION: f"{arn}2"}},
    "another function besides": lambda arn: {"ArnEquals": {SOURCE_FUNCTION: [arn, f"{arn}2"]}},
    "every other function": lambda arn: {"ArnNotEquals": {SOURCE_FUNCTION: arn}},
}
"""What the pin of logs or metrics to the function becomes."""

SERVICE: Final[Mapping[str, tuple[str, Change]]] = {
    "action sqs:*": ("deadletters", lambda statement, _: statement.update(Action="sqs:*")),
    "every queue": ("deadletters", lambda statement, role: statement.update(Resource=role.place.arn("sqs", "*"))),
    "queues with the same start": (
        "deadletters",
        lambda statement, role: statement.update(Resource=role.place.arn("sqs", f"{role.function_name}-*")),
    ),
    "action ec2:*": ("network", lambda statement, _: statement.update(Action="ec2:*")),
    "action ec2:AttachNetworkInterface": (
        "network",
        lambda statement, _: statement["Action"].append("ec2:AttachNetworkInterface"),
    ),
    "every subnet": (
        "network",
        lambda statement, role: statement["Resource"].append(role.place.arn("ec2", "subnet/*")),
    ),
    "every resource of EC2": ("network", lambda statement, _: statement.update(Resource="*")),
    "the code may connect, too": ("network", lambda statement, _: statement.pop("Condition")),
    "only the code may connect": (
        "network",
        lambda statement, _: statement.update(Condition={"Null": {"lambda:SourceFunctionArn": "false"}}),
    ),
}
"""Faults in what Lambda itself does for the function, where the role has it."""

LAMBDA: Final = {"Service": "lambda.amazonaws.com"}
TRUSTED: Final[Mapping[str, Change]] = {
    "another service besides": lambda statement, _: statement.update(
        Principal={"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}
    ),
    "the account besides": lambda statement, role: statement.update(Principal={**LAMBDA, "AWS": role.place.account}),
    "another account besides": lambda statement, _: statement.update(Principal={**LAMBDA, "AWS": OTHER_ACCOUNT}),
    "everyone": lambda statement, _: statement.update(Principal="*"),
    "everyone in AWS": lambda statement, _: statement.update(Principal={"AWS": "*"}),
    "another service": lambda statement, _: statement.update(Principal={"Service": "ec2.amazonaws.com"}),
    "condition dropped": lambda statement, _: statement.pop("Condition"),
    "account if it exists": lambda statement, role: statement.update(
        Condition={"StringEqualsIfExists": {"aws:SourceAccount": role.place.account}}
    ),
    "another source account": lambda statement, _: statement.update(
        Condition={"StringEquals": {"aws:SourceAccount": OTHER_ACCOUNT}}
    ),
    "source account with a wildcard": lambda statement, _: statement.update(
        Condition={"StringLike": {"aws:SourceAccount": "*"}}
    ),
    "action sts:*": lambda statement, _: statement.update(Action="sts:*"),
    "action sts:TagSession besides": lambda statement, _: statement.update(Action=["sts:AssumeRole", "sts:TagSession"]),
    "deny": lambda statement, _: statement.update(Effect="Deny"),
}


def _widened(role: Role) -> Iterator[tuple[str, Role]]:
    for name, (purpose, change) in {**ACTIONS, **RESOURCES}.items():
        yield name, _with_policy(role, purpose, change)
    for name, (purpose, change) in SERVICE.items():
        if f"{role.function_name}-{purpose}" in role.policies:
            yield name, _with_policy(role, purpose, change)
    for name, condition in CONDITIONS.items():
        yield f"metrics: {name}", _with_policy(role, "metrics", partial(_set_condition, condition))
    for purpose, (name, pin) in product(("logs", "metrics"), PINS.items()):
        yield f"pin of {purpose}: {name}", _with_policy(role, purpose, partial(_set_pin, pin(role.function_arn)))
    extra = {"Sid": "Extra", "Effect": "Allow", "Action": "iam:PassRole", "Resource": role.arn}
    document: Document = {"Version": "2012-10-17", "Statement": [extra]}
    yield "a further policy", replace(role, policies={**role.policies, "extra": document})


def _narrowed(role: Role) -> Iterator[tuple[str, Role]]:
    for name, document in role.policies.items():
        yield (
            f"without {name}",
            replace(role, policies={key: role.policies[key] for key in role.policies if key != name}),
        )
        for index, statement in enumerate(document["Statement"]):
            for action in statement["Action"]:
                purpose, change = name.rpartition("-")[2], partial(_remove, "Action", action)
                yield f"without {action}", _with_policy(role, purpose, change, index)
    for end in ("", ":*"):
        arn = f"{_group(role)}{role.function_name}{end}"
        yield f"without …{end or ' the group'}", _with_policy(role, "logs", partial(_remove, "Resource", arn))
    pin = {"ArnEquals": {SOURCE_FUNCTION: role.function_arn}}
    yield "pin of tracing", _with_policy(role, "tracing", partial(_set_pin, pin))
    yield "logs denied", _with_policy(role, "logs", lambda statement, _: statement.update(Effect="Deny"))


def _trusting(role: Role) -> Iterator[tuple[str, Role]]:
    for name, change in TRUSTED.items():
        trust = copy.deepcopy(role.trust)
        change(trust["Statement"][0], role)
        yield f"trust: {name}", replace(role, trust=trust)
    second = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": LAMBDA}
    trust = {**role.trust, "Statement": [*role.trust["Statement"], second]}
    yield "trust: a second statement", replace(role, trust=trust)


def _with_policy(role: Role, purpose: str, change: Change, index: int = 0) -> Role:
    """Return the role with a changed statement in the policy of one purpose: logs, tracing, metrics and so on."""
    name = f"{role.function_name}-{purpose}"
    document = copy.deepcopy(role.policies[name])
    change(document["Statement"][index], role)
    return replace(role, policies={**role.policies, name: document})


def _set_condition(condition: Any, statement: Statement, _: Role) -> None:
    statement["Condition"] = {"ArnEquals": statement["Condition"]["ArnEquals"], **(condition or {})}


def _set_pin(pin: Any, statement: Statement, _: Role) -> None:
    condition = {key: value for key, value in statement.pop("Condition", {}).items() if key != "ArnEquals"} | pin
    if condition:
        statement["Condition"] = condition


def _remove(key: str, value: str, statement: Statement, _: Role) -> None:
    statement[key].remove(value)


def _moved(statement: Statement, old: str, new: str) -> list[str]:
    return [resource.replace(old, new) for resource in statement["Resource"]]


def _replace(statement: Statement, old: str, new: str) -> None:
    statement["Resource"] = _moved(statement, old, new)
