"""How often an environment asks the framework's Node process: each question is a good part of what it costs."""

from typing import Any

import pytest
from cdktf import App
from jsii._kernel.providers import process

from tap_stack import DeploymentSettings, EnvironmentStack, Settings

CONSTRUCTS = 25
OVERRIDES = 1
TOKENS = 7
"""Each token that is used, read once."""


def test_an_environment_asks_for_its_constructs_and_tokens_and_no_more(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, asked = App(), []
    send = process._NodeProcess.send

    def counting(self: Any, request: Any, response_type: Any) -> Any:
        asked.append(type(request).__name__)
        return send(self, request, response_type)

    monkeypatch.setattr(process._NodeProcess, "send", counting)
    EnvironmentStack(app, DeploymentSettings(settings=settings))
    assert {kind: asked.count(kind) for kind in asked} == {
        "CreateRequest": CONSTRUCTS,
        "InvokeRequest": OVERRIDES,
        "GetRequest": TOKENS,
    }
