"""The Lambda API's Invoke, in place of moto's: the deployed code answers."""

import base64
import json
import threading
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError

from tap_emulator.invocation import Outcome, Status
from tap_emulator.moto.mended import MendedLambdaResponse
from tap_emulator.moto.runnable_function import RunnableFunction

_TAIL_BYTES = 4096
_LARGEST_EVENT = 6_291_456  # bytes; this and the next two: "Lambda quotas" in the Lambda developer guide
_LARGEST_BACKGROUND_EVENT = 1_048_576
_LARGEST_ANSWER = 6_291_556

_Answer = tuple[int, dict[str, str], str | bytes]


class InvokingResponse(MendedLambdaResponse):
    """Moto's Lambda API with Invoke as AWS describes it."""

    def setup_class(
        self, request: Any, full_url: str | None = None, headers: Any = None, use_raw_body: bool | None = None
    ) -> None:
        """Take a request over as moto does; refuse an event that is not UTF-8, over which moto fails."""
        try:
            super().setup_class(request, full_url, headers, use_raw_body)
        except UnicodeDecodeError as error:
            if not request.path.endswith("/invocations"):
                raise
            raise _unreadable(error) from None

    def invoke(self) -> _Answer:
        """Answer Invoke: run the function and wait, or run it in the background, or only check that it could run."""
        function, qualifier = self._invoked()
        body = self.body if isinstance(self.body, bytes) else str(self.body or "").encode()
        kind = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
        _check_size(len(body), kind)
        invocation = function.invocation(
            _checked_event(body), qualifier, self.headers.get("X-Amzn-Trace-Id"), self._client_context()
        )
        headers = {"x-amz-executed-version": str(function.version)}
        match kind:
            case "DryRun":
                return _empty(204, headers)
            case "Event":
                threading.Thread(target=function.run, args=[invocation], daemon=True).start()
                return _empty(202, headers)
            case _:
                return self._answer(headers, function.run(invocation))

    def _invoked(self) -> tuple[RunnableFunction, str | None]:
        name = unquote(self.path.rsplit("/", 2)[-2])
        function = self.backend.get_function(name, self.querystring.get("Qualifier", [None])[0])
        if not isinstance(function, RunnableFunction) or not str(function.run_time).startswith("python"):
            raise LambdaClientError(
                "InvalidRuntimeException",
                f"The emulator runs Python functions from zip packages; {name} is another kind.",
            )
        in_name = name.split(":function:")[-1].partition(":")[2]
        return function, in_name or self.querystring.get("Qualifier", [None])[0]

    def _client_context(self) -> str | None:
        try:
            context = base64.b64decode(self.headers.get("X-Amz-Client-Context", "")).decode()
            return json.dumps(json.loads(context)) if context else None
        except (ValueError, RecursionError):
            raise LambdaClientError(
                "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object."
            ) from None

    def _answer(self, headers: dict[str, str], outcome: Outcome) -> _Answer:
        payload, failed = outcome.payload, outcome.status is not Status.SUCCESS
        if len(payload) > _LARGEST_ANSWER:
            payload, failed = _too_large(len(payload)), True
        if failed:
            headers["x-amz-function-error"] = "Unhandled"
        if self.headers.get("X-Amz-Log-Type") == "Tail":
            log = "".join(f"{line.message}\n" for line in outcome.lines).encode()
            headers["x-amz-log-result"] = base64.b64encode(log[-_TAIL_BYTES:]).decode()
        return 200, headers | {"content-type": "application/json"}, payload


def _empty(status: int, headers: dict[str, str]) -> _Answer:
    return status, headers | {"status": str(status)}, b""  # moto takes the status from this header


def _check_size(size: int, kind: str) -> None:
    if size > _LARGEST_EVENT:
        message = f"Request must be smaller than {_LARGEST_EVENT} bytes for the InvokeFunction operation"
    elif kind == "Event" and size > _LARGEST_BACKGROUND_EVENT:
        limit = f"limit {_LARGEST_BACKGROUND_EVENT} bytes"
        message = f"{size} byte payload is too large for the Event invocation type ({limit})"
    else:
        return
    refusal = LambdaClientError("RequestEntityTooLargeException", message)
    refusal.code = 413
    raise refusal


def _checked_event(body: bytes) -> bytes:
    """Return the event, ``{}`` by default, when it is JSON in UTF-8 that a runtime can read."""
    event = body or b"{}"
    try:
        json.loads(event.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _unreadable(error) from None
    return event


def _unreadable(error: Exception) -> LambdaClientError:
    message = f"Could not parse request body into json: {error}"
    return LambdaClientError("InvalidRequestContentException", message)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _too_large(size: int) -> bytes:
    message = f"Response payload size ({size} bytes) exceeded maximum allowed payload size ({_LARGEST_ANSWER} bytes)."
    return json.dumps({"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}).encode()
