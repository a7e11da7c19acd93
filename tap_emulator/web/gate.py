"""The gate: only a program that was given the key of this run reaches AWS; no page in a browser does.

Three rules, each of which would keep a page out by itself:

- ``Host`` names loopback. A page of a name that was rebound to 127.0.0.1 sends that name.
- The request bears no mark of a page: no ``Origin``, whatever it says, and a ``Sec-Fetch-Site`` of none other than
  ``none`` (an address that a person typed).
- It names the run's key, or one that the emulated STS or IAM gave out, as the access key id of its signature: in
  ``Authorization`` or, for a pre-signed URL, in its query. Every SDK and Terraform do so with the standard variables
  alone. A page cannot know it.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from tap_emulator.web.refusals import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LOOPBACK = re.compile(r"(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_SIGNATURE = re.compile(r"AWS4-[A-Z0-9-]+ +(?:.*[ ,])?Credential=([^/,\s]+)/")
_UNKNOWN_KEY = (
    "The emulated AWS answers only requests that are signed with the access key id which it printed when it started, "
    "or with one that its STS or IAM gave out"
)


class Gate:
    """A WSGI application around another; ``is_known`` says whether an access key id may enter."""

    def __init__(self, application: "WSGIApplication", is_known: Callable[[str], bool]) -> None:
        self._application = application
        self._is_known = is_known

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on, or refuse it before anything of it is looked at."""
        if not _LOOPBACK.fullmatch(environ.get("HTTP_HOST", "")):
            message = "The emulated AWS answers only where the Host header names loopback"
            return refuse(environ, start_response, "403 Forbidden", "AccessDenied", message)
        if "HTTP_ORIGIN" in environ or environ.get("HTTP_SEC_FETCH_SITE", "none") != "none":
            message = "The emulated AWS answers no page of a browser"
            return refuse(environ, start_response, "403 Forbidden", "AccessDenied", message)
        if not any(map(self._is_known, _access_key_ids(environ))):
            return refuse(environ, start_response, "403 Forbidden", "InvalidClientTokenId", _UNKNOWN_KEY)
        return self._application(environ, start_response)


def _access_key_ids(environ: "WSGIEnvironment") -> list[str]:
    """Return the access key ids of a request's signatures: of the header, else of a pre-signed query.

    Signature Version 4, and in a query also Version 2, with which boto3 pre-signs URLs of S3 in older regions.
    """
    if signature := _SIGNATURE.match(environ.get("HTTP_AUTHORIZATION", "")):
        return [signature[1]]
    query = parse_qs(environ.get("QUERY_STRING", ""))
    return [scope.split("/")[0] for scope in query.get("X-Amz-Credential", [])] + query.get("AWSAccessKeyId", [])
