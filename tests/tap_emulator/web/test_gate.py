"""Who may ask: the same request is refused from a stranger, and answered when it comes with the key."""

import json
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tap_emulator import Emulator
from tests.tap_emulator.conftest import TRUST, Client, clients_of
from tests.tap_emulator.web.requests import ask, signed

ACTION = {"X-Amz-Target": "Logs_20140328.DescribeLogGroups", "Content-Type": "application/x-amz-json-1.1"}


def describe(aws: Emulator, headers: dict[str, str], target: str = "/") -> int:
    return ask(aws.url, "POST", target, ACTION | headers, b"{}").status


@pytest.mark.parametrize("key", ["emulator", "AKIAEXAMPLE", "EMULATOR", ""])
def test_another_key_is_refused(aws: Emulator, key: str) -> None:
    assert describe(aws, signed(key)) == 403
    assert describe(aws, signed(aws.access_key_id)) == 200


def test_a_request_without_signature_is_refused(aws: Emulator) -> None:
    answer = ask(aws.url, "POST", "/", ACTION, b"{}")
    assert (answer.status, json.loads(answer.body)["__type"]) == (403, "InvalidClientTokenId")
    assert "signed with the access key id which it printed when it started" in answer.body


@pytest.mark.parametrize("path", ["/moto-api/data.json", "/moto-api/reset", "/latest/meta-data/", "/", "/bucket/key"])
def test_no_path_is_open(aws: Emulator, path: str) -> None:
    assert [ask(aws.url, method, path).status for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS")] == [403] * 5


def test_what_is_not_aws_is_open_with_the_key(aws: Emulator) -> None:
    transition = "/moto-api/state-manager/get-transition?model_name=dax::cluster"
    assert ask(aws.url, "GET", transition).status == 403
    assert ask(aws.url, "GET", transition, signed(aws.access_key_id)).status == 200


@pytest.mark.parametrize(
    ("service", "action"), [("iam", "list_roles"), ("logs", "describe_log_groups"), ("lambda", "list_functions")]
)
def test_an_sdk_shows_why_another_key_is_refused(aws: Emulator, client: Client, service: str, action: str) -> None:
    with pytest.raises(ClientError, match=r"InvalidClientTokenId.* The emulated AWS answers only requests"):
        getattr(clients_of(aws.url, "dummy")(service), action)()
    getattr(client(service), action)()


def test_the_s3_api_shows_why_another_key_is_refused(aws: Emulator, client: Client) -> None:
    with pytest.raises(ClientError, match=r"InvalidClientTokenId.* The emulated AWS answers only requests"):
        clients_of(aws.url, "dummy")("s3").list_buckets()
    client("s3").list_buckets()


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_a_pre_signed_url_carries_the_key(aws: Emulator, client: Client, version: str) -> None:
    name = f"pre-signed-{version}"
    bucket = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    client("s3").create_bucket(Bucket=name, **bucket)
    client("s3").put_object(Bucket=name, Key="a", Body=b"content")
    request = {"Bucket": name, "Key": "a"}

    def fetch(url: str) -> tuple[int, str]:
        answer = ask(aws.url, "GET", "{0.path}?{0.query}".format(urlsplit(url)))
        return answer.status, answer.body

    def pre_signed(key: str) -> str:
        session = boto3.Session(aws_access_key_id=key, aws_secret_access_key="any", region_name="eu-west-1")
        signing = session.client("s3", endpoint_url=aws.url, config=Config(signature_version=version))
        return str(signing.generate_presigned_url("get_object", request))

    assert fetch(pre_signed(aws.access_key_id)) == (200, "content")
    assert fetch(pre_signed("dummy"))[0] == 403


def test_the_keys_that_the_emulator_gave_out_are_known(aws: Emulator, client: Client) -> None:
    client("iam").create_user(UserName="somebody")
    user = client("iam").create_access_key(UserName="somebody")["AccessKey"]["AccessKeyId"]
    role = client("iam").create_role(RoleName="assumed", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    session = client("sts").assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]["AccessKeyId"]
    assert [describe(aws, signed(key)) for key in (user, session)] == [200, 200]
    client("iam").delete_access_key(UserName="somebody", AccessKeyId=user)
    assert describe(aws, signed(user)) == 403


@pytest.mark.parametrize(
    "host",
    [
        "emulator.example",
        "127.0.0.1.example",
        "127.0.0.1@emulator.example",
        "localhost.example:80",
        "127.0.0.1, emulator.example",
        "127.0.0.1/",
        "192.168.0.1",
        "10.0.0.1",
        "[::2]",
        "",
    ],
)
def test_a_host_that_is_not_loopback_is_refused(aws: Emulator, host: str) -> None:
    assert describe(aws, signed(aws.access_key_id) | {"Host": host}) == 403


def test_a_target_with_another_host_is_refused(aws: Emulator) -> None:
    assert describe(aws, signed(aws.access_key_id), "http://emulator.example/") == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:5000", "127.1.2.3", "[::1]:80"])
def test_every_name_of_loopback_is_served(aws: Emulator, host: str) -> None:
    assert describe(aws, signed(aws.access_key_id) | {"Host": host}) == 200


@pytest.mark.parametrize(
    "mark",
    [
        {"Origin": "http://emulator.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_page_is_refused_even_with_the_key(aws: Emulator, mark: dict[str, str]) -> None:
    headers = signed(aws.access_key_id)
    answer = ask(aws.url, "POST", "/", ACTION | headers | mark, b"{}")
    assert answer.status == 403
    assert "answers no page of a browser" in answer.body
    assert describe(aws, headers) == 200


def test_no_answer_lets_a_page_read_it(aws: Emulator) -> None:
    asked = [ask(aws.url, "GET", "/", headers) for headers in ({}, signed(aws.access_key_id), {"Origin": "null"})]
    assert not [name for answer in asked for name in answer.headers if name.lower().startswith("access-control")]
