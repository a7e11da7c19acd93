"""Each switch of a production review is told on or off."""

from tap_stack import DeploymentSettings, FunctionSettings, Settings
from tap_stack.settings.switches import switches
from tests.support.project import HANDLER

OUTSIDE = {
    "account_id": "123456789012",
    "function.subnets": "subnet-0a1b2c3d",
    "function.code_signing_config_arn": f"arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-{'a' * 17}",
    "function.reserved_concurrency": "0",
    "function.permissions_boundary_arn": "arn:aws:iam::123456789012:policy/bound",
}
"""What needs something from outside the stack, and a value of it."""


def values(deployment: DeploymentSettings) -> dict[str, str | None]:
    return {switch.setting: switch.value for switch in switches(deployment)}


def test_without_a_profile_every_switch_is_off(settings: Settings) -> None:
    assert set(values(DeploymentSettings(settings=settings)).values()) == {None}


def test_the_profile_turns_on_all_that_needs_nothing_from_outside() -> None:
    settings = Settings(
        environment="live", region="eu-west-1", profile="production", function=FunctionSettings(code=HANDLER)
    )
    found = values(DeploymentSettings(settings=settings))
    assert {name for name, value in found.items() if value is None} == OUTSIDE.keys()
    assert found["logs.retention_days"] == "365 days"
    assert found["function.kms_key"] == found["function.dead_letters"] == "own"


def test_the_others_are_on_when_they_are_set() -> None:
    function = FunctionSettings(
        code=HANDLER,
        subnets=(OUTSIDE["function.subnets"],),
        security_groups=("sg-0a1b2c3d",),
        code_signing_config_arn=OUTSIDE["function.code_signing_config_arn"],
        reserved_concurrency=0,
        permissions_boundary_arn=OUTSIDE["function.permissions_boundary_arn"],
    )
    settings = Settings(environment="live", region="eu-west-1", function=function)
    found = values(DeploymentSettings(settings=settings, account_id=OUTSIDE["account_id"]))
    assert {name: found[name] for name in OUTSIDE} == OUTSIDE
