"""What cannot be served is said in one line."""

from pathlib import Path
from typing import Any

import pytest

from tap_cli.deployment.serve import function_of, http_api_of
from tap_cli.errors import UserError
from tap_stack import DeploymentSettings, FunctionSettings, Settings
from tests.support.project import HANDLER

LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"


def settings(code: Path = HANDLER, **function: Any) -> Settings:
    return Settings(environment="dev", region="eu-west-1", function=FunctionSettings(code=code, **function))


def test_an_environment_without_an_api_is_told_how_to_get_one() -> None:
    with pytest.raises(UserError, match=r"has no HTTP API. Add a table \[api\] to environments/dev.toml"):
        http_api_of(DeploymentSettings(settings=settings()))


def test_layers_are_not_to_be_had_here() -> None:
    with pytest.raises(UserError, match="tap-dev has layers, which only AWS holds"):
        function_of(settings(layers=(LAYER,)))


def test_the_function_is_the_one_that_would_be_deployed() -> None:
    function = function_of(settings(timeout=7, memory_size=256))
    assert (function.name, function.handler, function.timeout, function.memory_mb) == (
        "tap-dev",
        "tap_handler.handle",
        7,
        256,
    )
    assert function.variables["ENVIRONMENT"] == "dev"
    assert function.code.startswith(b"PK")
