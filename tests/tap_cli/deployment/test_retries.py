"""What AWS answers while Terraform repeats a request, read from the log of the provider."""

from pathlib import Path

import pytest

from tap_cli.deployment import retries
from tap_cli.deployment.retries import Retries

HEAD = "2026-11-25T03:55:38.378Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: HTTP Response Received: "


def said(folder: Path, *texts: str) -> list[str]:
    lines: list[str] = []
    found = Retries(folder / "provider.log", lines.append)
    found.variables()
    for text in texts:
        with found.log.open("a") as log:
            log.write(text)
        found.look()
    return lines


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "PATIENCE_SECONDS", 0.0)


NEXT = "2026-11-25T03:55:39.378Z [DEBUG] something else\n"


def test_a_failing_answer_names_the_request_and_the_code(tmp_path: Path) -> None:
    entry = f"{HEAD}rpc.method=CreateRole http.status_code=500 rpc.service=IAM aws.region=eu-west-1\n"

    assert said(tmp_path, entry + entry + NEXT) == [
        "  AWS answered 500 to IAM CreateRole, 2 times in 0 s; Terraform tries again"
    ]


def test_an_entry_may_spread_over_lines_and_come_in_parts(tmp_path: Path) -> None:
    first = f"{HEAD}rpc.method=CreateLogGroup\n  | <Error>\n  | http.sta"
    second = f'tus_code=429 rpc.service="CloudWatch Logs"\n{NEXT}'

    assert said(tmp_path, first, second) == [
        "  AWS answered 429 to CloudWatch Logs CreateLogGroup, once in 0 s; Terraform tries again"
    ]


@pytest.mark.parametrize("code", [200, 404, 400])
def test_an_answer_that_is_not_tried_again_is_not_said(tmp_path: Path, code: int) -> None:
    assert said(tmp_path, f"{HEAD}rpc.method=GetRole http.status_code={code} rpc.service=IAM\n{NEXT}") == []


def test_the_log_is_its_owners_alone(tmp_path: Path) -> None:
    said(tmp_path)

    assert (tmp_path / "provider.log").stat().st_mode & 0o777 == 0o600


def test_a_request_that_fails_for_too_long_is_given_up_and_one_that_succeeds_at_last_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "LONGEST_SECONDS", 0.0)
    found = Retries(tmp_path / "provider.log", lambda _: None)
    found.variables()
    answers = {code: f"{HEAD}rpc.method=CreateRole http.status_code={code} rpc.service=IAM\n" for code in (500, 200)}

    found.log.write_text(answers[500] + answers[200] + NEXT)
    assert not found.look()
    with found.log.open("a") as log:
        log.write(answers[500] + NEXT)
    assert found.look()
    assert found.given_up.startswith("AWS has answered 500 to IAM CreateRole for ")
