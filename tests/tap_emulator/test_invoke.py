"""Invoke, through the API, of functions that really run."""

import base64
import json
import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tap_emulator import Emulator
from tests.tap_emulator.conftest import REGION, Client, eventually, is_gone, zipped

Deploy = Callable[..., str]

ECHO = "def handler(event, context): return event"
ENVIRONMENT = "import os\ndef handler(event, context): return dict(os.environ)"
SPEAKING = """
import logging
def handler(event, context):
    print("printed")
    logging.getLogger().debug("too fine")
    logging.getLogger().warning("first line\\nsecond line", extra={"order": 7})
"""


@pytest.fixture
def invoke(client: Client) -> Callable[..., dict[str, Any]]:
    """Invoke a function; the answer's payload is parsed, its log (``LogType="Tail"``) decoded."""

    def run(name: str, event: object = None, **options: Any) -> dict[str, Any]:
        answer: dict[str, Any] = client("lambda").invoke(FunctionName=name, Payload=json.dumps(event or {}), **options)
        said = answer["Payload"].read()
        answer["Payload"] = json.loads(said) if said else None
        answer["Log"] = base64.b64decode(answer.get("LogResult", "")).decode()
        return answer

    return run


Invoke = Callable[..., dict[str, Any]]


def logged(client: Client, group: str) -> list[str]:
    return [event["message"] for event in client("logs").filter_log_events(logGroupName=group)["events"]]


def test_the_deployed_code_answers(deploy: Deploy, invoke: Invoke) -> None:
    answer = invoke(deploy(ECHO), {"text": "ä€\u0000", "list": [1, None, 2.5]})
    assert answer["Payload"] == {"text": "ä€\u0000", "list": [1, None, 2.5]}
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    assert "LogResult" not in answer


def test_a_large_answer_comes_whole_and_a_too_large_one_is_an_error(deploy: Deploy, invoke: Invoke) -> None:
    name = deploy("def handler(event, context): return 'x' * event['size']")
    assert len(invoke(name, {"size": 6_000_000})["Payload"]) == 6_000_000
    refused = invoke(name, {"size": 6_400_000})
    assert refused["FunctionError"] == "Unhandled"
    assert refused["Payload"]["errorType"] == "Function.ResponseSizeTooLarge"


def test_the_environment_is_the_deployed_one_and_that_of_lambda(aws: Emulator, deploy: Deploy, invoke: Invoke) -> None:
    variables = {"mixedCase_1": "ü", "AWS_ENDPOINT_URL_STS": "http://example.invalid", "AWS_PROFILE": "someone"}
    name = deploy(
        ENVIRONMENT,
        MemorySize=256,
        Environment={"Variables": variables},
        LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "DEBUG", "LogGroup": "/of/its/own"},
    )
    seen = invoke(name)["Payload"]
    given = {
        "mixedCase_1": "ü",
        "AWS_ENDPOINT_URL": aws.url,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/of/its/own",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "DEBUG",
        "_HANDLER": "app.handler",
    }
    assert {key: seen.get(key) for key in given} == given
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", seen["AWS_LAMBDA_LOG_STREAM_NAME"])
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0", seen["_X_AMZN_TRACE_ID"])
    assert not {"AWS_ENDPOINT_URL_STS", "AWS_PROFILE", "PYTEST_CURRENT_TEST"} & set(seen)
    assert not Path(seen["LAMBDA_TASK_ROOT"]).exists()


def test_the_credentials_are_those_of_the_role(deploy: Deploy, invoke: Invoke) -> None:
    name = deploy(
        "import boto3\ndef handler(e, c): return boto3.client('sts').get_caller_identity()['Arn']", Timeout=60
    )
    assert invoke(name)["Payload"] == f"arn:aws:sts::123456789012:assumed-role/runs-functions/{name}"


def test_metrics_of_the_code_land_in_cloudwatch(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    source = """
import boto3
def handler(event, context):
    boto3.client("cloudwatch").put_metric_data(Namespace=event, MetricData=[{"MetricName": "calls", "Value": 1}])
"""
    namespace = uuid.uuid4().hex
    invoke(deploy(source, Timeout=60), namespace)
    assert [m["MetricName"] for m in client("cloudwatch").list_metrics(Namespace=namespace)["Metrics"]] == ["calls"]


def test_an_exception_has_the_shape_of_aws(deploy: Deploy, invoke: Invoke) -> None:
    answer = invoke(deploy("def handler(event, context):\n    raise KeyError('gone')"))
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert (answer["Payload"]["errorType"], answer["Payload"]["errorMessage"]) == ("KeyError", "'gone'")
    assert len(answer["Payload"]["stackTrace"]) == 1
    assert "raise KeyError('gone')" in answer["Payload"]["stackTrace"][0]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import no_such_module", "Runtime.ImportModuleError"),
        ("def handler(:", "Runtime.UserCodeSyntaxError"),
        ("", "Runtime.HandlerNotFound"),
        ("raise ValueError('at import')", "ValueError"),
    ],
)
def test_a_handler_that_cannot_be_loaded_is_told(deploy: Deploy, invoke: Invoke, source: str, kind: str) -> None:
    answer = invoke(deploy(source), LogType="Tail")
    assert (answer["FunctionError"], answer["Payload"]["errorType"]) == ("Unhandled", kind)
    assert "Status: error\tError Type: " + kind in answer["Log"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("os._exit(3)", "Runtime exited with error: exit status 3"),
        ("os._exit(0)", "Runtime exited without providing a reason"),
        ("os.kill(os.getpid(), 9)", "Runtime exited with error: signal: killed"),
    ],
)
def test_a_process_that_ends_by_itself_is_told(deploy: Deploy, invoke: Invoke, statement: str, reason: str) -> None:
    answer = invoke(deploy(f"import os\ndef handler(event, context): {statement}"))
    assert answer["FunctionError"] == "Unhandled"
    assert answer["Payload"]["errorType"] == "Runtime.ExitError"
    assert re.fullmatch(f"RequestId: [0-9a-f-]{{36}} Error: {reason}", answer["Payload"]["errorMessage"])


def test_the_timeout_is_enforced(deploy: Deploy, invoke: Invoke, tmp_path: Path) -> None:
    source = """
import pathlib, subprocess, sys, time
def handler(event, context):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path(event).write_text(str(child.pid))
    print(context.get_remaining_time_in_millis() <= 1000)
    time.sleep(60)
"""
    answer = invoke(deploy(source, Timeout=1), str(tmp_path / "child"), LogType="Tail")
    assert answer["Payload"]["errorType"] == "Sandbox.Timedout"
    assert answer["Payload"]["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert "True\n" in answer["Log"]
    assert "Task timed out after 1.00 seconds\nEND " in answer["Log"]
    duration_ms = float(re.findall(r"REPORT .*?\tDuration: ([\d.]+) ms", answer["Log"])[0])
    assert 1000 <= duration_ms < 8000
    child = int((tmp_path / "child").read_text())
    assert eventually(lambda: is_gone(child))


def test_text_logs_land_in_the_group_of_the_function(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    name = deploy(SPEAKING)
    tail = invoke(name, LogType="Tail")["Log"]
    lines = logged(client, f"/aws/lambda/{name}")
    assert tail == "".join(f"{line}\n" for line in lines)
    assert re.fullmatch(r"START RequestId: [0-9a-f-]{36} Version: \$LATEST", lines[0])
    assert re.fullmatch(r"END RequestId: [0-9a-f-]{36}", lines[-2])
    assert re.match(
        r"REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB", lines[-1]
    )
    own = lines[1:-2]
    assert "printed" in own
    assert [line for line in own if line.endswith("\tfirst line\nsecond line")]
    assert len(own) == 2


def test_json_logs_follow_their_levels(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    levels = {"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "DEBUG"}
    name = deploy(SPEAKING, LoggingConfig=levels, TracingConfig={"Mode": "Active"})
    invoke(name)
    lines = [json.loads(line) for line in logged(client, f"/aws/lambda/{name}") if line != "printed"]
    assert [line.get("type", line.get("level")) for line in lines] == [
        "platform.initStart",
        "platform.start",
        "WARNING",
        "platform.runtimeDone",
        "platform.report",
    ]
    assert (lines[2]["message"], lines[2]["order"]) == ("first line\nsecond line", 7)
    report = lines[-1]["record"]
    assert report["status"] == "success"
    assert report["requestId"] == lines[2]["requestId"]
    assert report["tracing"]["value"].endswith("Sampled=1")
    assert report["metrics"]["memorySizeMB"] == 128


def test_a_high_system_level_leaves_failures_only(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    levels = {"LogFormat": "JSON", "SystemLogLevel": "WARN"}
    name = deploy("def handler(event, context): return 1 / event", LoggingConfig=levels)
    invoke(name, 1)
    assert logged(client, f"/aws/lambda/{name}") == []
    invoke(name, {})
    kinds = [json.loads(line).get("type") for line in logged(client, f"/aws/lambda/{name}")]
    assert kinds == [None, "platform.runtimeDone", "platform.report"]


def test_the_trace_of_the_caller_is_carried_on(client: Client, deploy: Deploy) -> None:
    name = deploy(ENVIRONMENT)
    root = "1-5759e988-bd862e3fe1be46a994272793"

    def add_header(request: Any, **_: object) -> None:
        request.headers["X-Amzn-Trace-Id"] = f"Root={root};Sampled=1"

    events = client("lambda").meta.events
    events.register("before-send.lambda.Invoke", add_header)
    try:
        seen = json.load(client("lambda").invoke(FunctionName=name)["Payload"])
    finally:
        events.unregister("before-send.lambda.Invoke", add_header)
    assert re.fullmatch(f"Root={root};Parent=[0-9a-f]{{16}};Sampled=1", seen["_X_AMZN_TRACE_ID"])


def test_layers_are_found_after_the_package(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    content = {"ZipFile": zipped(python_dependency="WHERE = 'layer'", python_app="raise SystemExit")}
    layer = client("lambda").publish_layer_version(LayerName="dependency", Content=content)["LayerVersionArn"]
    name = deploy("import dependency\ndef handler(event, context): return dependency.WHERE", Layers=[layer])
    assert invoke(name)["Payload"] == "layer"


def test_versions_and_aliases_run_their_own_code(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    name = deploy("def handler(event, context): return ['old', context.function_version, context.invoked_function_arn]")
    api = client("lambda")
    version = api.publish_version(FunctionName=name)["Version"]
    api.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
    api.update_function_code(FunctionName=name, ZipFile=zipped(app="def handler(event, context): return ['new']"))
    arn = f"arn:aws:lambda:{REGION}:123456789012:function:{name}"

    assert invoke(name)["Payload"] == ["new"]
    for answer in (invoke(name, Qualifier="live"), invoke(f"{name}:live"), invoke(f"{arn}:live")):
        assert answer["ExecutedVersion"] == version
        assert answer["Payload"] == ["old", version, f"{arn}:live"]
    assert invoke(arn, Qualifier="1")["Payload"] == ["old", "1", f"{arn}:1"]


def test_functions_run_without_the_compiled_http_client(deploy: Deploy, invoke: Invoke, tmp_path: Path) -> None:
    source = """
import sys
def handler(event, context):
    if event.get("fail"): raise ValueError("told")
    return [type(sys.modules["runtime_client"]).__name__, 0 < context.get_remaining_time_in_millis() <= 20_000]
"""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['runtime_client'] = None")
    name = deploy(source, Environment={"Variables": {"PYTHONPATH": str(tmp_path)}})
    assert invoke(name)["Payload"] == ["RuntimeClient", True]
    assert invoke(name, {"fail": True})["Payload"]["errorMessage"] == "told"


def test_client_context_reaches_the_handler(deploy: Deploy, invoke: Invoke) -> None:
    name = deploy("def handler(event, context): return context.client_context.custom")
    context = base64.b64encode(json.dumps({"custom": {"a": "b"}}).encode()).decode()
    assert invoke(name, ClientContext=context)["Payload"] == {"a": "b"}


def test_an_event_is_run_in_the_background(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    name = deploy("import time\ndef handler(event, context):\n    time.sleep(0.5)\n    print('ran')")
    answer = invoke(name, InvocationType="Event")
    assert (answer["StatusCode"], answer["Payload"]) == (202, None)
    assert eventually(lambda: "ran" in logged(client, f"/aws/lambda/{name}"))


def test_a_dry_run_runs_nothing(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    name = deploy(ECHO)
    answer = invoke(name, InvocationType="DryRun")
    assert (answer["StatusCode"], answer["Payload"]) == (204, None)
    assert client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"] == []


def test_invocations_at_once_do_not_mix(client: Client, deploy: Deploy, invoke: Invoke) -> None:
    name = deploy("import time\ndef handler(event, context):\n    time.sleep(0.3)\n    print(event)\n    return event")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: invoke(name, {"n": number})["Payload"]["n"], range(6)))
    assert answers == list(range(6))
    streams = client("logs").describe_log_streams(logGroupName=f"/aws/lambda/{name}")["logStreams"]
    assert len(streams) == 6


@pytest.mark.parametrize(
    ("call", "code", "status"),
    [
        ({"FunctionName": "no-such-function"}, "ResourceNotFoundException", 404),
        ({"Qualifier": "no-such-alias"}, "ResourceNotFoundException", 404),
        ({"Payload": "{broken"}, "InvalidRequestContentException", 400),
        ({"Payload": "NaN"}, "InvalidRequestContentException", 400),
        ({"Payload": b"\xff"}, "InvalidRequestContentException", 400),
        ({"Payload": '{"a": 1}'.encode("utf-16")}, "InvalidRequestContentException", 400),
        ({"Payload": '{"a": 1}'.encode("utf-16-be")}, "InvalidRequestContentException", 400),
        ({"Payload": "[" * 100_000 + "]" * 100_000}, "InvalidRequestContentException", 400),
        ({"ClientContext": "no base64"}, "InvalidRequestContentException", 400),
        ({"Payload": f'"{"x" * 6_291_455}"'}, "RequestEntityTooLargeException", 413),
        ({"Payload": f'"{"x" * 1_048_576}"', "InvocationType": "Event"}, "RequestEntityTooLargeException", 413),
    ],
)
def test_a_bad_call_is_refused(client: Client, deploy: Deploy, call: dict[str, Any], code: str, status: int) -> None:
    with pytest.raises(ClientError) as refusal:
        client("lambda").invoke(**{"FunctionName": deploy(ECHO)} | call)
    assert refusal.value.response["Error"]["Code"] == code
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_the_largest_event_arrives(deploy: Deploy, invoke: Invoke) -> None:
    assert invoke(deploy("def handler(event, context): return len(event)"), "x" * 6_291_454)["Payload"] == 6_291_454


def test_another_runtime_is_refused_plainly(client: Client, deploy: Deploy) -> None:
    with pytest.raises(ClientError, match="runs Python functions from zip packages"):
        client("lambda").invoke(FunctionName=deploy(ECHO, Runtime="nodejs22.x"))


def test_a_package_that_is_no_zip_is_refused_plainly(client: Client, deploy: Deploy) -> None:
    with pytest.raises(ClientError, match="zip"):
        client("lambda").invoke(FunctionName=deploy(ECHO, Code={"ZipFile": b"not a zip"}))
