"""The Lambda function and the log group that it writes to."""

from __future__ import annotations

import atexit
import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from tap_stack.faults import ConstructError, Fault
from tap_stack.framework import (
    AssetType,
    CloudwatchLogGroup,
    Construct,
    LambdaFunction,
    LambdaFunctionDeadLetterConfig,
    LambdaFunctionEnvironment,
    LambdaFunctionEphemeralStorage,
    LambdaFunctionLoggingConfig,
    LambdaFunctionTracingConfig,
    LambdaFunctionVpcConfig,
    LambdaPermission,
    TerraformAsset,
    TerraformResource,
)
from tap_stack.literal import LiteralSettings, TokenText
from tap_stack.package import Package, build_package
from tap_stack.placement import placing
from tap_stack.protection import protection
from tap_stack.settings import RUNTIME
from tap_stack.settings.fields import AWS, NONE, OWN

PRINCIPAL: Final = (
    r"(?P<service>[a-z0-9.-]+\.amazonaws\.com(\.cn)?)|[0-9]{12}|arn:[^:\s]+:(iam|sts)::[0-9]{12}:\S+|\$\{[^{}]+\}"
)
"""Who may invoke a function: a service, an account, a role or user, or a token of one."""


class Function(Construct):
    """A Python Lambda function with tracing, JSON logs and a log group of its own.

    Args:
        scope: the construct above.
        id: unique in the scope.
        settings: what the environment says.
        role_arn: the execution role.
        key_arn: the stack's own key, where a setting wants it.
        dead_letters_arn: the stack's own queue, where a setting wants it.
        after: what must exist before the function does, so that its first invocation is already allowed everything.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the framework's own name
        settings: LiteralSettings,
        *,
        role_arn: str,
        key_arn: str | None,
        dead_letters_arn: str | None,
        after: Sequence[TerraformResource],
    ) -> None:
        super().__init__(scope, id)
        self._settings = settings
        self._key_arns = {OWN: key_arn, AWS: None}
        self._dead_letters_arns = {OWN: dead_letters_arn, NONE: None}
        self.log_group: CloudwatchLogGroup = self._build_log_group()
        self.resource: LambdaFunction = self._build_function(role_arn, after)

    def set_environment(self, variables: Mapping[str, TokenText]) -> None:
        """Replace the variables."""
        self.resource.put_environment(variables=variables)

    def grant_invoke(self, principal: str, source_arn: TokenText | None, construct_id: str | None) -> LambdaPermission:
        """Allow a principal to invoke the function.

        Raises:
            ConstructError: when the principal is none, a service has no source, or the id is taken.
        """
        where = f"grant_invoke({principal!r})"
        if not (kind := re.fullmatch(PRINCIPAL, principal)):
            rule = "a service such as events.amazonaws.com, an account of 12 digits, or the ARN of a role or user (IAM)"
            raise ConstructError([Fault(where, "no principal", rule, "correct it")])
        if kind["service"] and not source_arn:
            rule = "a service invokes for all its customers: the source says for whom (IAM, the confused deputy)"
            raise ConstructError([Fault(where, "a service without a source", rule, "give source_arn=…")])
        name = construct_id or "InvokeBy" + re.sub(r"\W", "", principal.partition(".amazonaws.com")[0].title())
        with placing("grant_invoke", self, name):
            return LambdaPermission(
                self,
                name,
                action="lambda:InvokeFunction",
                function_name=self.resource.function_name,
                principal=principal,
                source_arn=source_arn,
            )

    def set_after(self, after: Sequence[TerraformResource]) -> None:
        """Replace what must exist before the function does; its log group stays among it."""
        self.resource.depends_on = [
            f"{resource.terraform_resource_type}.{resource.friendly_unique_id}" for resource in (self.log_group, *after)
        ]

    def _build_log_group(self) -> CloudwatchLogGroup:
        """Make the log group before AWS would: so it has a retention and tags, and goes with the stack."""
        logs = self._settings.logs
        return CloudwatchLogGroup(
            self,
            "LogGroup",
            name=self._settings.log_group_name,
            retention_in_days=logs.retention_days,
            kms_key_id=self._key_arns.get(logs.kms_key, logs.kms_key),
            tags=self._settings.resource_tags,
            lifecycle=protection(logs.prevent_destroy),
        )

    def _build_function(self, role_arn: str, after: Sequence[TerraformResource]) -> LambdaFunction:
        settings, function, logs = self._settings, self._settings.function, self._settings.logs
        package = build_package(function.code)
        dead_letters_arn = self._dead_letters_arns.get(function.dead_letters, function.dead_letters)
        return LambdaFunction(
            self,
            "Resource",
            function_name=settings.function_name,
            description=function.description or None,
            role=role_arn,
            runtime=RUNTIME,
            handler=function.handler,
            filename=self._add_asset(package),
            source_code_hash=package.source_code_hash,
            architectures=[function.architecture],
            memory_size=function.memory_size,
            timeout=function.timeout,
            ephemeral_storage=LambdaFunctionEphemeralStorage(size=function.ephemeral_storage),
            reserved_concurrent_executions=function.reserved_concurrency,
            layers=list(function.layers) or None,
            kms_key_arn=self._key_arns.get(function.kms_key, function.kms_key),
            dead_letter_config=LambdaFunctionDeadLetterConfig(target_arn=dead_letters_arn)
            if dead_letters_arn
            else None,
            environment=LambdaFunctionEnvironment(variables=settings.variables),
            vpc_config=self._vpc_config(),
            code_signing_config_arn=function.code_signing_config_arn,
            tracing_config=LambdaFunctionTracingConfig(mode="Active"),
            logging_config=LambdaFunctionLoggingConfig(
                log_format="JSON",
                application_log_level=logs.level,
                system_log_level=logs.system_level,
                log_group=settings.log_group_name,
            ),
            tags=settings.resource_tags,
            depends_on=[self.log_group, *after],
            lifecycle=protection(function.prevent_destroy),
        )

    def _vpc_config(self) -> LambdaFunctionVpcConfig | None:
        function = self._settings.function
        if not function.subnets:
            return None
        return LambdaFunctionVpcConfig(
            subnet_ids=list(function.subnets), security_group_ids=list(function.security_groups)
        )

    def _add_asset(self, package: Package) -> str:
        """Hand the package to the framework, which copies it beside the stack, and return its path from there."""
        file = Path(_packages().name, package.sha256, "package.zip")
        if not file.exists():
            file.parent.mkdir()
            file.write_bytes(package.content)
        return TerraformAsset(self, "Package", path=str(file), type=AssetType.FILE, asset_hash=package.sha256).path


@cache
def _packages() -> tempfile.TemporaryDirectory[str]:
    """Hold the packages until the process ends: the framework copies them only when the app synthesizes."""
    folder = tempfile.TemporaryDirectory(prefix="tapstack-")
    atexit.register(folder.cleanup)  # or Python warns of a folder that nobody removed
    return folder
