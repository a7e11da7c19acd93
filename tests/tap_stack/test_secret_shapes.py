"""What looks like a secret is refused where it is written, and never shown."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.stripe import StripeDetector

from tap_stack import FunctionSettings, SettingsError, load_environments
from tap_stack.secret_shapes import find_secrets, secret_in_text, secret_in_variable
from tests.support.project import HANDLER

RANDOM = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9rS1uV3xY5"


def jwt() -> str:
    header, body = (
        base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (b'{"alg":"HS256"}', b'{"sub":"1234567"}')
    )
    return f"{header}.{body}.{RANDOM[:43]}"


# Each is put together here, so that no scanner takes this file for one that holds secrets.
SECRETS: dict[str, tuple[str, RegexBasedDetector]] = {
    "an AWS access key": ("AK" + "IA" + RANDOM[:16].upper(), AWSKeyDetector()),
    "a private key": ("-----BEGIN RSA PRIV" + f"ATE KEY-----\n{RANDOM}\n", PrivateKeyDetector()),
    "a GitHub token": ("gh" + "p_" + RANDOM[:36], GitHubTokenDetector()),
    "a GitLab token": ("glp" + "at-" + RANDOM[:20], GitLabTokenDetector()),
    "a Slack token": ("xo" + "xb-" + "123456789012-123456789012-" + RANDOM[:24], SlackDetector()),
    "a Stripe key": ("sk_li" + "ve_" + RANDOM[:24], StripeDetector()),
    "a SendGrid key": ("S" + f"G.{RANDOM[:22]}.{RANDOM[:43]}", SendGridDetector()),
    "a JSON Web Token": (jwt(), JwtTokenDetector()),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_a_form_is_recognised_as_a_maintained_detector_does(kind: str) -> None:
    secret, detector = SECRETS[kind]
    assert list(detector.analyze_string(secret.replace("\n", " "))), "the detector no longer knows this form"
    assert secret_in_text(f"x = '{secret}'") == kind
    assert list(find_secrets(f"one\ntwo {secret}".encode())) == [(2, kind)]


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("field", ["description", "environment"])
def test_a_secret_is_refused_in_any_field_and_not_shown(kind: str, field: str) -> None:
    secret = SECRETS[kind][0]
    values = {field: secret if field == "description" else {"FEATURE": secret}}
    with pytest.raises(SettingsError, match="no secret stands in settings") as caught:
        FunctionSettings(code=HANDLER, **values)  # type: ignore[arg-type]
    assert kind in str(caught.value)
    assert secret[:12] not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("PASSWD", "x"),
        ("API_KEY", "x"),
        ("apikey", "x"),
        ("GITHUB_TOKEN", "x"),
        ("CLIENT_SECRET", "x"),
        ("PGPASSWORD", "hunter2"),
        ("DB_PASS", "hunter2"),
        ("dbPassword", "hunter2"),
        ("clientSecret", "hunter2"),
        ("CONNECTION", "Server=db;User=shop;Password=hunter2;"),
        ("OPTIONS", "sslmode=require password=hunter2"),
        ("HEADER", "Basic c2hvcDpodW50ZXIy"),
        ("DATABASE_URL", "postgres://shop:hunter2@db:5432/shop"),
        ("FEATURE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY"),
    ],
)
def test_a_variable_that_looks_like_a_secret_is_refused(project: Callable[..., Path], name: str, value: str) -> None:
    text = f'region = "eu-west-1"\n[function.environment]\n{name} = "{value}"'
    with pytest.raises(SettingsError, match="looks like a") as caught:
        load_environments(project(dev=text))
    (fault,) = caught.value.faults
    assert fault.where == "environments/dev.toml: function.environment"
    assert "Secrets Manager" in fault.remedy
    assert value not in str(caught.value) or value == "x"


def test_a_secret_of_a_wrong_type_is_not_shown(project: Callable[..., Path]) -> None:
    with pytest.raises(SettingsError, match="a value that is not shown"):
        load_environments(project(dev='region = "eu-west-1"\n[function.environment]\nDB_PASSWORD = 4711'))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_SECRET_NAME", "prod/db"),
        ("TOKEN_URL", "https://example.com/token"),
        ("USE_TOKEN", "true"),
        ("PASSWORD_LENGTH", "12"),
        ("COMMIT", "0123456789abcdef0123456789abcdef01234567"),
        ("KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
        ("DB_TOKEN", "${aws_ssm_parameter.name}"),
        ("MARKER", "-----BEGIN RSA PRIVATE KEY-----"),
        ("CERTIFICATE", "-----BEGIN CERTIFICATE-----\nMIIB"),
        ("TIME", "10:30@noon"),
        ("BYPASS", "1 of 2"),
        ("FIRST_PASS", "fast"),
        ("MAX_TOKENS", "100"),
        ("CONNECTION", "Server=db;Password=${password};"),
        ("PLAN", "basic infrastructure"),
    ],
)
def test_ordinary_variables_are_taken(name: str, value: str) -> None:
    assert secret_in_variable(name, value) is None
