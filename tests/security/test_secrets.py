"""A function reads its own secrets and no other, judged on what is synthesized; and no secret stands anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from product.security.requests import SOURCE_FUNCTION, Request, promise_of
from product.security.role import Place, Role, read_role
from product.security.simulator import judge
from product.security.verdict import judge_every_action
from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import DeploymentSettings, EnvironmentStack, FunctionSettings, Settings
from tests.support.project import HANDLER

PLACE = Place("aws", "eu-west-1", "123456789012")
CHINA = Place("aws-cn", "cn-north-1", "123456789012")
KEY = PLACE.arn("kms", "key/a1b2")
SECRETS = {
    "DB_PASSWORD": "ssm:/tap/dev/db",
    "FLAG": "ssm:plain",
    "API_KEY": "secretsmanager:tap/api",
    "HASH": "secretsmanager:tap-1e5",
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> SynthesizedStack:
    function = FunctionSettings(code=HANDLER, secrets=SECRETS, secrets_kms_key=KEY)
    settings = DeploymentSettings(settings=Settings(environment="dev", region="eu-west-1", function=function))
    folder = tmp_path_factory.mktemp("secrets")
    return synthesize(folder, lambda app: EnvironmentStack(app, settings))["dev"]


@pytest.fixture(scope="module")
def role(stack: SynthesizedStack) -> Role:
    return read_role(stack.folder, PLACE)


def own(role: Role, action: str, resource: str) -> Request:
    return Request(action, resource, promise_of(role).own)


def needed(role: Role) -> Iterator[Request]:
    for parameter in ("parameter/tap/dev/db", "parameter/plain"):
        yield own(role, "ssm:GetParameter", role.place.arn("ssm", parameter))
    for secret in ("secret:tap/api-a1B2c3",):
        yield own(role, "secretsmanager:GetSecretValue", role.place.arn("secretsmanager", secret))


def forbidden(role: Role) -> Iterator[Request]:
    place = role.place
    for request in needed(role):
        yield replace(request, context={**request.context, SOURCE_FUNCTION: f"{promise_of(role).function_arn}2"})
        yield replace(request, context={})
        yield replace(request, resource=request.resource.replace("eu-west-1", "us-east-1"))
        yield replace(request, resource=request.resource.replace(place.account, "210987654321"))
    for parameter in ("parameter/tap/dev/db2", "parameter/tap/dev", "parameter/tap/dev/db/x"):
        yield own(role, "ssm:GetParameter", place.arn("ssm", parameter))
    for action in ("GetParameters", "GetParametersByPath", "GetParameterHistory", "PutParameter", "DeleteParameter"):
        yield own(role, f"ssm:{action}", place.arn("ssm", "parameter/tap/dev/db"))
    for secret in (
        "tap/api",
        "tap/api-a1B2c",
        "tap/api-a1B2c3d",
        "tap/api2-a1B2c3",
        "tap/api-x-a1B2c3",
        "tap/apia1B2c3x",
    ):
        yield own(role, "secretsmanager:GetSecretValue", place.arn("secretsmanager", f"secret:{secret}"))
    for action in ("PutSecretValue", "DescribeSecret", "DeleteSecret", "GetResourcePolicy"):
        yield own(role, f"secretsmanager:{action}", place.arn("secretsmanager", "secret:tap/api-a1B2c3"))


def judged(role: Role, asked: list[Request], verdict: bool) -> list[Request]:
    answers = judge([(role, request) for request in asked])
    return [request for request, answer in zip(asked, answers, strict=True) if answer == verdict]


def test_it_reads_its_own_secrets(role: Role) -> None:
    assert judged(role, list(needed(role)), False) == []


def test_it_reads_nothing_else(role: Role) -> None:
    asked = list(forbidden(role))
    assert judged(role, asked, True) == []
    assert len(asked) > 25


def test_of_every_action_of_aws_no_other_is_allowed(role: Role) -> None:
    assert judge_every_action(role).faults == ()


@pytest.mark.parametrize(
    ("place", "suffix"), [(PLACE, "eu-west-1.amazonaws.com"), (CHINA, "cn-north-1.amazonaws.com.cn")]
)
def test_the_key_is_used_for_the_stores_and_nobody_else(stack: SynthesizedStack, place: Place, suffix: str) -> None:
    """In China services have names of their own. KMS asks the key's policy, too, which is the key's owner's."""
    (*_, decrypting) = read_role(stack.folder, place).policies["tap-dev-secrets"]["Statement"]
    assert decrypting == {
        "Sid": "DecryptSecrets",
        "Effect": "Allow",
        "Action": ["kms:Decrypt"],
        "Resource": [KEY],
        "Condition": {"StringEquals": {"kms:ViaService": [f"{store}.{suffix}" for store in ("secretsmanager", "ssm")]}},
    }


def test_the_function_is_told_names_and_no_secret(stack: SynthesizedStack) -> None:
    variables = stack.only("aws_lambda_function")["environment"]["variables"]
    assert variables["DB_PASSWORD_PARAMETER_NAME"] == "/tap/dev/db"
    assert variables["API_KEY_SECRET_ID"] == "tap/api"
    assert not SECRETS.keys() & variables.keys()


def test_without_a_key_of_its_own_nothing_of_kms_is_granted(tmp_path: Path) -> None:
    function = FunctionSettings(code=HANDLER, secrets={"DB": "secretsmanager:tap/db"})
    settings = DeploymentSettings(settings=Settings(environment="dev", region="eu-west-1", function=function))
    stack = synthesize(tmp_path, lambda app: EnvironmentStack(app, settings))["dev"]
    (statement,) = read_role(stack.folder, PLACE).policies["tap-dev-secrets"]["Statement"]
    assert (statement["Sid"], statement["Action"]) == ("ReadSecrets", ["secretsmanager:GetSecretValue"])
    assert statement["Resource"] == ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:tap/db-??????"]
