"""The access keys that the emulated AWS gave out."""

from moto.iam.models import iam_backends


def is_issued(access_key_id: str) -> bool:
    """Return whether IAM (for a user) or STS (for a session) made this access key.

    moto keeps both in its IAM, by account and partition; the lists are copies since other threads add to them.
    """
    partitions = [partition for account in list(iam_backends.values()) for partition in list(account.values())]
    return any(access_key_id in partition.access_keys for partition in partitions)
