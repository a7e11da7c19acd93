"""The stack's own KMS key, with an alias that people and recovery find it by."""

from __future__ import annotations

from typing import Final

from tap_stack.framework import Construct, KmsAlias, KmsKey
from tap_stack.literal import LiteralSettings
from tap_stack.permissions import key_policy
from tap_stack.place import Place
from tap_stack.protection import protection

DELETION_DAYS: Final = 30
"""Days in which the deletion of a key can be taken back, the most that KMS has."""


class Key(Construct):
    """A key that encrypts the function's variables or its logs, renewed by KMS every year.

    Args:
        scope: the construct above.
        id: unique in the scope.
        settings: names the key and what it encrypts.
        place: where the stack is deployed.
        logs_principal: CloudWatch Logs of the region.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the framework's own name
        settings: LiteralSettings,
        *,
        place: Place,
        logs_principal: str,
    ) -> None:
        super().__init__(scope, id)
        self._place, self._logs_principal = place, logs_principal
        self._log_groups = [settings.log_group_name]
        self.resource: KmsKey = KmsKey(
            self,
            "Resource",
            description=f"Logs and variables of the Lambda function {settings.function_name}",
            policy=self._policy(),
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            tags=settings.resource_tags,
            lifecycle=protection(settings.prevents_key_destroy),
        )
        self.arn: str = self.resource.arn
        KmsAlias(self, "Alias", name=f"alias/{settings.function_name}", target_key_id=self.arn)

    def encrypt_logs(self, log_group_name: str) -> None:
        """Let CloudWatch Logs use the key for one log group more."""
        self._log_groups.append(log_group_name)
        self.resource.policy = self._policy()

    def _policy(self) -> str:
        return key_policy(
            account_arn=f"arn:{self._place.partition}:iam::{self._place.account}:root",
            logs_principal=self._logs_principal,
            log_group_arns=[self._place.arn("logs", f"log-group:{name}") for name in self._log_groups],
        )
