"""The SNS topic that a stack's alarms notify, encrypted with a key of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tap_stack.framework import (
    Construct,
    DataAwsCallerIdentity,
    DataAwsPartition,
    DataAwsRegion,
    KmsAlias,
    KmsKey,
    SnsTopic,
    SnsTopicPolicy,
)
from tap_stack.permissions import alarm_key_policy, alarm_topic_policy
from tap_stack.place import Place

DELETION_DAYS: Final = 30
"""Days in which the deletion of the key can be taken back, the most that KMS has."""


class AlarmTopic(Construct):
    """A topic that only alarms of this account may publish to, over TLS.

    CloudWatch cannot use the key that AWS owns for SNS (SNS developer guide, "Encrypting messages from AWS services"),
    so the topic has a key of its own that CloudWatch may use.

    Args:
        scope: the construct above.
        id: unique in the scope.
        name: the topic's, and the key's alias.
        alarms: the name that all the alarms begin with.
        tags: of the topic and the key.
    """

    def __init__(self, scope: Construct, id: str, *, name: str, alarms: str, tags: Mapping[str, str]) -> None:  # noqa: A002 - the framework's own name
        super().__init__(scope, id)
        partition, region = DataAwsPartition(self, "Partition").partition, DataAwsRegion(self, "Region").id
        place = Place(partition, region, DataAwsCallerIdentity(self, "CallerIdentity").account_id)
        key = KmsKey(
            self,
            "Key",
            description=f"Notifications of the topic {name}",
            policy=alarm_key_policy(f"arn:{place.partition}:iam::{place.account}:root", place.account),
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_DAYS,
            tags=tags,
        )
        key_arn = key.arn
        KmsAlias(self, "Alias", name=f"alias/{name}", target_key_id=key_arn)
        self.resource: SnsTopic = SnsTopic(self, "Resource", name=name, kms_master_key_id=key_arn, tags=tags)
        self.arn: str = self.resource.arn
        policy = alarm_topic_policy(self.arn, place.arn("cloudwatch", f"alarm:{alarms}*"), place.account)
        SnsTopicPolicy(self, "Policy", arn=self.arn, policy=policy)
