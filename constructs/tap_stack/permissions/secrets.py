"""What lets a function read its secrets: each by its own ARN, and the key that encrypts them through their stores only.

Sources: the Service Authorization Reference of the three services; "Permissions policy examples" (Secrets Manager user
guide) for the six characters at the end of a secret's ARN; "kms:ViaService" (KMS developer guide) for the condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from tap_stack.permissions.statement import Statement

READERS: Final[Mapping[str, tuple[str, str]]] = {
    "ssm": ("ReadParameters", "ssm:GetParameter"),
    "secretsmanager": ("ReadSecrets", "secretsmanager:GetSecretValue"),
}
"""By store, the statement that reads from it and its action."""


def secret_resource(store: str, name: str) -> str:
    """Return the last part of a secret's ARN.

    Secrets Manager adds a hyphen and six characters to a secret's name. Six `?` leave no other secret in: whatever else
    they could match is longer or shorter.

    Args:
        store: `ssm` or `secretsmanager`.
        name: the parameter's or the secret's.
    """
    return f"parameter/{name.removeprefix('/')}" if store == "ssm" else f"secret:{name}-??????"


def secrets_statements(arns: Mapping[str, Collection[str]]) -> Iterator[Statement]:
    """Read the values of these secrets, one statement for each store.

    Args:
        arns: by store.
    """
    for store, (sid, action) in READERS.items():
        if resources := arns.get(store):
            yield Statement(sid, (action,), tuple(resources))


def decryption_statement(key_arn: str, services: Collection[str]) -> Statement:
    """Use a KMS key for what stores of secrets ask it for, and for nothing else.

    Args:
        key_arn: the key that encrypts the secrets; AWS's own keys for the stores need no statement.
        services: the stores as KMS knows them, such as `ssm.eu-west-1.amazonaws.com`.
    """
    return Statement(
        "DecryptSecrets", ("kms:Decrypt",), (key_arn,), {"StringEquals": {"kms:ViaService": sorted(services)}}
    )
