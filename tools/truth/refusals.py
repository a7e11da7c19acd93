"""What the provider refuses, read from the words of `terraform validate`: what it is about, and what would do.

The words are those of Terraform's two provider libraries and of the AWS provider's own validators.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from stack_parity.aws.schema import TypeSchema

Scalar: TypeAlias = str | int | float | bool


class Cause(StrEnum):
    """Why something is refused."""

    EXCLUDES = "excludes"
    """Only one of the paths may be set."""
    TOGETHER = "together"
    """Either all of the paths are set or none."""
    ONE_OF = "one of"
    """One of the paths must be set."""
    REQUIRED = "required"
    """The path must be set."""
    TOO_FEW = "too few"
    """There must be as many of it as the value says."""
    EMPTY = "empty"
    """Nothing may be in it."""
    VALUE = "value"
    """Another value must stand there; where the provider says which, the first of them is given."""


@dataclass(frozen=True)
class Refusal:
    """One thing that the provider refuses: its paths, that of the complaint first, and what would do."""

    cause: Cause
    paths: tuple[str, ...]
    value: Scalar | None = None


def read_refusal(text: str, place: str, known: TypeSchema) -> Refusal:
    """Return what a message says.

    Args:
        text: summary and detail.
        place: the attribute path of the line that it points to, keys of a user's map included.
        known: the schema of the type.
    """
    place = _known_part(place, known)
    for cause, pattern, paths_of in _COMBINATIONS:
        if match := re.search(pattern, text):
            named = [path for said in paths_of(match) for path in _both(said)]
            return Refusal(cause, tuple(dict.fromkeys(path for path in named if known.attribute(path))))
    if match := re.search(r'(?:The argument|At least \d+) "(\w+)"', text):
        number = re.search(r"At least (\d+)", text)
        path = f"{place}.{match[1]}".lstrip(".")
        return Refusal(Cause.TOO_FEW, (path,), int(number[1])) if number else Refusal(Cause.REQUIRED, (path,))
    if re.search(r"at most 0 elements", text):
        return Refusal(Cause.EMPTY, (place,))
    paths = _targets(_said(text), place, known)
    if match := re.search(r"(?:requires|must contain at least) (\d+) (?:item|element)", text):
        return Refusal(Cause.TOO_FEW, paths, int(match[1]))
    values = (_read(pattern, read, text) for pattern, read in _VALUES)
    return Refusal(Cause.VALUE, paths, next((value for value in values if value is not None), None))


def _listed(match: re.Match[str]) -> list[str]:
    first = [match["path"]] if "path" in match.groupdict() else []
    return [*first, *(part for part in re.split(r"[`,\s]+", _plain(match["paths"])) if part)]


_COMBINATIONS: Final[tuple[tuple[Cause, str, Callable[[re.Match[str]], list[str]]], ...]] = (
    (Cause.EXCLUDES, r'"(?P<path>[\w.]+)": conflicts with (?P<paths>[\w.]+)', _listed),
    (Cause.EXCLUDES, r'"(?P<path>[\w.]+)": only one of `(?P<paths>[^`]+)` can', _listed),
    (Cause.EXCLUDES, r'"(?P<path>[^"]+)" cannot be specified when "(?P<paths>[^"]+)" is', _listed),
    (Cause.ONE_OF, r"No attribute specified when one \(and only one\) of \[(?P<paths>.+)\] is required", _listed),
    (Cause.EXCLUDES, r"one \(and only one\) of \[(?P<paths>.+)\] is required", _listed),
    (Cause.EXCLUDES, r"Exactly one of these attributes must be configured: \[(?P<paths>.+)\]", _listed),
    (Cause.ONE_OF, r"At least one of these attributes must be configured: \[(?P<paths>.+)\]", _listed),
    (Cause.TOGETHER, r'"(?P<path>[\w.]+)": all of `(?P<paths>[^`]+)` must', _listed),
    (Cause.TOGETHER, r'"(?P<path>[^"]+)" must be specified when "(?P<paths>[^"]+)" is', _listed),
    (Cause.TOGETHER, r"These attributes must be configured together: \[(?P<paths>.+)\]", _listed),
    (Cause.ONE_OF, r"one of `(?P<paths>[^`]+)` must be specified", _listed),
)

_SAID: Final = (
    r"^[A-Z][^:]+: Attribute (\S+(?:\(.*?\)\]\S*)?) ",
    r"\nPath: ([^\n]+)",
    r'^expected (?:length of |value of )?"?([\w.]+)"? ',
    r'^"([a-z][a-z0-9_]*(?:\.[\w]+)*)"',
    r"^invalid value for ([\w.]+)",
    r"^([a-z][a-z0-9_.]+): ",
    r"\nGiven Value: ([a-z-]+)\n",
)
"""Where a message names the attribute, or gives the literal that was made of its name."""


def _said(text: str) -> str:
    return next((match[1] for pattern in _SAID if (match := re.search(pattern, text))), "").replace("-", "_")


def _targets(said: str, place: str, known: TypeSchema) -> tuple[str, ...]:
    """Return the attributes that are meant: the named one, or those of that name below the place, or anywhere."""
    plain = _plain(said)
    if not plain or plain.rpartition(".")[2] == place.rpartition(".")[2]:
        return (place,)
    if known.attribute(plain) and ("." in plain or not place):
        return (plain,)
    named = [path for path in leaves(known) if f".{path}".endswith(f".{plain}")]
    return tuple([path for path in named if path.startswith(f"{place}.")] or named or [place])


def _known_part(place: str, known: TypeSchema) -> str:
    """Return a path as far as the schema knows it."""
    while place and known.attribute(place) is None:
        place = place.rpartition(".")[0]
    return place


def leaves(known: TypeSchema, deepest: int = 6) -> list[str]:
    """Return the paths of what holds no further attributes, to a depth."""
    found: list[str] = []

    def gather(held: object, path: str, depth: int) -> None:
        for name, one in getattr(held, "attributes", {}).items():
            inner = f"{path}.{name}".lstrip(".")
            if not one.attributes:
                found.append(inner)
            elif depth < deepest:
                gather(one, inner, depth + 1)

    gather(known, "", 1)
    return found


def _plain(path: str) -> str:
    """Return a path without numbers, values and keys: `a.0.b`, `a[0].b` and `a[Value({…})].b` are `a.b`."""
    shorter = re.sub(r"\[[^\[\]]*\]", "", path)
    return _plain(shorter) if shorter != path else re.sub(r"\.\d+(?=\.|$)", "", path)


def _both(path: str) -> tuple[str, ...]:
    """Return a path; of one in which `<` leads one level up, both ends: `a.b.<.c` is `a.b` and `a.c`."""
    start, _, sibling = path.partition(".<.")
    plain = _plain(start)
    return (plain, f"{plain.rpartition('.')[0]}.{sibling}".lstrip(".")) if sibling else (plain,)


def _first(words: str) -> Scalar | None:
    """Return the first of listed words that says something."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"\[\]]+)', words)
    for quoted, bare in found:
        if quoted:
            return str(json.loads(f'"{quoted}"'))
        if bare:
            return float(bare) if re.fullmatch(r"-?\d+(\.\d+)?", bare) else bare
    return None


_VALUES: Final[tuple[tuple[str, Callable[[str], Scalar | None]], ...]] = (
    (r"to be one of \[(.+?)\], got", _first),
    (r"Valid Values: \[(.+?)\]", _first),
    (r"value must be one of: \[(.+?)\], got", _first),
    (r"in the range \((-?[\d.]+) - ", float),
    (r"(?:to be|must be) at least \(?(-?[\d.]+)\)?", float),
    (r"value must be between (-?[\d.]+) and", float),
    (r"divisible by (\d+)", float),
    (r"to have prefix ([^,]+), got", str),
    (r"((?i:time duration)|parsed as a duration)", lambda _: "30m"),
    (r"(RFC3339)", lambda _: "2030-01-01T00:00:00Z"),
    (r"(invalid JSON|Invalid JSON|valid JSON)", lambda _: "{}"),
    (r"(as int|as float|64-bit integer)", lambda _: "1"),
    (r"(as boolean)", lambda _: "true"),
    (r"(?i)(AWS account ID)", lambda _: "123456789012"),
    (r"(IPv6 CIDR)", lambda _: "2001:db8::/32"),
    (r"(?i)(CIDR)", lambda _: "10.0.0.0/16"),
    (r"(IPv6 address)", lambda _: "2001:db8::1"),
    (r"(?i)(valid IP\b|IPv4 address)", lambda _: "10.0.0.1"),
    (r"(?i)(\bARN\b)", lambda _: "arn:aws:sns:eu-west-1:123456789012:example"),
    (r"(to have a host)", lambda _: "https://example.org/"),
)
"""By message, a value that will do: one that is named, or the plainest of the form that is asked for."""


def _read(pattern: str, read: Callable[[str], Scalar | None], text: str) -> Scalar | None:
    match = re.search(pattern, text, re.DOTALL)
    return read(match[1]) if match else None
