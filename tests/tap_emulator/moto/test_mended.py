"""Each fault of moto that the emulator mends: it is there in stock moto, and gone in the emulator.

When the first half fails, a newer moto has mended the fault itself: take its part out of ``moto/mended.py``.
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tap_emulator.moto.faults import FAULTS
from tests.support.project import ROOT
from tests.tap_emulator.conftest import TRUST, Client, zipped

KEY = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:dead-letters"
SIGNING = f"arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-{'a' * 17}"
JSON_LOGS = {"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "DEBUG", "LogGroup": "/own/group"}


class Deployed:
    """A function on the server in question."""

    def __init__(self, client: Client, **settings: Any) -> None:
        self.api = client("lambda")
        self.name = {"FunctionName": f"f-{uuid.uuid4().hex}"}
        role = client("iam").create_role(RoleName=uuid.uuid4().hex, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        code = {"ZipFile": zipped(app="")}
        self.api.create_function(**self.name, Role=role, Code=code, Runtime="python3.12", Handler="app.h", **settings)

    def updated(self, **settings: Any) -> "Deployed":
        self.api.update_function_configuration(**self.name, **settings)
        return self

    def __getitem__(self, setting: str) -> Any:
        return self.api.get_function(**self.name)["Configuration"].get(setting)


def architecture_after_code_update(client: Client) -> Any:
    function = Deployed(client)
    function.api.update_function_code(**function.name, ZipFile=zipped(app=""), Architectures=["arm64"])
    return function["Architectures"]


def concurrency_of_none(client: Client) -> Any:
    function = Deployed(client)
    function.api.put_function_concurrency(**function.name, ReservedConcurrentExecutions=0)
    return function.api.get_function(**function.name).get("Concurrency")


def key_of_log_group(client: Client) -> Any:
    name = uuid.uuid4().hex
    logs = client("logs")
    logs.create_log_group(logGroupName=name)
    logs.associate_kms_key(logGroupName=name, kmsKeyId=KEY)
    with_key = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0].get("kmsKeyId")
    logs.disassociate_kms_key(logGroupName=name)
    return with_key, logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0].get("kmsKeyId")


def code_signing_of_function(client: Client) -> Any:
    function = Deployed(client)
    function.api.put_function_code_signing_config(**function.name, CodeSigningConfigArn=SIGNING)
    signed = function.api.get_function_code_signing_config(**function.name).get("CodeSigningConfigArn")
    function.api.delete_function_code_signing_config(**function.name)
    return signed, function.api.get_function_code_signing_config(**function.name).get("CodeSigningConfigArn")


PROBES: dict[str, tuple[Callable[[Client], Any], Any]] = {
    "logging_config_on_create": (lambda c: Deployed(c, LoggingConfig=JSON_LOGS)["LoggingConfig"], JSON_LOGS),
    "logging_config_on_update": (lambda c: Deployed(c).updated(LoggingConfig=JSON_LOGS)["LoggingConfig"], JSON_LOGS),
    "dead_letter_config_on_create": (
        lambda c: Deployed(c, DeadLetterConfig={"TargetArn": QUEUE})["DeadLetterConfig"],
        {"TargetArn": QUEUE},
    ),
    "dead_letter_config_on_update": (
        lambda c: Deployed(c).updated(DeadLetterConfig={"TargetArn": QUEUE})["DeadLetterConfig"],
        {"TargetArn": QUEUE},
    ),
    "tracing_config_on_update": (
        lambda c: Deployed(c).updated(TracingConfig={"Mode": "Active"})["TracingConfig"],
        {"Mode": "Active"},
    ),
    "ephemeral_storage_on_update": (
        lambda c: Deployed(c).updated(EphemeralStorage={"Size": 1024})["EphemeralStorage"],
        {"Size": 1024},
    ),
    "kms_key_on_update": (lambda c: Deployed(c).updated(KMSKeyArn=KEY)["KMSKeyArn"], KEY),
    "empty_environment_on_update": (
        lambda c: Deployed(c, Environment={"Variables": {"A": "1"}}).updated(Environment={})["Environment"],
        None,
    ),
    "architecture_on_code_update": (architecture_after_code_update, ["arm64"]),
    "kms_key_of_log_group": (key_of_log_group, (KEY, None)),
    "code_signing_of_function": (code_signing_of_function, (SIGNING, None)),
    "no_reserved_concurrency": (concurrency_of_none, {"ReservedConcurrentExecutions": 0}),
}
"""For each fault what the API is asked, and what AWS answers."""


def test_every_fault_has_its_proof() -> None:
    assert [fault.name for fault in FAULTS] == list(PROBES)


@pytest.mark.parametrize("fault", PROBES)
def test_is_a_fault_of_stock_moto(stock_client: Client, fault: str) -> None:
    probe, right = PROBES[fault]
    try:
        answer = probe(stock_client)
    except (BotoCoreError, ClientError):
        return
    assert answer != right, f"this moto has mended {fault} itself: remove it from moto/faults.py and moto/mended.py"


@pytest.mark.parametrize("fault", PROBES)
def test_is_mended_in_the_emulator(client: Client, fault: str) -> None:
    probe, right = PROBES[fault]
    assert probe(client) == right


def test_a_function_without_logging_config_has_the_default_of_aws(client: Client) -> None:
    function = Deployed(client)
    assert function["LoggingConfig"] == {
        "LogFormat": "Text",
        "LogGroup": f"/aws/lambda/{function.name['FunctionName']}",
    }


def test_json_logs_have_levels_by_default_and_text_logs_none(client: Client) -> None:
    function = Deployed(client, LoggingConfig={"LogFormat": "JSON"})
    assert function["LoggingConfig"]["ApplicationLogLevel"] == function["LoggingConfig"]["SystemLogLevel"] == "INFO"
    assert "SystemLogLevel" not in function.updated(LoggingConfig={"LogFormat": "Text"})["LoggingConfig"]


def test_settings_can_be_taken_back(client: Client) -> None:
    function = Deployed(client, KMSKeyArn=KEY, DeadLetterConfig={"TargetArn": QUEUE})
    function.updated(KMSKeyArn="", DeadLetterConfig={"TargetArn": ""})
    assert (function["KMSKeyArn"], function["DeadLetterConfig"]) == (None, None)


def test_an_updated_function_is_active_and_successfully_updated(client: Client) -> None:
    function = Deployed(client).updated(MemorySize=512)
    assert (function["State"], function["LastUpdateStatus"], function["MemorySize"]) == ("Active", "Successful", 512)


def test_a_published_version_keeps_its_settings(client: Client) -> None:
    function = Deployed(client, LoggingConfig=JSON_LOGS, Publish=True)
    function.updated(LoggingConfig={"LogFormat": "Text"}, TracingConfig={"Mode": "Active"})
    version = function.api.get_function_configuration(**function.name, Qualifier="1")
    assert version["LoggingConfig"] == JSON_LOGS
    assert version["TracingConfig"] == {"Mode": "PassThrough"}


def test_the_readme_lists_every_fault() -> None:
    rows = [f"| `{fault.name}` | {fault.symptom} |" for fault in FAULTS]
    readme = (ROOT / "tap_emulator" / "README.md").read_text("utf-8").splitlines()
    assert [line for line in readme if line.startswith("| `")] == rows
