"""Tries what takes input beside files: the command line, the handler's events, the emulator's own HTTP."""

from __future__ import annotations

import contextlib
import http.client
import importlib
import io
import json
import logging
import os
import sys
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import quote, urlsplit

import boto3

import tap_emulator
from tap_cli.app import run_verb
from tap_emulator import Emulator
from tools.bulk.environments import HOSTILE, UNSENDABLE, WRONG, text
from tools.bulk.tally import Tally

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 20
VERBS: Final = ("package", "plan", "deploy", "destroy")
"""Verbs that take an environment; of one that does not exist none of them does anything."""


def try_command_lines(first: int, count: int) -> Tally:
    """Try arguments that no verb takes: exit code not 0, and a message of one line without a traceback."""
    tally = Tally("command lines")
    for number in range(first, first + count):
        random = Random(number)  # noqa: S311 - to be repeated
        name = text(random, 60) + random.choice((*UNSENDABLE, "\udcff", "x" * 3000, "../x", "/", ""))
        ways = ([random.choice(VERBS), f"no {name}"], [f"no{name}"], [random.choice(VERBS), "no such", f"--{name}"])
        said = io.StringIO()
        with tally.input(f"arguments {number}"), contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            arguments = random.choice(ways)
            code = run_verb(arguments)
            tally.refused += 1
            if code != 1 or not said.getvalue().strip() or "Traceback" in said.getvalue():
                tally.note("unclear", f"{arguments!r}: exit code {code}: {said.getvalue()!r}")
    return tally


def try_events(count: int, aws: Emulator) -> Tally:
    """Try events: the answer of each is JSON that says 200 for a name that is right, and 400 for all else."""
    tally = Tally("events of the handler")
    os.environ.update(aws.variables(os.environ))
    os.environ.update(ENVIRONMENT="dev", REGION="eu-west-1", FUNCTION_NAME="tap-dev", METRICS_NAMESPACE="tap/dev")
    sys.path.insert(0, str(ROOT / "handler"))
    logging.disable()
    handle = importlib.import_module("tap_handler").handle
    for number in range(count):
        random = Random(number)  # noqa: S311 - to be repeated
        event = _event(random)
        with tally.input(f"event {number}"):
            answer = json.loads(json.dumps(handle(event, SimpleNamespace(function_version="1"))).encode())
            name = event.get("name", "world") if isinstance(event, dict) else None
            right = (
                isinstance(name, str)
                and 0 < len(name) <= 100
                and not any("\ud800" <= char <= "\udfff" for char in name)
            )
            tally.taken, tally.refused = tally.taken + right, tally.refused + (not right)
            if answer["status"] != (200 if right else 400) or (right and answer["message"] != f"Hello, {name}."):
                tally.note("changed", f"{event!r}: {answer}")
    logging.disable(logging.NOTSET)
    return tally


def _event(random: Random) -> Any:
    value = random.choice((*WRONG, text(random, 100), text(random, 300), "\ud800", None, "x" * 100, "x" * 101))
    return random.choice(({"name": value}, {"name": value, "more": [value]}, {"other": value}, value, [value]))


def try_requests(count: int, aws: Emulator) -> Tally:
    """Try requests, with the key of the run and without: an answer in time, no traceback, and nobody in without it."""
    tally = Tally("requests to the emulator")
    for number in range(count):
        random = Random(number)  # noqa: S311 - to be repeated
        with_key = random.random() < 0.5
        with tally.input(f"request {number}"):
            status, body = _ask(random, aws, with_key=with_key)
            tally.taken, tally.refused = tally.taken + (status < 400), tally.refused + (status >= 400)
            if "Traceback" in body:
                tally.note("tracebacks", body)
            if not with_key and status < 400:
                tally.note("unclear", f"request {number} without the key: {status}")
    variables = aws.variables({})
    boto3.Session().client(
        "sts",
        region_name="eu-west-1",
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    ).get_caller_identity()  # it is still there
    return tally


def _ask(random: Random, aws: Emulator, *, with_key: bool) -> tuple[int, str]:
    service = random.choice(("logs", "iam", "lambda", "s3", "sts", "monitoring", "sqs", "dynamodb", "?"))
    key = aws.access_key_id if with_key else random.choice(("AKIAIOSFODNN7EXAMPLE", "test", ""))
    scope = f"{key}/20260101/eu-west-1/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "Content-Type": random.choice(
            ("application/x-amz-json-1.1", "application/x-www-form-urlencoded", "text/plain")
        ),
        "X-Amz-Target": random.choice(("Logs_20140328.PutLogEvents", "DynamoDB_20120810.Query", ".", "x" * 300)),
    }
    if random.random() < 0.2:
        headers["Origin"] = "http://localhost:3000"
    path = "/" + quote(
        random.choice((*HOSTILE, "2015-03-31/functions", "2015-03-31/functions/f/invocations", "b/k", ""))
    )
    value = random.choice(WRONG)
    bodies = (
        random.randbytes(200), json.dumps({text(random, 20): value}).encode("utf-8", "surrogatepass"), b"[" * 20_000,
        b"",
        json.dumps([value]).encode("utf-16"), b"Action=" + quote(text(random, 30)).encode() + b"&Version=2010-05-08",
    )  # fmt: skip
    connection = http.client.HTTPConnection(urlsplit(aws.url).netloc, timeout=SECONDS)
    try:
        connection.request(
            random.choice(("GET", "POST", "PUT", "DELETE", "OPTIONS", "X")), path, random.choice(bodies), headers
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


def try_emulated(events: int, requests: int) -> list[Tally]:
    """Try events and requests with an emulated AWS of their own."""
    with tap_emulator.running() as aws:
        return [try_requests(requests, aws), try_events(events, aws)]
