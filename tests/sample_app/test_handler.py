"""The sample's handler where it lives: deployed to the emulated AWS, run by the real runtime client."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tap_emulator import Emulator
from tap_stack.package import build_package
from tests.sample_app.sample import HANDLER
from tests.support.clients import client

pytestmark = pytest.mark.remedy(
    "These tests are of the sample's own handler. Where another replaced it, replace tests/sample_app/test_handler.py."
)

NAME = "tap-sample-handler"
REGION = "eu-west-1"
VARIABLES = {"ENVIRONMENT": "test", "REGION": REGION, "FUNCTION_NAME": NAME, "METRICS_NAMESPACE": "tap/test"}
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
TRUST = '{"Version": "2012-10-17", "Statement": []}'

Deploy = Callable[[Mapping[str, str]], None]
Answer = dict[str, Any]


@pytest.fixture(scope="session")
def session(aws: Emulator) -> Callable[[str], Any]:
    """Make clients of the emulated AWS."""
    return lambda service: client(aws, service, REGION)


@pytest.fixture
def deploy(session: Callable[[str], Any]) -> Any:
    """Deploy the handler with these variables; take it down afterwards."""
    iam, functions, logs = session("iam"), session("lambda"), session("logs")

    def run(variables: Mapping[str, str]) -> None:
        functions.create_function(
            FunctionName=NAME,
            Runtime="python3.12",
            Role=role["Arn"],
            Handler="tap_handler.handle",
            Code={"ZipFile": build_package(HANDLER).content},
            Timeout=60,
            Environment={"Variables": dict(variables)},
            LoggingConfig={"LogFormat": "JSON", "LogGroup": f"/aws/lambda/{NAME}"},
        )

    role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=TRUST)["Role"]
    logs.create_log_group(logGroupName=f"/aws/lambda/{NAME}")
    yield run
    functions.delete_function(FunctionName=NAME)
    logs.delete_log_group(logGroupName=f"/aws/lambda/{NAME}")
    iam.delete_role(RoleName=NAME)


@pytest.fixture
def invoke(session: Callable[[str], Any]) -> Callable[..., Answer]:
    """Invoke the function and return its answer."""
    functions = session("lambda")

    def run(event: object, **headers: str) -> Answer:
        def add_headers(request: Any, **_: object) -> None:
            request.headers.update(headers)

        functions.meta.events.register("before-send.lambda.Invoke", add_headers)
        try:
            answer = functions.invoke(FunctionName=NAME, Payload=json.dumps(event))
        finally:
            functions.meta.events.unregister("before-send.lambda.Invoke", add_headers)
        payload: Answer = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, payload
        return payload

    return run


@pytest.fixture
def log_lines(session: Callable[[str], Any]) -> Callable[[], list[Answer]]:
    """Read what the function logged itself, as JSON."""

    def read() -> list[Answer]:
        events = session("logs").filter_log_events(logGroupName=f"/aws/lambda/{NAME}")["events"]
        return [line for event in events if "message" in (line := json.loads(event["message"]))]

    return read


def test_it_says_where_it_ran(deploy: Deploy, invoke: Callable[..., Answer]) -> None:
    deploy(VARIABLES)
    assert invoke({"name": "Ada"}) == {
        "status": 200,
        "environment": "test",
        "region": REGION,
        "function": NAME,
        "version": "$LATEST",
        "message": "Hello, Ada.",
    }


def test_it_publishes_one_metric_into_its_namespace(
    deploy: Deploy, invoke: Callable[..., Answer], session: Callable[[str], Any]
) -> None:
    namespace = "tap/metric-test"
    deploy({**VARIABLES, "METRICS_NAMESPACE": namespace})
    invoke({})
    now = datetime.now(UTC)
    (result,) = session("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName="Invocations",
        Dimensions=[{"Name": "FunctionName", "Value": NAME}],
        StartTime=now - timedelta(minutes=10),
        EndTime=now + timedelta(minutes=10),
        Period=3600,
        Statistics=["Sum"],
    )["Datapoints"]
    assert result["Sum"] == 1


def test_its_only_log_line_is_structured_and_carries_the_trace(
    deploy: Deploy, invoke: Callable[..., Answer], log_lines: Callable[[], list[Answer]]
) -> None:
    deploy(VARIABLES)
    invoke({}, **{"X-Amzn-Trace-Id": TRACE})
    (line,) = log_lines()
    assert line["message"] == "answered"
    assert line["environment"] == "test"
    assert line["trace"].split(";Parent=")[0] == TRACE.split(";Parent=")[0], "the trace of the caller goes on"
    assert line["trace"].endswith(";Sampled=1")
    assert line["level"] == "INFO"


@pytest.mark.parametrize(
    "event", [[], "text", {"name": 3}, {"name": ""}, {"name": "x" * 101}, {"name": "\ud800"}, {"name": "a\udfffb"}]
)
def test_a_bad_event_is_a_clear_answer(
    deploy: Deploy, invoke: Callable[..., Answer], log_lines: Callable[[], list[Answer]], event: object
) -> None:
    deploy(VARIABLES)
    answer = invoke(event)
    assert answer["status"] == 400
    assert "a JSON object whose optional 'name' is a text of 1 to 100 characters" in answer["error"]
    assert [line["error"] for line in log_lines()] == [answer["error"]]


def test_missing_variables_are_a_clear_answer(deploy: Deploy, invoke: Callable[..., Answer]) -> None:
    deploy({"ENVIRONMENT": "test", "REGION": ""})
    assert invoke({}) == {
        "status": 500,
        "error": "The function lacks the variables REGION, FUNCTION_NAME, METRICS_NAMESPACE.",
    }


def test_a_metric_that_cannot_be_sent_fails_no_request(
    deploy: Deploy, invoke: Callable[..., Answer], log_lines: Callable[[], list[Answer]]
) -> None:
    deploy({**VARIABLES, "REGION": "no region"})
    assert invoke({"name": "Ada"})["message"] == "Hello, Ada."
    failure, answered = log_lines()
    assert (failure["level"], failure["message"]) == ("ERROR", "the metric was not sent")
    assert answered["message"] == "answered"


WARM = """
import json, time, boto3, tap_handler
made, client = [], boto3.client
boto3.client = lambda *given, **named: made.append(given) or client(*given, **named)
context = type("Context", (), {"function_version": "1", "aws_request_id": "r"})
began = time.monotonic()
answers = [tap_handler.handle({"name": "Ada"}, context)["status"] for _ in range(2)]
print(json.dumps([answers, len(made), time.monotonic() - began]))
"""


@pytest.mark.parametrize("fault", ["silent", "refusing"])
def test_no_fault_of_cloudwatch_holds_a_request_up_and_its_client_is_made_once(aws: Emulator, fault: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        variables = {
            "silent": {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"},
            "refusing": {"AWS_ACCESS_KEY_ID": "a-stranger"},
        }
        answer = subprocess.run(
            [sys.executable, "-c", WARM],
            cwd=HANDLER,
            env=aws.variables({}) | VARIABLES | variables[fault],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    answers, clients, seconds = json.loads(answer.stdout)
    assert (answers, clients) == ([200, 200], 1)
    assert answer.stderr.count("the metric was not sent") == 2
    assert seconds < 20
