"""Which written values follow a setting."""

import json
from collections.abc import Mapping
from typing import Any

from stack_parity.errors import InputError
from stack_parity.translation.settings import with_variables

SETTINGS = {"memory": "256", "timeout": "256", "level": "INFO", "debug": "true", "text": 'quo"ted', "unused": "256"}


def written(given: Mapping[str, str]) -> dict[str, Any]:
    settings = {**SETTINGS, **given}
    policy = {"Resource": f"arn:aws:logs:*:*:{settings['level']}/*"}
    return {
        "resource": {
            "aws_lambda_function": {
                "f": {
                    "memory_size": int(settings["memory"]),
                    "timeout": int(settings["timeout"]),
                    "publish": settings["debug"] == "true",
                    "description": settings["text"],
                    "policy": json.dumps(policy),
                    "level": settings["level"],
                    "size": 256,
                }
            }
        }
    }


def test_what_follows_a_setting_is_its_variable_and_nothing_else() -> None:
    found = with_variables(written({}), SETTINGS, written, "Pulumi.dev.yaml")
    assert found["resource"]["aws_lambda_function"]["f"] == {
        "memory_size": "${var.memory}",
        "timeout": "${var.timeout}",
        "publish": True,
        "description": 'quo"ted',
        "policy": '{"Resource": "arn:aws:logs:*:*:${var.level}/*"}',
        "level": "${var.level}",
        "size": 256,
    }
    assert found["variable"]["memory"] == {"description": "memory of Pulumi.dev.yaml", "type": "number", "default": 256}
    assert found["variable"].keys() == {"level", "memory", "timeout"}


def test_a_setting_that_the_program_refuses_to_change_hides_no_other() -> None:
    def strict(given: Mapping[str, str]) -> dict[str, Any]:
        if given.get("level", "INFO") != "INFO":
            raise InputError("no such level")
        return written(given)

    found = with_variables(written({}), SETTINGS, strict, "Pulumi.dev.yaml")
    assert found["variable"].keys() == {"memory", "timeout"}
    assert found["resource"]["aws_lambda_function"]["f"]["level"] == "INFO"
