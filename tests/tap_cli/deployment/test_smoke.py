"""A deployed service is tried once, and the first thing that does not work is named."""

import os
from collections.abc import Callable, Iterator

import boto3
import pytest

from tap_cli.deployment.demo import process_variables
from tap_cli.deployment.smoke import smoke
from tap_cli.errors import UserError
from tap_emulator import Emulator
from tap_stack import DeploymentSettings, FunctionSettings, HttpApiSettings, MonitoringSettings, Settings
from tests.support.project import HANDLER
from tests.tap_emulator.conftest import TRUST, zipped

REGION = "eu-west-1"
SETTINGS = Settings(project="smoked", environment="live", region=REGION, function=FunctionSettings(code=HANDLER))
SERVICE = DeploymentSettings(settings=SETTINGS, api=HttpApiSettings(), monitoring=MonitoringSettings())
NAME = SETTINGS.function_name
GOOD = 'return {"statusCode": 200, "body": json.dumps({"environment": "live", "echo": {"smoke": "test"}})}'
ALARMS = [f"{NAME}-{kind}" for kind in ("errors", "duration", "throttles", "api-errors")]

Deploy = Callable[..., None]


@pytest.fixture(scope="module")
def session(aws: Emulator) -> Iterator[boto3.Session]:
    with process_variables(aws.variables(os.environ)):
        yield boto3.Session(region_name=REGION)


@pytest.fixture
def deploy(session: boto3.Session) -> Iterator[Deploy]:
    """Deploy a handler of this body, with APIs and alarms of these names; take all down afterwards."""
    functions, gateway = session.client("lambda"), session.client("apigatewayv2")
    cloudwatch = session.client("cloudwatch")
    role = session.client("iam").create_role(RoleName=NAME, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    apis: list[str] = []

    def run(body: str, names: list[str], alarms: list[str]) -> None:
        code = zipped(app=f"import json\ndef handler(event, context):\n    {body}\n")
        functions.create_function(
            FunctionName=NAME, Runtime="python3.12", Role=role, Handler="app.handler", Code={"ZipFile": code}
        )
        apis.extend(gateway.create_api(Name=name, ProtocolType="HTTP")["ApiId"] for name in names)
        for name in alarms:
            cloudwatch.put_metric_alarm(
                AlarmName=name, EvaluationPeriods=1, ComparisonOperator="GreaterThanThreshold", Threshold=1.0
            )

    yield run
    functions.delete_function(FunctionName=NAME)
    for api in apis:
        gateway.delete_api(ApiId=api)
    cloudwatch.delete_alarms(AlarmNames=ALARMS)
    session.client("iam").delete_role(RoleName=NAME)


def test_each_thing_that_works_is_a_line(deploy: Deploy) -> None:
    deploy(GOOD, [NAME], ALARMS)
    function, health, echo, alarms = smoke(SERVICE)
    assert function.startswith(f"function {NAME} answered; ")
    assert health.endswith(": GET /health answered 200")
    assert echo.endswith(": POST / answered 200")
    assert alarms == f"alarms: {', '.join(sorted(ALARMS))}"


@pytest.mark.parametrize(
    ("body", "apis", "alarms", "message"),
    [
        (GOOD, [], ALARMS, f"There are 0 HTTP APIs named {NAME}"),
        (GOOD, [NAME], ALARMS[:2], f"The alarms {NAME}-api-errors, {NAME}-throttles are missing"),
        (GOOD.replace("live", "dev"), [NAME], ALARMS, "answered environment 'dev' to GET /health, not 'live'"),
        (GOOD.replace('"test"', '"x"'), [NAME], ALARMS, "answered echo {'smoke': 'x'} to GET /health"),
        ('return {"statusCode": 503} if event else {}', [NAME], ALARMS, "answered 503 to GET /health"),
        ("return {} if not event else 1 / 0", [NAME], ALARMS, "failed at GET /health"),
    ],
)
def test_what_does_not_work_is_named(
    deploy: Deploy, body: str, apis: list[str], alarms: list[str], message: str
) -> None:
    deploy(body, apis, alarms)
    with pytest.raises(UserError, match="(?s)" + message.replace("{", r"\{")):
        list(smoke(SERVICE))


def test_nothing_beside_the_function_is_not_asked_for(deploy: Deploy) -> None:
    deploy(GOOD, [], [])
    assert len(list(smoke(DeploymentSettings(settings=SETTINGS)))) == 1


def test_what_is_not_deployed_is_one_message(session: boto3.Session) -> None:
    assert session.region_name == REGION
    with pytest.raises(UserError, match=f"{NAME} in {REGION} could not be tried"):
        list(smoke(SERVICE))
