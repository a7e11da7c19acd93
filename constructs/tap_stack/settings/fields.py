"""The kinds of value that settings are made of, each with its rule.

Every limit here is AWS's own; its source stands in the rule, which a fault quotes. A value that passes here is accepted
by Terraform's validators and by the AWS API, so that bad input is told at synthesis and not half-way through a
deployment.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, Field

from tap_stack.settings.regions import REGIONS
from tap_stack.settings.rules import Rule, broken_rule

OWN: Final = "own"
"""What a setting says that wants a key or a queue of the stack's own."""

AWS: Final = "aws"
"""What a setting says that wants the key that AWS owns."""

NONE: Final = "none"
"""What a setting says that wants nothing of the kind."""

REGION_RULE: Final = "an AWS region such as eu-west-1"


def _check_region(region: str) -> str:
    if region not in REGIONS:
        near = get_close_matches(region, sorted(REGIONS), 1)
        raise broken_rule(repr(region), REGION_RULE, f"write {near[0]!r}" if near else "correct the value")
    return region


def _check_namespace(namespace: str) -> str:
    if namespace.startswith("AWS/"):
        rule = "CloudWatch keeps namespaces that begin with 'AWS/' for AWS"
        raise broken_rule(repr(namespace), rule, "choose another namespace")
    return namespace


_ACCOUNT = r"(?:[0-9]{12})"

Name = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
    Rule("lower-case letters, digits and single hyphens, a letter first"),
]
Profile = Annotated[Literal["production"], Rule("production")]
Region = Annotated[
    str, Field(json_schema_extra={"enum": sorted(REGIONS)}), AfterValidator(_check_region), Rule(REGION_RULE)
]
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$"), Rule("12 digits, in quotes")]

CodeFolder = Annotated[
    Path,
    Field(strict=False),
    AfterValidator(Path.absolute),  # now: a program may change its current folder before it packs
    Rule("a folder with the handler's module"),
]
Handler = Annotated[
    str,
    Field(max_length=128, pattern=r"^[A-Za-z_][\w/]*(\.[A-Za-z_]\w*)+$"),
    Rule("module.function, up to 128 characters (AWS Lambda)"),
]
Description = Annotated[str, Field(max_length=256), Rule("up to 256 characters (AWS Lambda)")]
MemorySize = Annotated[int, Field(ge=128, le=10240), Rule("a whole number of MB from 128 to 10240 (AWS Lambda)")]
Timeout = Annotated[int, Field(ge=1, le=900), Rule("a whole number of seconds from 1 to 900 (AWS Lambda)")]
EphemeralStorage = Annotated[int, Field(ge=512, le=10240), Rule("a whole number of MB from 512 to 10240 (AWS Lambda)")]
Architecture = Annotated[Literal["arm64", "x86_64"], Rule("arm64 or x86_64 (AWS Lambda)")]
Wave = Annotated[int, Field(ge=1, le=99), Rule("a whole number from 1 to 99")]
Concurrency = Annotated[int, Field(ge=0, le=2**31 - 1), Rule("a whole number, 0 or more, of 32 bits (AWS Lambda API)")]
LayerArn = Annotated[str, Field(pattern=rf"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:{_ACCOUNT}:layer:[A-Za-z0-9_-]+:[0-9]+$")]
Layers = Annotated[
    tuple[LayerArn, ...],
    Field(max_length=5, strict=False),
    Rule("up to 5 ARNs of layer versions, arn:aws:lambda:<region>:<account>:layer:<name>:<version> (AWS Lambda)"),
]
KmsKey = Annotated[
    str,
    Field(pattern=rf"^(?:aws|own|arn:aws[a-z-]*:kms:[a-z0-9-]+:{_ACCOUNT}:key/[A-Za-z0-9-]+)$"),
    Rule('"aws" for AWS\'s own key, "own" for a key of this stack, or the ARN of a KMS key'),
]
GivenKmsKey = Annotated[
    str,
    Field(pattern=rf"^(?:aws|arn:aws[a-z-]*:kms:[a-z0-9-]+:{_ACCOUNT}:key/[A-Za-z0-9-]+)$"),
    Rule('"aws" for AWS\'s own keys, or the ARN of a KMS key'),
]
DeadLetters = Annotated[
    str,
    Field(
        pattern=rf"^(?:none|own|arn:aws[a-z-]*:(?:sqs:[a-z0-9-]+:{_ACCOUNT}:[A-Za-z0-9_-]{{1,80}}"
        rf"|sns:[a-z0-9-]+:{_ACCOUNT}:[A-Za-z0-9_-]{{1,256}}))$"
    ),
    Rule('"none", "own" for a queue of this stack, or the ARN of a standard SQS queue or SNS topic (AWS Lambda)'),
]
Subnets = Annotated[
    tuple[Annotated[str, Field(pattern=r"^subnet-[0-9a-f]{8}(?:[0-9a-f]{9})?$")], ...],
    Field(max_length=16, strict=False),
    Rule("up to 16 ids of subnets, subnet-<8 or 17 hexadecimal digits> (AWS Lambda API)"),
]
SecurityGroups = Annotated[
    tuple[Annotated[str, Field(pattern=r"^sg-[0-9a-f]{8}(?:[0-9a-f]{9})?$")], ...],
    Field(max_length=5, strict=False),
    Rule("up to 5 ids of security groups, sg-<8 or 17 hexadecimal digits> (AWS Lambda API)"),
]
CodeSigningArn = Annotated[
    str,
    Field(pattern=rf"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:{_ACCOUNT}:code-signing-config:csc-[a-z0-9]{{17}}$"),
    Rule("the ARN of a code signing configuration (AWS Lambda API)"),
]
PolicyArn = Annotated[
    str,
    Field(pattern=rf"^arn:aws[a-z-]*:iam::(?:{_ACCOUNT}|aws):policy/[A-Za-z0-9_+=,.@/-]+$"),
    Rule("the ARN of a managed IAM policy"),
]
LogLevel = Annotated[
    Literal["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"],
    Rule("TRACE, DEBUG, INFO, WARN, ERROR or FATAL (AWS Lambda)"),
]
SystemLogLevel = Annotated[Literal["DEBUG", "INFO", "WARN"], Rule("DEBUG, INFO or WARN (AWS Lambda)")]
_RETENTIONS = Literal[
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
RetentionDays = Annotated[
    _RETENTIONS, Rule(f"0 (for ever) or one of {', '.join(map(str, get_args(_RETENTIONS)[1:]))} days (CloudWatch Logs)")
]
Flag = Annotated[bool, Rule("true or false")]

MetricsNamespace = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9.\-_/#:]{1,255}$"),
    AfterValidator(_check_namespace),
    Rule("1 to 255 letters, digits and . - _ / # : (CloudWatch)"),
]
