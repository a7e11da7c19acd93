"""CORS as an HTTP API of API Gateway does it: the gateway answers, whatever the function says.

Source: API Gateway developer guide, "Configure CORS for HTTP APIs".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tap_emulator.gateway.event import Response

PREFIX = "access-control-"


@dataclass(frozen=True)
class Cors:
    """The API's configuration; without an origin there is none."""

    origins: Sequence[str] = ()
    methods: Sequence[str] = ()
    headers: Sequence[str] = ()
    exposed: Sequence[str] = ()
    credentials: bool = False
    max_age: int = 0

    def preflight(self, method: str, headers: Mapping[str, str]) -> Response | None:
        """Return the answer to a preflight request; None for another request, or without a configuration."""
        is_preflight = method == "OPTIONS" and "origin" in headers and f"{PREFIX}request-method" in headers
        if not self.origins or not is_preflight:
            return None
        allowed = self._allowed(headers["origin"])
        if allowed:
            allowed += [
                (f"{PREFIX}allow-methods", ",".join(self.methods)),
                (f"{PREFIX}allow-headers", ",".join(self.headers)),
                (f"{PREFIX}max-age", str(self.max_age)),
            ]
        return Response(204, allowed, b"")

    def applied(self, response: Response, headers: Mapping[str, str]) -> Response:
        """Return a response with the headers for the caller's origin, and without those of the function's own."""
        if not self.origins:
            return response
        own = [(name, value) for name, value in response.headers if not name.startswith(PREFIX)]
        allowed = self._allowed(headers.get("origin", ""))
        exposed = [(f"{PREFIX}expose-headers", ",".join(self.exposed))] if allowed and self.exposed else []
        return Response(response.status, [*own, *allowed, *exposed], response.body)

    def _allowed(self, origin: str) -> list[tuple[str, str]]:
        if "*" in self.origins:
            return [(f"{PREFIX}allow-origin", "*")]
        if not origin or origin not in self.origins:
            return []
        allowed = [(f"{PREFIX}allow-origin", origin), ("vary", "origin")]
        return [*allowed, (f"{PREFIX}allow-credentials", "true")] if self.credentials else allowed
