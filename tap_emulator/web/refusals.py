"""An error in the form of the protocol that a request speaks, so that every SDK shows its message."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def refuse(
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    status: str,
    code: str,
    message: str,
    error: "OptExcInfo | None" = None,
) -> Iterable[bytes]:
    """Answer a WSGI request with an error.

    Args:
        environ: the request.
        start_response: as WSGI gives it.
        status: such as ``403 Forbidden``.
        code: the error's code as AWS names it, such as ``AccessDenied``.
        message: for people.
        error: what ``sys.exc_info()`` says, where the answer may have begun already.
    """
    content_type, body = _body(environ, code, message)
    headers = [("Content-Type", content_type), ("Content-Length", str(len(body))), ("x-amzn-errortype", code)]
    start_response(status, headers, error)
    return [b"" if environ.get("REQUEST_METHOD") == "HEAD" else body]


def _body(environ: "WSGIEnvironment", code: str, message: str) -> tuple[str, bytes]:
    """Return the content type and the error as S3's XML, the query protocol's XML, or JSON."""
    error = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
    if "/s3/aws4_request" in environ.get("HTTP_AUTHORIZATION", ""):
        return "application/xml", f"<Error>{error}</Error>".encode()
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return "text/xml", f"<ErrorResponse><Error>{error}</Error></ErrorResponse>".encode()
    return "application/json", json.dumps({"__type": code, "message": message}).encode()
