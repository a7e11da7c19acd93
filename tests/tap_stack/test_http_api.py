"""The HTTP API: whom it lets in, what it logs, who may invoke the function; and nothing where none is written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_cdktf import SynthesizedStack
from tap_stack import HttpApiSettings, SettingsError, load_environments

Project = Callable[..., Path]
Synthesize = Callable[[str], SynthesizedStack]

GOLDEN_ADDRESSES = [
    "aws_apigatewayv2_api.HttpApi_F5A9A8A7",
    "aws_apigatewayv2_integration.HttpApi_Integration_E969EF0B",
    "aws_apigatewayv2_route.HttpApi_Route_E7927C52",
    "aws_apigatewayv2_stage.HttpApi_Stage_0D73B8B8",
    "aws_cloudwatch_log_group.HttpApi_LogGroup_0C596C5F",
    "aws_lambda_permission.HttpApi_Permission_426BD568",
    "output.api_gateway_id",
    "output.api_gateway_url",
]
"""In users' states. A changed one replaces the resource: never change it."""

REGION = 'region = "eu-west-1"\n'
PAGES = '[api]\nallowed_origins = ["https://shop.example.org", "http://localhost:3000"]\n'
PRODUCTION = 'profile = "production"\n'


def test_an_empty_table_makes_an_api_that_no_foreign_page_may_read(synthesized: Synthesize) -> None:
    stack = synthesized("[api]\n")
    own = [one for one in stack.addresses() if ".HttpApi_" in one or ".api_" in one]
    assert own == GOLDEN_ADDRESSES
    api, stage = stack.only("aws_apigatewayv2_api"), stack.only("aws_apigatewayv2_stage")
    assert (api["name"], api["protocol_type"], api["tags"]["Environment"]) == ("tap-live", "HTTP", "live")
    assert "cors_configuration" not in api
    assert (stage["name"], stage["auto_deploy"]) == ("live", True)
    assert stage["default_route_settings"] == {"throttling_rate_limit": 100, "throttling_burst_limit": 200}
    assert stack.only("aws_apigatewayv2_route")["authorization_type"] == "NONE"
    integration = stack.only("aws_apigatewayv2_integration")
    assert (integration["payload_format_version"], integration["timeout_milliseconds"]) == ("2.0", 30_000)


def test_named_origins_are_let_in(synthesized: Synthesize) -> None:
    cors = synthesized(f"{PAGES}allow_credentials = true\n").only("aws_apigatewayv2_api")["cors_configuration"]
    assert cors == {
        "allow_origins": ["https://shop.example.org", "http://localhost:3000"],
        "allow_methods": ["GET", "POST"],
        "allow_headers": ["authorization", "content-type"],
        "expose_headers": ["x-request-id"],
        "allow_credentials": True,
        "max_age": 600,
    }


def test_only_this_stage_of_this_api_may_invoke_the_function(synthesized: Synthesize) -> None:
    stack = synthesized("[api]\nauthorization = 'iam'\n")
    (api,) = stack.resources("aws_apigatewayv2_api")
    permission = stack.only("aws_lambda_permission")
    assert permission["principal"] == "apigateway.amazonaws.com"
    assert permission["source_arn"] == f"${{aws_apigatewayv2_api.{api}.execution_arn}}/live/*"
    assert stack.only("aws_apigatewayv2_route")["authorization_type"] == "AWS_IAM"


def test_the_access_log_is_kept_and_encrypted_as_the_functions_own(synthesized: Synthesize) -> None:
    stack = synthesized(f"{PRODUCTION}{PAGES}")
    name = "/aws/vendedlogs/apigateway/tap-live"
    group, key = stack.only("aws_cloudwatch_log_group", name=name), stack.only("aws_kms_key")
    assert (group["retention_in_days"], group["lifecycle"]) == (365, {"prevent_destroy": True})
    assert group["kms_key_id"].startswith("${aws_kms_key.TapStack_Key")
    context = json.loads(key["policy"])["Statement"][1]["Condition"]["ArnEquals"]
    (groups,) = context.values()
    assert [arn.rsplit(":log-group:", 1)[1] for arn in groups] == ["/aws/lambda/tap-live", name]
    line = json.loads(stack.only("aws_apigatewayv2_stage")["access_log_settings"]["format"])
    assert {"requestId", "functionRequestId", "status"} <= line.keys()
    assert not {"ip", "userAgent", "query"} & line.keys(), "nothing of the caller"


def test_the_alarm_and_the_graph_of_an_api_come_with_monitoring(synthesized: Synthesize) -> None:
    stack = synthesized("[api]\n[monitoring]\napi_errors = 2\n")
    alarm = stack.only("aws_cloudwatch_metric_alarm", metric_name="5xx")
    assert (alarm["alarm_name"], alarm["threshold"], alarm["namespace"]) == ("tap-live-api-errors", 2, "AWS/ApiGateway")
    assert alarm["dimensions"].keys() == {"ApiId", "Stage"}
    assert "/aws/vendedlogs/apigateway/tap-live" in alarm["alarm_description"]
    body = stack.only("aws_cloudwatch_dashboard")["dashboard_body"]
    assert alarm["dimensions"]["ApiId"] in body
    assert len(json.loads(body)["widgets"]) == 5


@pytest.mark.parametrize(
    ("text", "found", "rule"),
    [
        ("allowed_origins = ['https://a.example/path']", "'https://a.example/path'", "without a path"),
        ("allowed_origins = ['http://a.example']", "'http://a.example'", "http:// for localhost only"),
        ("allowed_origins = ['https://A.example']", "'https://A.example'", "in lower case"),
        ("allowed_origins = ['null']", "'null'", "https://host"),
        ("allowed_origins = ['*', 'https://a.example']", "more than '*'", "stands alone"),
        ("allowed_origins = ['*']\nallow_credentials = true", "with the origin '*'", "named origins only"),
        ("allowed_methods = ['FETCH']", "'FETCH'", "a list of DELETE"),
        ("rate_limit = 0", "0", "from 1 to 10000"),
        ("authorization = 'jwt'", "'jwt'", "none or iam"),
    ],
)
def test_what_cannot_be_let_in_is_refused(project: Project, text: str, found: str, rule: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(project(live=f"{REGION}[api]\n{text}"))
    (fault,) = caught.value.faults
    assert fault.where.startswith("environments/live.toml: api")
    assert found in fault.found
    assert rule in fault.rule


def test_production_names_its_origins(project: Project) -> None:
    with pytest.raises(SettingsError, match="the profile production names its origins"):
        load_environments(project(live=f"{PRODUCTION}{REGION}[api]\nallowed_origins = ['*']"))
    assert HttpApiSettings(allowed_origins=("*",)).allowed_origins == ("*",)
