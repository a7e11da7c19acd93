"""From the stack's configuration (`Pulumi.yaml`, `Pulumi.<stack>.yaml`) to the component's arguments."""

from pathlib import Path

import pulumi
from component import TapStackArgs

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
        protect_logs=config.get_bool("protectLogs") or False,
        tags=config.get_object("tags") or {},
    )
