"""Where a stack is deployed, as tokens that the deployment fills in: the one source of every composed ARN."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Partition, region and account.

    Attributes:
        partition: `aws`, `aws-cn`, …
        region: the provider's.
        account: its 12 digits.
    """

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """Compose an ARN: a reference to the resource would make its reader wait for it without need."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"
