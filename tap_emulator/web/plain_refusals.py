"""Turns a crash below into one plain answer that no SDK tries again.

moto lets an action that it does not know, or a fault of its own, become an empty HTTP 500. SDKs repeat a request that
gets one; the Terraform AWS provider does so 25 times with growing pauses. 501 is not repeated, and names the reason.
A body that cannot be read is the caller's fault: AWS answers it with 400, and so does the emulator.
"""

import json
import sys
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tap_emulator.web.refusals import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_UNREADABLE = (RecursionError, UnicodeDecodeError, json.JSONDecodeError)


class PlainRefusals:
    """A WSGI application around another."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on; answer an exception with its reason, and leave its trace in the emulator's log."""
        try:
            return self._application(environ, start_response)
        except _UNREADABLE as error:
            message = f"The request cannot be read ({type(error).__name__}): {error}"
            return refuse(environ, start_response, "400 Bad Request", "SerializationException", message, sys.exc_info())
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            code = "NotImplemented" if isinstance(error, NotImplementedError) else "InternalFailure"
            message = f"The emulated AWS cannot serve this request ({type(error).__name__}): {error}"
            return refuse(environ, start_response, "501 Not Implemented", code, message, sys.exc_info())
