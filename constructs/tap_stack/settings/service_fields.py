"""The kinds of value of what stands beside the function: its HTTP API, and what watches both."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from tap_stack.settings.rules import Rule, broken_rule

ANY_ORIGIN: Final = "*"
"""What `allowed_origins` says that lets pages of every origin in."""

ORIGIN_RULE: Final = (
    'https://host or https://host:port in lower case and without a path, http:// for localhost only, or "*" for all'
)


def _check_origin(origin: str) -> str:
    if origin == ANY_ORIGIN or re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]{1,5})?", origin):
        return origin
    if re.fullmatch(r"http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?", origin):
        return origin
    raise broken_rule(repr(origin), ORIGIN_RULE, "write it like 'https://shop.example.org'")


AlarmCount = Annotated[int, Field(ge=1, le=1_000_000), Rule("a whole number from 1 to 1000000")]
Notifications = Annotated[
    str,
    Field(pattern=r"^(?:none|own|arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256})$"),
    Rule('"none", "own" for an encrypted topic of this stack, or the ARN of a standard SNS topic (CloudWatch)'),
]

Authorization = Annotated[Literal["none", "iam"], Rule("none or iam")]
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_check_origin)], ...],
    Field(max_length=100, strict=False),
    Rule(f"a list of origins: {ORIGIN_RULE} (Fetch standard)"),
]
Methods = Annotated[
    tuple[Literal["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"], ...],
    Field(strict=False),
    Rule("a list of DELETE, GET, HEAD, PATCH, POST and PUT"),
]
RequestCount = Annotated[int, Field(ge=1, le=10_000), Rule("a whole number from 1 to 10000 (API Gateway quotas)")]
