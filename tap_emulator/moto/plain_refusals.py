"""Turns moto's crashes into one plain answer that no SDK tries again.

moto lets an action that it does not know, or a fault of its own, become an empty HTTP 500. SDKs repeat a request that
gets one; the Terraform AWS provider does so 25 times with growing pauses. 501 is not repeated, and names the reason.
"""

import json
import sys
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PlainRefusals:
    """A WSGI application around another."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on; answer an exception with its reason, and leave its trace in the emulator's log."""
        try:
            return self._application(environ, start_response)
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            kind = "NotImplemented" if isinstance(error, NotImplementedError) else "InternalFailure"
            message = f"The emulated AWS cannot serve this request ({type(error).__name__}): {error}"
            content_type, body = _body(environ, kind, message)
            headers = [("Content-Type", content_type), ("x-amzn-errortype", kind)]
            start_response("501 Not Implemented", headers, sys.exc_info())
            return [body.encode()]


def _body(environ: "WSGIEnvironment", kind: str, message: str) -> tuple[str, str]:
    """Return the error in the form of the protocol of the request: S3's XML, the query protocol's XML, or JSON."""
    error = f"<Code>{kind}</Code><Message>{escape(message)}</Message>"
    if "/s3/aws4_request" in environ.get("HTTP_AUTHORIZATION", ""):
        return "application/xml", f"<Error>{error}</Error>"
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return "text/xml", f"<ErrorResponse><Error>{error}</Error></ErrorResponse>"
    return "application/json", json.dumps({"__type": kind, "message": message})
