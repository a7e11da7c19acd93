"""Makes environment files, valid and broken, each from its number alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from tap_stack.settings.regions import PARTITION_OF

Tables = dict[str, dict[str, Any]]
"""The tables of a file by name; what stands at its top is under no name."""

HOSTILE: Final = (
    '${file("/etc/hostname")}', "${path.cwd}", "%{ if true }x%{ endif }", "$${x}", "%%{x}", "$%${x}$$",
    "${TfToken[TOKEN.7]}", "#{TfToken[TOKEN.1]}", "-8.10956221259138e+298", "a-1e5", "-1.5e300", '"', "\\", "\\n",
    "é", "日本", "🙂", "\u2028", "\t", "<b>", "'; --", "aws_iam_role.role.arn", "{{x}}", "`id`", "$(id)", "100 %",
    "\u0660",
)  # fmt: skip
"""Pieces of text that something on the way could take for more than text."""

UNSENDABLE: Final = ("\x00", "\x1b[31m", "\x7f", "e\u0301", "\x85")
"""Text that no AWS API takes, or that Terraform would change."""

SECRETS: Final = ("AKIA" + "Z" * 16, "ghp_" + "a" * 36, "https://user:pass" + "word@host/")

REGIONS: Final = ("eu-west-1", "us-east-1", "ap-southeast-7", "cn-north-1", "us-gov-west-1")

WRONG: Final[tuple[Any, ...]] = (
    True, -1, 0, 3.5, 2**40, 10**30, float("inf"), float("nan"), "", " ", "x" * 5000, [], [[1]], {}, {"a": 1},
    "\u0661\u0662",
    "../x", "/etc/passwd", "eu-west-7", "*", "a..b", "arn:aws:kms:us-east-2:123456789012:key/a", [""], "None", "null",
)  # fmt: skip
"""Values of which every field refuses most."""


def text(random: Random, limit: int) -> str:
    """Return text of hostile and plain pieces, of up to so many characters."""
    pieces = [random.choice(HOSTILE) if random.random() < 0.5 else chr(random.randrange(32, 127)) for _ in range(12)]
    return "".join(pieces[: random.randrange(13)])[:limit]


def name(random: Random) -> str:
    """Return a name as project, environment and function may have, some like the framework's numbers."""
    parts = [random.choice(("tap", "a", "shop", "x1", "1e5", "9", "prod")) for _ in range(random.randrange(3))]
    return "-".join(["n", *parts])


def valid(random: Random) -> Tables:
    """Return a random choice of settings, all right."""
    region = random.choice(REGIONS)
    place, arn = f"{region}:123456789012", f"arn:{PARTITION_OF[region]}"
    every: Mapping[str, Mapping[str, Callable[[], Any]]] = {
        "": {
            "project": lambda: name(random),
            "account_id": lambda: "123456789012",
        },
        "function": {
            "description": lambda: text(random, 256),
            "handler": lambda: random.choice(("tap_handler.handle", "tap_handler.other", "inner/part.main")),
            "name": lambda: name(random),
            "memory_size": lambda: random.randint(128, 10240),
            "timeout": lambda: random.randint(1, 900),
            "ephemeral_storage": lambda: random.randint(512, 10240),
            "architecture": lambda: random.choice(("arm64", "x86_64")),
            "reserved_concurrency": lambda: random.randrange(1000),
            "layers": lambda: [f"{arn}:lambda:{place}:layer:l-1e5:{number}" for number in range(random.randrange(6))],
            "kms_key": lambda: random.choice(("aws", "own", f"{arn}:kms:{place}:key/a-1e5")),
            "dead_letters": lambda: random.choice(("none", "own", f"{arn}:sqs:{place}:d-1e5")),
            "secrets_kms_key": lambda: f"{arn}:kms:{place}:key/b-1e5",
            "permissions_boundary_arn": lambda: f"{arn}:iam::aws:policy/p-1e5",
        },
        "function.environment": {f"V{number}": lambda: text(random, 200) for number in range(4)},
        "function.secrets": {
            "DB_PASSWORD": lambda: random.choice(("ssm:/a/b-1e5", "secretsmanager:a/b-1e5")),
            "API_KEY": lambda: random.choice(("ssm:plain", "secretsmanager:x@y=z")),
        },
        "logs": {
            "level": lambda: random.choice(("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")),
            "system_level": lambda: random.choice(("DEBUG", "INFO", "WARN")),
            "retention_days": lambda: random.choice((0, 1, 365, 3653)),
            "prevent_destroy": lambda: random.random() < 0.5,
        },
        "metrics": {"namespace": lambda: random.choice(("a/b", "x-1e5", "#:._-"))},
        "tags": {"Cost Center": lambda: random.choice(("a-1e5", "日本", "é+=@:/", "")), "o-1e5": lambda: "x"},
    }  # fmt: skip
    chosen = {
        table: {key: make() for key, make in fields.items() if random.random() < 0.4} for table, fields in every.items()
    }
    chosen[""]["region"] = region
    state = random.random()
    if state < 0.3:
        chosen["state"] = {"type": "s3", "bucket": "state-1e5", "key": f"a/{random.choice(('${x}', 'b', 'é'))}/t"}
    elif state < 0.6:
        chosen["state"] = {"type": "local", "path": f"{random.choice(('${x}', 'b c', 'é', '%{ if }'))}.tfstate"}
    return chosen


def broken(random: Random, tables: Tables) -> Tables:
    """Break a value, a name or a table."""
    table = random.choice([*tables])
    fields = dict(tables[table])
    key = random.choice([*fields, "unknown", "code", "environment", "Ä", ""]) if fields else "unknown"
    kind = random.randrange(6)
    if kind == 0:
        fields.pop(key, None)
    elif kind == 1:
        fields[key] = text(random, 40) + random.choice(UNSENDABLE)
    elif kind == 2:
        fields[key] = random.choice(SECRETS)
    elif kind == 3:
        fields[f"{key}{random.choice(HOSTILE)}"] = "x"
    else:
        fields[key] = random.choice(WRONG)
    return {**tables, table: fields}


def written(tables: Tables) -> str:
    """Write tables as TOML."""
    lines = []
    for table, fields in tables.items():
        lines += [f"[{table}]"] if table else []
        lines += [f"{_quoted(key)} = {_value(value)}" for key, value in fields.items()]
    return "\n".join(lines) + "\n"


def damaged(random: Random, content: bytes) -> bytes:
    """Damage the bytes of a file."""
    place = random.randrange(len(content))
    return random.choice(
        (
            lambda: content[:place],
            lambda: content[:place] + bytes([random.randrange(256)]) + content[place + 1 :],
            lambda: content[:place] + b"\xff\xfe" + content[place:],
            lambda: content + content,
            lambda: content + b"x = " + b"[" * random.choice((50, 2000, 20000)),
            lambda: content + b".".join([b"a"] * random.choice((50, 400, 20000))) + b" = 1",
            lambda: content + b"#" * random.choice((60_000, 70_000)),
            lambda: b"\xef\xbb\xbf" + content,
            lambda: content.decode().encode("utf-16"),
            lambda: content.replace(b"\n", b"\r"),
        )
    )()


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{{', '.join(f'{_quoted(key)} = {_value(inner)}' for key, inner in value.items())}}}"
    return str(value)
