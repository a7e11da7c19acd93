"""Property values as Pulumi writes them, turned into the contract's values.

Source of the signatures: Pulumi's wire format, the same in registrations, previews and exports.
"""

import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from stack_parity.model.digest import digest_of
from stack_parity.sources.pulumi.registrations import Asset, Reference, Secret, Template, Unknown, Value

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a public marker
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
MASKED: Final = "[secret]"
"""What a preview prints in the place of a secret."""

MADE_UP: Final = 3
"""Items that a run makes up for a list of texts that only AWS can tell (`runner.symbols.ITEMS`)."""

_DEFAULTS: Final = "__defaults"
"""Beside the properties of an object, the names of those that the provider filled in and the program left out."""

_OWN_KEYS: Final = frozenset({_DEFAULTS, "__meta", "__internal", "__provider", "__pulumi_raw_state_delta"})
"""What the bridge between Pulumi and Terraform's providers keeps for itself among the properties."""

_TOKEN: Final = re.compile(r"arn(?::\$\{[0-9a-f]{20}\}){5}|\$\{[0-9a-f]{20}\}", re.IGNORECASE)


class Reader:
    """Turns JSON into values.

    Args:
        folder: the project's folder, which the paths of assets are made relative to; None where only a file is known.
        current: the folder in which the program runs, from which it names its relative paths.
        symbols: what the tokens inside strings stand for.
    """

    def __init__(
        self,
        folder: Path | None = None,
        current: Path | None = None,
        symbols: Mapping[str, Reference] | None = None,
    ) -> None:
        self._folder = folder
        self._current = current or folder
        self._symbols = symbols or {}
        self.missing: set[str] = set()
        """Files and folders that assets name and that do not exist."""

    def mapping(self, given: Mapping[str, Any]) -> dict[str, Value]:
        """Read a resource's inputs or outputs; a property that is null is one that was not given."""
        return {key: self.value(item) for key, item in _stated(given) if item is not None}

    def value(self, given: Any) -> Value:
        """Read one value of any kind."""
        match given:
            case str():
                return self._text(given)
            case float() if given.is_integer():
                return int(given)
            case list():
                return _whole([self.value(item) for item in given])
            case dict() if SIGNATURE in given:
                return self._signed(given)
            case dict():
                return {key: self.value(item) for key, item in _stated(given)}
            case None | bool() | int() | float():
                return given
            case _:
                return Unknown()

    def _text(self, given: str) -> Value:
        if given == UNKNOWN:
            return Unknown()
        if given == MASKED:
            return Secret()
        parts: list[str | Reference] = []
        end = 0
        for match in _TOKEN.finditer(given):
            if match.group() in self._symbols:
                parts += [given[end : match.start()], self._symbols[match.group()]]
                end = match.end()
            elif match.group().lower() in self._symbols:
                return Unknown()
        parts = [part for part in (*parts, given[end:]) if part != ""]
        if not parts:
            return ""
        return parts[0] if len(parts) == 1 else Template(tuple(parts))

    def _signed(self, given: Mapping[str, Any]) -> Value:
        match given[SIGNATURE]:
            case value if value == SECRET:
                return _secret(given)
            case value if value == RESOURCE:
                return Reference(str(given.get("urn", "")), "id" if given.get("id") else "urn")
            case value if value == OUTPUT:
                return self._output(given)
            case value if value in (ASSET, ARCHIVE):
                return self._asset(given, "-archive" if value == ARCHIVE else "")
            case _:
                return Unknown()

    def _output(self, given: Mapping[str, Any]) -> Value:
        if given.get("secret"):
            return Secret(digest_of(given["value"])) if "value" in given else Secret()
        return self.value(given["value"]) if "value" in given else Unknown()

    def _asset(self, given: Mapping[str, Any], suffix: str) -> Asset:
        digest = given.get("hash")
        digest = digest if isinstance(digest, str) and digest else None
        if isinstance(given.get("assets"), dict):
            entries = {
                name: item
                for name, entry in sorted(given["assets"].items())
                if isinstance(item := self.value(entry), Asset)
            }
            return Asset("asset-archive", hash=digest, entries=entries)
        if isinstance(given.get("uri"), str) and given["uri"]:
            return Asset(f"remote{suffix}", given["uri"], hash=digest)
        if isinstance(given.get("path"), str) and given["path"]:
            path, anchored = self._path(given["path"])
            return Asset(f"file{suffix}", path, anchored, digest)
        text = given.get("text")
        said = text if isinstance(text, str) else None
        return Asset("text", hash=digest or hashlib.sha256((said or "").encode()).hexdigest(), text=said)

    def _path(self, given: str) -> tuple[str, bool]:
        """Name a file from the project's folder, so that no folder of the machine shows."""
        if self._folder is None or self._current is None:
            return PurePosixPath(given).as_posix(), given.startswith("/")
        full = posixpath.normpath(posixpath.join(self._current.as_posix(), given))
        relative = posixpath.relpath(full, self._folder.as_posix())
        if not Path(full).exists():
            self.missing.add(relative)
        return relative, Path(given).is_absolute()


def _whole(items: list[Value]) -> Value:
    """Return the items of a list; all that a run makes up for a list that only AWS can tell are that list."""
    first = items[0] if len(items) == MADE_UP else None
    if not isinstance(first, Reference):
        return items
    path = first.attribute.removesuffix("[0]")
    is_whole = all(item == Reference(first.urn, f"{path}[{number}]") for number, item in enumerate(items))
    return Reference(first.urn, path) if is_whole else items


def _secret(given: Mapping[str, Any]) -> Secret:
    """Return a secret with the digest of its value, or of what stands for it: a run's own digest, a ciphertext."""
    if isinstance(given.get("digest"), str):
        return Secret(given["digest"], open=given.get("open") is not False)
    if isinstance(given.get("ciphertext"), str) and given["ciphertext"]:
        return Secret(digest_of({"ciphertext": given["ciphertext"]}), open=True)
    if isinstance(given.get("plaintext"), str):
        try:
            return Secret(digest_of(json.loads(given["plaintext"])))
        except ValueError:
            return Secret(digest_of(given["plaintext"]))
    return Secret(digest_of(given["value"])) if given.get("value") not in (None, MASKED, UNKNOWN) else Secret()


def _stated(given: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the properties that the program stated, sorted."""
    filled = given.get(_DEFAULTS)
    left_out = _OWN_KEYS | {str(name) for name in filled} if isinstance(filled, list) else _OWN_KEYS
    return [(key, given[key]) for key in sorted(given) if key not in left_out]
