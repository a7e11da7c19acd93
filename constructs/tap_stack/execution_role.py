"""The Lambda's execution role and its inline policies."""

from __future__ import annotations

from collections.abc import Iterable

from cdktf import TerraformResource
from constructs import Construct

from tap_stack.aws import DataAwsCallerIdentity, DataAwsPartition, DataAwsRegion, IamRole, IamRolePolicy
from tap_stack.permissions import (
    Statement,
    logs_statement,
    metrics_statement,
    policy_document,
    tracing_statement,
    trust_policy,
)
from tap_stack.settings import Settings


class ExecutionRole(Construct):
    """An IAM role that Lambda may assume, with one inline policy per purpose: logs, tracing, metrics."""

    def __init__(self, scope: Construct, id: str, settings: Settings) -> None:  # noqa: A002 - the framework's own name
        super().__init__(scope, id)
        self._settings = settings
        account = DataAwsCallerIdentity(self, "CallerIdentity").account_id
        self.role = self._build_role(account)
        self._role_name = self.role.name
        self.policies: list[TerraformResource] = [
            self._build_policy("Logs", [logs_statement(self._log_group_arn(account))]),
            self._build_policy("Tracing", [tracing_statement()]),
            self._build_policy("Metrics", [metrics_statement(settings.metrics_namespace)]),
        ]

    def add_to_policy(self, statement: Statement) -> None:
        """Grant one thing more, as an inline policy that is named after the statement's Sid."""
        self.policies.append(self._build_policy(statement.sid, [statement]))

    def _build_role(self, account: str) -> IamRole:
        return IamRole(
            self,
            "Resource",
            name=self._settings.role_name,
            description=f"Execution role of the Lambda function {self._settings.function_name}",
            assume_role_policy=trust_policy(account),
            permissions_boundary=self._settings.function.permissions_boundary_arn,
            tags=self._settings.resource_tags,
        )

    def _build_policy(self, id: str, statements: Iterable[Statement]) -> IamRolePolicy:  # noqa: A002 - as above
        return IamRolePolicy(
            self,
            id,
            name=f"{self._settings.function_name}-{id.lower()}",
            role=self._role_name,
            policy=policy_document(statements),
        )

    def _log_group_arn(self, account: str) -> str:
        """Compose the ARN: a reference to the log group would make the role wait for it without need."""
        partition = DataAwsPartition(self, "Partition").partition
        region = DataAwsRegion(self, "Region").id  # `name` in provider 5, `region` in 6; `id` is the same in both
        return f"arn:{partition}:logs:{region}:{account}:log-group:{self._settings.log_group_name}"
