"""Recognises what looks like a secret: by the form that its issuer gives it, or by the name that it goes under.

Only forms that ordinary text does not have, since a false alarm stops a build. (detect-secrets knows more of them, but
to import it costs half of what a whole synthesis does; a test holds this list against it.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Shape:
    """The form of one kind of secret."""

    kind: str
    markers: tuple[bytes, ...]
    """Bytes of which one is in every secret of this kind: they are found faster than the form."""
    form: re.Pattern[bytes]


def _shape(kind: str, markers: str, form: str) -> Shape:
    return Shape(kind, tuple(marker.encode() for marker in markers.split()), re.compile(form.encode()))


SHAPES: Final = (
    _shape("an AWS access key", "AKIA ASIA", r"(?<![A-Z0-9])(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}(?![A-Z0-9])"),
    _shape(
        "a private key",
        "PRIVATE",
        r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\\r|\s)*(?:[\w-]+: [^\n]*\s+)*[A-Za-z0-9+/=]{32}",
    ),
    _shape("a GitHub token", "gh github_pat_", r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})"),
    _shape("a GitLab token", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20}"),
    _shape("a Slack token", "xox", r"\bxox[abeoprs]-[A-Za-z0-9]+-[A-Za-z0-9-]{10}"),
    _shape("a Stripe key", "k_live_", r"\b[rs]k_live_[A-Za-z0-9]{16}"),
    _shape("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    _shape("a PyPI token", "pypi-", r"\bpypi-AgE[A-Za-z0-9_-]{50}"),
    _shape("a SendGrid key", "SG.", r"\bSG\.[\w-]{22}\.[\w-]{43}"),
    _shape("a JSON Web Token", "eyJ", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
)
"""Each kind of secret that has a form of its own, by its issuer's documentation."""

_NAME: Final = re.compile(
    r"(?:^|_|(?<=[a-z0-9])(?=[A-Z]))(?i:pwd|secret|token|credentials?|(?:api|access|private|secret|auth)_?key)$"
    r"|(?i:passw(?:or)?d|passphrase|(?:^|(?:db|pg|user|root|admin|login|mail|smtp|mysql|redis)_?)pass)$"
)
"""The last word of a name, after an underscore or at a capital letter; a password also after any other letter."""
_SWITCH: Final = re.compile(r"|true|false|on|off|yes|no|none|\$\{.*\}", re.IGNORECASE | re.DOTALL)
_URL: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_PASSWORD: Final = re.compile(r"(?:^|[;,&\s])(?:password|passwd|pwd)\s*=\s*[^;,&\s$%{<*]", re.IGNORECASE)
"""In what connects to a database; not where a sign says that a program puts the password there."""
_AUTHORIZATION: Final = re.compile(r"(?:basic|bearer)\s+(?=.*[0-9])[\w+/=.~-]{12,}", re.IGNORECASE | re.ASCII)
_AWS_SECRET: Final = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9/+]{40}")


def find_secrets(content: bytes) -> Iterator[tuple[int, str]]:
    """Find what has the form of a secret: the line where each begins, from 1, and its kind.

    Args:
        content: of a file, text or not.
    """
    for shape in SHAPES:
        if any(marker in content for marker in shape.markers):
            for match in shape.form.finditer(content):
                yield content.count(b"\n", 0, match.start()) + 1, shape.kind


def is_secret_name(name: str) -> bool:
    """Tell whether what goes under a name is a secret by it, and not the name or the place of one."""
    return bool(_NAME.search(name))


def secret_in_text(text: str) -> str | None:
    """Return the kind of secret that a text holds, or None."""
    return next((kind for _, kind in find_secrets(text.encode("utf-8", "replace"))), None)


def secret_in_variable(name: str, value: str) -> str | None:
    """Return the kind of secret that a variable holds by its name or its value, or None."""
    if kind := secret_in_text(value):
        return kind
    if is_secret_name(name) and not _SWITCH.fullmatch(value):
        return "a secret by its name"
    if _URL.search(value):
        return "an address with a password in it"
    if _PASSWORD.search(value):
        return "a connection with a password in it"
    if _AUTHORIZATION.fullmatch(value):
        return "a value of an Authorization header"
    return "an AWS secret key" if _AWS_SECRET.fullmatch(value) else None
