"""What a review of a production account asks for: each switch on or off in an environment, and why it is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tap_stack.settings.deployment import DeploymentSettings
from tap_stack.settings.fields import AWS, NONE

YEAR: Final = 365
"""Days that a review wants logs to be kept at least."""


@dataclass(frozen=True)
class Switch:
    """One switch in one environment.

    Attributes:
        title: what a reviewer asks for.
        setting: where it stands in a file.
        value: what it is set to; None when it is off.
        when_off: what follows while it is off, or what it needs from outside.
    """

    title: str
    setting: str
    value: str | None
    when_off: str


_Read = Callable[[DeploymentSettings], str | None]

_SWITCHES: Final[tuple[tuple[str, str, _Read, str], ...]] = (
    (
        "Variables encrypted with a key of one's own",
        "function.kms_key",
        lambda one: _unless(one.settings.function.kms_key, AWS),
        "Lambda encrypts them with a key that AWS owns",
    ),
    (
        "Logs encrypted with a key of one's own",
        "logs.kms_key",
        lambda one: _unless(one.settings.logs.kms_key, AWS),
        "CloudWatch Logs encrypts them with a key that AWS owns",
    ),
    (
        "Dead-letter queue",
        "function.dead_letters",
        lambda one: _unless(one.settings.function.dead_letters, NONE),
        "an event that failed for good is lost",
    ),
    (
        "Logs kept for a year",
        "logs.retention_days",
        lambda one: _kept(one.settings.logs.retention_days),
        "they are kept for less",
    ),
    (
        "Function, role and queue protected",
        "function.prevent_destroy",
        lambda one: "on" if one.settings.function.prevent_destroy else None,
        "a plan may delete or replace them",
    ),
    (
        "Log group protected",
        "logs.prevent_destroy",
        lambda one: "on" if one.settings.logs.prevent_destroy else None,
        "a plan may delete or replace it",
    ),
    (
        "Account",
        "account_id",
        lambda one: one.account_id,
        "it needs the account's number: until then any account that you are signed in to is taken",
    ),
    (
        "Inside a VPC",
        "function.subnets",
        lambda one: ", ".join(one.settings.function.subnets) or None,
        "it needs subnets and security groups, and is of use only to reach what lies in a VPC",
    ),
    (
        "Code signing",
        "function.code_signing_config_arn",
        lambda one: one.settings.function.code_signing_config_arn,
        "it needs a signing profile of the account",
    ),
    (
        "Concurrency of its own",
        "function.reserved_concurrency",
        lambda one: _text(one.settings.function.reserved_concurrency),
        "it takes capacity from the account's other functions, and so needs a number",
    ),
    (
        "Permissions boundary",
        "function.permissions_boundary_arn",
        lambda one: one.settings.function.permissions_boundary_arn,
        "it needs a managed policy of the account",
    ),
)
"""Title, setting, what reads its value, and what holds while it is off."""


def switches(deployment: DeploymentSettings) -> list[Switch]:
    """Return every switch of one environment."""
    return [Switch(title, setting, read(deployment), when_off) for title, setting, read, when_off in _SWITCHES]


def _unless(value: str, off: str) -> str | None:
    return None if value == off else value


def _kept(days: int) -> str | None:
    if days == 0:
        return "for ever"
    return f"{days} days" if days >= YEAR else None


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
