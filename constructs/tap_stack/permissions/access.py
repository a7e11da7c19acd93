"""What a function may be granted besides, by verb: the fewest actions that do it, on the tightest resources.

Pure functions, one statement each, for `TapStack.add_to_role_policy`: they can be read, tested and proved without a
stack, and the construct stays small. Actions and their resource types: the AWS Service Authorization Reference, the
page of each service. A customer's own KMS key needs a statement of its own.
"""

from __future__ import annotations

from tap_stack.permissions.statement import Statement


def read_table(sid: str, table_arn: str) -> Statement:
    """Read the items of a DynamoDB table, by key, query and scan, through its indexes too.

    Args:
        sid: names the statement in its role.
        table_arn: the table's ARN or a token of it.
    """
    actions = ("BatchGetItem", "ConditionCheckItem", "GetItem", "Query", "Scan")
    return Statement(sid, _of("dynamodb", *actions), (table_arn, f"{table_arn}/index/*"))


def write_table(sid: str, table_arn: str) -> Statement:
    """Put, change and delete the items of a DynamoDB table; no index takes writes.

    Args:
        sid: names the statement in its role.
        table_arn: the table's ARN or a token of it.
    """
    return Statement(sid, _of("dynamodb", "BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"), (table_arn,))


def read_queue(sid: str, queue_arn: str) -> Statement:
    """Receive messages of an SQS queue, and delete or give back what was received.

    Args:
        sid: names the statement in its role.
        queue_arn: the queue's ARN or a token of it.
    """
    actions = ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
    return Statement(sid, _of("sqs", *actions), (queue_arn,))


def write_queue(sid: str, queue_arn: str) -> Statement:
    """Send messages to an SQS queue.

    Args:
        sid: names the statement in its role.
        queue_arn: the queue's ARN or a token of it.
    """
    return Statement(sid, _of("sqs", "SendMessage"), (queue_arn,))


def read_bucket(sid: str, bucket_arn: str) -> Statement:
    """Read and list the objects of an S3 bucket: listing is on the bucket, reading on its objects.

    Args:
        sid: names the statement in its role.
        bucket_arn: the bucket's ARN or a token of it.
    """
    return Statement(sid, _of("s3", "GetObject", "ListBucket"), (bucket_arn, f"{bucket_arn}/*"))


def write_bucket(sid: str, bucket_arn: str) -> Statement:
    """Put and delete the objects of an S3 bucket, and give up an upload in parts; nothing on the bucket itself.

    Args:
        sid: names the statement in its role.
        bucket_arn: the bucket's ARN or a token of it.
    """
    return Statement(sid, _of("s3", "AbortMultipartUpload", "DeleteObject", "PutObject"), (f"{bucket_arn}/*",))


def write_topic(sid: str, topic_arn: str) -> Statement:
    """Publish to an SNS topic. No function reads a topic: it is invoked by it, which `grant_invoke` allows.

    Args:
        sid: names the statement in its role.
        topic_arn: the topic's ARN or a token of it.
    """
    return Statement(sid, _of("sns", "Publish"), (topic_arn,))


def read_secret(sid: str, secret_arn: str) -> Statement:
    """Read the value of a secret in Secrets Manager.

    Args:
        sid: names the statement in its role.
        secret_arn: the secret's whole ARN, with its six random characters, or a token of it.
    """
    return Statement(sid, _of("secretsmanager", "GetSecretValue"), (secret_arn,))


def write_secret(sid: str, secret_arn: str) -> Statement:
    """Give a secret in Secrets Manager a new value.

    Args:
        sid: names the statement in its role.
        secret_arn: the secret's whole ARN, with its six random characters, or a token of it.
    """
    return Statement(sid, _of("secretsmanager", "PutSecretValue"), (secret_arn,))


def _of(service: str, *actions: str) -> tuple[str, ...]:
    return tuple(f"{service}:{action}" for action in actions)
