"""What moto cannot serve is refused once and plainly, in each protocol's own form."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tap_emulator.web.plain_refusals import PlainRefusals
from tests.tap_emulator.conftest import Client


@pytest.mark.parametrize(
    ("service", "action", "parameters"),
    [
        ("logs", "list_anomalies", {}),
        ("iam", "get_context_keys_for_custom_policy", {"PolicyInputList": ["{}"]}),
    ],
)
def test_an_unknown_action_gets_a_reason(client: Client, service: str, action: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="The emulated AWS cannot serve this request") as refusal:
        getattr(client(service), action)(**parameters)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert refusal.value.response["Error"]["Code"] == "NotImplemented"


def test_a_crash_is_answered_in_the_form_of_s3(capsys: pytest.CaptureFixture[str]) -> None:
    def crash(environ: Any, start_response: Any) -> Any:
        raise KeyError("<lost>")

    started: list[Any] = []
    request = {"HTTP_AUTHORIZATION": "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/s3/aws4_request"}
    body = b"".join(PlainRefusals(crash)(request, lambda *given: started.append(given)))  # type: ignore[arg-type]
    assert started[0][0] == "501 Not Implemented"
    assert body.startswith(b"<Error><Code>InternalFailure</Code>")
    assert b"(KeyError): '&lt;lost&gt;'" in body
    assert "Traceback" in capsys.readouterr().err
