"""Whatever is sent with the key: an answer in time, never a page with a traceback, and the emulator stays up."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tap_emulator
from tap_emulator import Emulator
from tests.tap_emulator.web.requests import ask, signed

SECONDS = 20
SERVICES = [
    "logs",
    "iam",
    "lambda",
    "s3",
    "sts",
    "cloudwatch",
    "monitoring",
    "sns",
    "sqs",
    "dynamodb",
    "apigateway",
    "?",
]
TARGETS = ["Logs_20140328.PutLogEvents", "DynamoDB_20120810.Query", "GraniteServiceVersion20100801.PutMetricData", "."]
PATHS = [
    "/",
    "/2015-03-31/functions",
    "/2015-03-31/functions/f/invocations",
    "/2015-03-31/functions/f/configuration",
    "/bucket/key",
    "/v2/apis",
]
TYPES = [
    "application/json",
    "application/x-amz-json-1.1",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/plain; charset=utf-16",
    "application/cbor",
]

values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
bodies = st.one_of(
    st.binary(max_size=200),
    values.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
    values.map(lambda value: json.dumps(value).encode("utf-16", "surrogatepass")),
    st.integers(1, 50_000).map(lambda depth: b"[" * depth),
    st.sampled_from(["CreateRole", "ListRoles", "PutMetricData", "Publish", "AssumeRole", "X"]).map(
        lambda action: f"Action={action}&Version=2010-05-08&RoleName=%ff&Name=".encode()
    ),
)
paths = st.sampled_from(PATHS) | st.text(max_size=30).map(lambda text: "/" + quote(text.encode("utf-8", "replace")))
header_values = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40)


@pytest.fixture(scope="module")
def own() -> Iterator[Emulator]:
    """An emulator of this file's own: what is sent to it may change anything in it."""
    with tap_emulator.running() as running:
        yield running


@settings(max_examples=400)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "X"]),
    path=paths,
    query=st.text(max_size=20),
    service=st.sampled_from(SERVICES),
    target=st.none() | st.sampled_from(TARGETS) | header_values,
    content_type=st.none() | st.sampled_from(TYPES) | header_values,
    more=st.dictionaries(
        st.sampled_from(["X-Amz-Client-Context", "X-Amz-Invocation-Type", "X-Amz-Date"]), header_values
    ),
    body=bodies,
)
def test_every_request_has_a_plain_answer(
    own: Emulator,
    method: str,
    path: str,
    query: str,
    service: str,
    target: str | None,
    content_type: str | None,
    more: dict[str, str],
    body: bytes,
) -> None:
    given_headers = {"X-Amz-Target": target, "Content-Type": content_type, **more}
    headers = signed(own.access_key_id, service) | {name: v for name, v in given_headers.items() if v is not None}
    answer = ask(own.url, method, f"{path}?{quote(query.encode('utf-8', 'replace'))}", headers, body)
    assert 200 <= answer.status < 600
    assert answer.status != 500
    assert not [page for page in ("Traceback", "Debugger") if page in answer.body], answer


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_bytes_that_are_no_request_end_in_time(own: Emulator, data: bytes) -> None:
    said = send(own, data)
    assert b"Traceback" not in said


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "99999999999999999999", "5, 6", ""])
def test_a_length_that_is_none_is_answered(own: Emulator, length: str) -> None:
    key = signed(own.access_key_id)["Authorization"]
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {key}"
    said = send(own, f"{head}\r\nContent-Length: {length}\r\n\r\n{{}}".encode())
    assert said.startswith(b"HTTP/1.")
    assert b"Traceback" not in said


@pytest.mark.parametrize(("body", "encoding"), [("[" * 100_000, "utf-8"), ('{"logGroupName": "a"}', "utf-16")])
def test_json_that_cannot_be_read_is_the_callers_fault(own: Emulator, body: str, encoding: str) -> None:
    headers = {"X-Amz-Target": "Logs_20140328.CreateLogGroup", "Content-Type": "application/x-amz-json-1.1"}
    answer = ask(own.url, "POST", "/", headers | signed(own.access_key_id), body.encode(encoding))
    assert (answer.status, json.loads(answer.body)["__type"]) == (400, "SerializationException")


def send(emulator: Emulator, data: bytes) -> bytes:
    """Send bytes as they are; return all that comes back, within bounds of time."""
    address = urlsplit(emulator.url)
    with socket.create_connection((str(address.hostname), address.port or 0), SECONDS) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except (ConnectionResetError, BrokenPipeError):
            return b""
