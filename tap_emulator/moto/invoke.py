"""The Lambda API's Invoke, in place of moto's: the deployed code answers."""

import base64
import json
import threading
from urllib.parse import unquote

from moto.awslambda import responses
from moto.awslambda.exceptions import LambdaClientError

from tap_emulator.invocation import Outcome, Status
from tap_emulator.moto.runnable_function import RunnableFunction

_TAIL_BYTES = 4096
_LARGEST_ANSWER = 6_291_556  # bytes; "Lambda quotas" in the Lambda developer guide

_Answer = tuple[int, dict[str, str], str | bytes]


class InvokingResponse(responses.LambdaResponse):
    """Moto's Lambda API with Invoke as AWS describes it."""

    def invoke(self) -> _Answer:
        """Answer Invoke: run the function and wait, or run it in the background, or only check that it could run."""
        function, qualifier = self._invoked()
        body = self.body if isinstance(self.body, bytes) else str(self.body or "").encode()
        invocation = function.invocation(
            _checked_event(body), qualifier, self.headers.get("X-Amzn-Trace-Id"), self._client_context()
        )
        headers = {"x-amz-executed-version": str(function.version)}
        match self.headers.get("X-Amz-Invocation-Type", "RequestResponse"):
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
        encoded = self.headers.get("X-Amz-Client-Context")
        return base64.b64decode(encoded).decode() if encoded else None

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


def _checked_event(body: bytes) -> bytes:
    event = body or b"{}"
    try:
        json.loads(event)
    except ValueError as error:
        raise LambdaClientError(
            "InvalidRequestContentException", f"Could not parse request body into json: {error}"
        ) from None
    return event


def _too_large(size: int) -> bytes:
    message = f"Response payload size ({size} bytes) exceeded maximum allowed payload size ({_LARGEST_ANSWER} bytes)."
    return json.dumps({"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}).encode()
