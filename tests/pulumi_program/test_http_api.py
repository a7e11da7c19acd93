"""The component in front of a function, and the configuration that turns it on."""

from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest
from component import HttpApi, HttpApiArgs, TapStack, TapStackArgs

from tests.pulumi_program.deployment import Deployment, Run
from tests.pulumi_program.test_program import deploy
from tests.support.project import HANDLER

KINDS = {"api", "log-group", "integration", "route", "stage", "permission"}


def in_front(run: Run, code: Path = HANDLER, **given: Any) -> Deployment:
    def program() -> None:
        told = TapStackArgs(environment="dev", region="eu-west-1", code=code, api_logs=True, **given)
        HttpApi("web", HttpApiArgs(allowed_origins=["https://shop.example.org"]), TapStack("tap", told))

    assert aws.apigatewayv2.Api
    return run(program)


def test_everything_lies_inside_it(run: Run) -> None:
    resources = in_front(run).resources
    inside = {name for name, one in resources.items() if one.parent == resources["web"].urn}
    assert inside == {f"web-{kind}" for kind in KINDS}
    assert resources["web-api"].inputs["corsConfiguration"]["allowOrigins"] == ["https://shop.example.org"]
    assert resources["web-stage"].inputs["name"] == "dev"
    assert resources["web-route"].inputs["routeKey"] == "$default"


def test_the_key_serves_the_logs_of_both(run: Run) -> None:
    deployment = in_front(run, logs_key="own", protect_logs=True)
    group = deployment.resources["web-log-group"]
    assert (group.inputs["kmsKeyId"], group.protect) == ("arn:tap-key", True)
    (groups,) = deployment.document("tap-key")["Statement"][1]["Condition"]["ArnEquals"].values()
    names = ["/aws/lambda/tap-dev", "/aws/vendedlogs/apigateway/tap-dev"]
    assert [arn.rsplit(":log-group:", 1)[1] for arn in groups] == names


def test_credentials_go_to_named_origins() -> None:
    with pytest.raises(ValueError, match="name the origins"):
        HttpApiArgs(allowed_origins=["*"], allow_credentials=True)


def test_the_configuration_turns_it_on(run: Run) -> None:
    deployment = deploy(run, "dev", **{"tap:api": '{"rateLimit": 7}', "tap:monitoring": "{}"})
    assert deployment.resources["api-stage"].inputs["defaultRouteSettings"]["throttlingRateLimit"] == 7
    assert deployment.resources["monitoring-api-errors"].inputs["dimensions"]["Stage"] == "dev"
    assert deployment.outputs["tap-dev"].keys() >= {"api_gateway_id", "api_gateway_url"}
    assert "api" not in deploy(run, "dev").resources
