"""References to secrets: where a secret is kept, never the secret itself.

The function gets the name under which a store keeps the secret, in a variable that says which store: of `DB_PASSWORD`
either `DB_PASSWORD_PARAMETER_NAME` or `DB_PASSWORD_SECRET_ID`. These are what the APIs (`ssm:GetParameter` with its
`Name`, `secretsmanager:GetSecretValue` with its `SecretId`) and AWS's Parameters and Secrets extension ask for.
Sources of the names' rules: the Systems Manager API (PutParameter) and the Secrets Manager API (CreateSecret).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Store = Literal["ssm", "secretsmanager"]

RULE: Final = (
    '"ssm:<parameter>" (Parameter Store: /path/name of up to 15 parts, or a name; letters, digits and _.-) or '
    '"secretsmanager:<secret>" (Secrets Manager: 1 to 512 letters, digits and /_+=.@-)'
)
"""What a reference must be, in words."""

_ENDINGS: Final[Mapping[Store, str]] = {"ssm": "_PARAMETER_NAME", "secretsmanager": "_SECRET_ID"}
"""What is added to a secret's name for the variable that names it."""

_REFERENCE: Final = re.compile(
    r"ssm:(?!/?(?i:aws|ssm))(?:(?=.{1,1011}\Z)(?:[A-Za-z0-9_.-]+|(?:/[A-Za-z0-9_.-]+){1,15}))"
    r"|secretsmanager:[A-Za-z0-9/_+=.@-]{1,512}"
)
"""AWS keeps parameters whose names begin with aws or ssm for itself."""


@dataclass(frozen=True)
class SecretReference:
    """The place of one secret."""

    store: Store
    name: str
    """The parameter's or the secret's own."""

    def variable_of(self, secret: str) -> str:
        """Return the function's variable that names the secret.

        Args:
            secret: as the settings call it, such as `DB_PASSWORD`.
        """
        return secret + _ENDINGS[self.store]


def is_reference(text: str) -> bool:
    """Tell whether a text is a reference to a secret."""
    return bool(_REFERENCE.fullmatch(text))


def read_references(secrets: Mapping[str, str]) -> dict[str, SecretReference]:
    """Return the references of a table of secrets, by what the settings call each.

    Args:
        secrets: texts that are references, also after `literal`.
    """
    return {name: _reference(text) for name, text in secrets.items()}


def _reference(text: str) -> SecretReference:
    store, _, name = text.partition(":")
    return SecretReference("ssm" if store == "ssm" else "secretsmanager", name)


def secret_variables(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that name the secrets of a table."""
    return {reference.variable_of(name): reference.name for name, reference in read_references(secrets).items()}
