"""From the stack's configuration (`Pulumi.yaml`, `Pulumi.<stack>.yaml`) to the components' arguments."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
from component import HttpApiArgs, MonitoringArgs, TapStackArgs

HERE = Path(__file__).resolve().parent
"""The project's folder; paths in the configuration start here, wherever the program is run from."""


def read_args(environment: str) -> TapStackArgs:
    """Read the selected stack's configuration.

    Args:
        environment: the stack's name, which is the environment's.

    Raises:
        pulumi.ConfigMissingError: when a value without a default is not set.
        pulumi.ConfigTypeError: when a value is not of its type.
        ValueError: when the values do not go together.
    """
    config = pulumi.Config()
    return TapStackArgs(
        environment=environment,
        region=pulumi.Config("aws").require("region"),
        project=pulumi.get_project(),
        code=(HERE / config.require("code")).resolve(),
        handler=config.require("handler"),
        description=config.get("description"),
        memory_size=config.require_int("memorySize"),
        timeout=config.require_int("timeout"),
        reserved_concurrency=config.get_int("reservedConcurrency"),
        variables_key=config.get("variablesKey") or "aws",
        dead_letters=config.get("deadLetters") or "none",
        subnets=tuple(config.get_object("subnets") or ()),
        security_groups=tuple(config.get_object("securityGroups") or ()),
        code_signing_config_arn=config.get("codeSigningConfigArn"),
        protect_function=config.get_bool("protectFunction") or False,
        variables=config.get_object("variables") or {},
        secrets=config.get_object("secrets") or {},
        secrets_key=config.get("secretsKey") or "aws",
        log_level=config.get("logLevel") or "INFO",
        system_log_level=config.get("systemLogLevel") or "INFO",
        log_retention_days=config.get_int("logRetentionDays") or 30,
        logs_key=config.get("logsKey") or "aws",
        api_logs=config.get_object("api") is not None,
        protect_logs=config.get_bool("protectLogs") or False,
        tags=config.get_object("tags") or {},
    )


def read_http_api() -> HttpApiArgs | None:
    """Read whom the HTTP API lets in, where the selected stack has one.

    Raises:
        pulumi.ConfigTypeError: when it is no table.
        TypeError: when it has a field that there is not.
        ValueError: when the values do not go together.
    """
    given = pulumi.Config().get_object("api")
    return None if given is None else HttpApiArgs(**_snake_case(given))


def read_monitoring() -> MonitoringArgs | None:
    """Read what watches the function, where the selected stack says so.

    Raises:
        pulumi.ConfigTypeError: when it is no table.
        TypeError: when it has a field that there is not.
    """
    given = pulumi.Config().get_object("monitoring")
    return None if given is None else MonitoringArgs(**_snake_case(given))


def _snake_case(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with the names of its fields as Python has them."""
    return {re.sub("[A-Z]", lambda upper: f"_{upper[0].lower()}", name): value for name, value in table.items()}
