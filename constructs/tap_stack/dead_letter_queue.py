"""The stack's own dead-letter queue: events of asynchronous calls that failed for good wait here to be looked at."""

from __future__ import annotations

from typing import Final

from tap_stack.framework import Construct, SqsQueue
from tap_stack.literal import LiteralSettings
from tap_stack.permissions import queue_policy
from tap_stack.place import Place
from tap_stack.protection import protection

RETENTION_SECONDS: Final = 14 * 24 * 3600
"""How long an event waits, the most that SQS has."""


class DeadLetterQueue(Construct):
    """A queue that SQS encrypts and that answers only over TLS.

    SQS encrypts with a key of its own (SSE-SQS): a key of the stack's would have to be opened to the function's role.

    Args:
        scope: the construct above.
        id: unique in the scope.
        settings: names the queue.
        place: where the stack is deployed.
    """

    def __init__(self, scope: Construct, id: str, settings: LiteralSettings, place: Place) -> None:  # noqa: A002 - the framework's own name
        super().__init__(scope, id)
        self.resource: SqsQueue = SqsQueue(
            self,
            "Resource",
            name=settings.dead_letter_queue_name,
            message_retention_seconds=RETENTION_SECONDS,
            sqs_managed_sse_enabled=True,
            policy=queue_policy(place.arn("sqs", settings.dead_letter_queue_name)),
            tags=settings.resource_tags,
            lifecycle=protection(settings.function.prevent_destroy),
        )
