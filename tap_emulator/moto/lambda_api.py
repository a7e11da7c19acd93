"""Lambda's Invoke, for real: moto keeps the functions, a sandbox runs them.

Two of moto's classes are replaced by subclasses of them. The function learns to run itself, with credentials of its
role from the emulated STS and a log stream in the emulated CloudWatch Logs; so event sources that moto serves run it
as well. The HTTP side learns the parts of Invoke that moto leaves out.
"""

import base64
import json
import threading
import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import unquote

from moto.awslambda import models, responses
from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.utils import make_function_arn
from moto.logs import responses as log_responses
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from tap_emulator.moto.mended import MendedFunction, MendedLogsResponse
from tap_emulator.runtime import platform_lines
from tap_emulator.runtime.invocation import Credentials, Function, Invocation, Line, Logging, Outcome, Status
from tap_emulator.runtime.sandbox import Sandbox

_TAIL_BYTES = 4096
_LARGEST_ANSWER = 6_291_556  # bytes; "Lambda quotas" in the Lambda developer guide
_SESSION_SECONDS = 3600


def install(sandbox: Sandbox) -> None:
    """Make moto's Lambda run functions in ``sandbox``; to be called before the first request to it."""
    RunnableFunction.sandbox = sandbox
    vars(models)["LambdaFunction"] = RunnableFunction
    vars(responses)["LambdaResponse"] = InvokingResponse
    vars(log_responses)["LogsResponse"] = MendedLogsResponse


class RunnableFunction(MendedFunction):
    """A function of moto whose deployed code can be run."""

    sandbox: ClassVar[Sandbox]
    _log_lock: ClassVar[threading.Lock] = threading.Lock()

    def invoke(self, body: str, request_headers: Any, response_headers: Any) -> str | bytes:  # noqa: ARG002 - moto's
        """Run the function for an event source of moto's."""
        outcome, _ = self.run(self.invocation(body.encode()))
        return outcome.payload

    def invocation(
        self, event: bytes, qualifier: str | None = None, trace: str | None = None, client_context: str | None = None
    ) -> Invocation:
        """Return a new invocation of this version of the function, called under ``qualifier``."""
        arn = make_function_arn(self.region, self.account_id, self.function_name)
        now = datetime.now(UTC)
        return Invocation(
            request_id=str(uuid.uuid4()),
            function_arn=f"{arn}:{qualifier}" if qualifier else arn,
            event=event,
            trace=_trace(trace, sampled=self.tracing_config["Mode"] == "Active"),
            log_stream=f"{now:%Y/%m/%d}/[{self.version}]{uuid.uuid4().hex}",
            client_context=client_context,
        )

    def run(self, invocation: Invocation) -> tuple[Outcome, list[Line]]:
        """Run the deployed code on the event; return what came of it and the log that it left in its group."""
        function = self._deployed()
        self._log(function.logging.group, invocation.log_stream, [])
        outcome = self.sandbox.run(function, invocation, self._credentials())
        lines = platform_lines.around(function, invocation, outcome)
        self._log(function.logging.group, invocation.log_stream, lines)
        return outcome, lines

    def _deployed(self) -> Function:
        layers = [self._layer(layer["Arn"]) for layer in self.layers]
        config = self.logging_config
        return Function(
            name=self.function_name,
            version=str(self.version),
            handler=str(self.handler),
            runtime=str(self.run_time),
            region=self.region,
            code=self.code_bytes,
            layers=tuple(layers),
            variables=self.environment_vars,
            timeout=int(self.timeout),
            memory_mb=int(self.memory_size),
            traced=self.tracing_config["Mode"] == "Active",
            logging=Logging(
                config["LogFormat"], config.get("ApplicationLogLevel"), config.get("SystemLogLevel"), config["LogGroup"]
            ),
        )

    def _layer(self, arn: str) -> bytes:
        layer = models.lambda_backends[self.account_id][self.region].layers_versions_by_arn(arn)
        return layer.code_bytes if layer else b""

    def _credentials(self) -> Credentials:
        """Assume the execution role, as Lambda does under the name of the function."""
        session = sts_backends[self.account_id][get_partition(self.region)].assume_role(
            region_name=self.region,
            role_session_name=self.function_name,
            role_arn=self.role,
            policy="",
            duration=_SESSION_SECONDS,
            external_id="",
        )
        return Credentials(session.access_key_id, session.secret_access_key, session.session_token)

    def _log(self, group: str, stream: str, lines: list[Line]) -> None:
        with self._log_lock:
            self.logs_backend.ensure_log_group(group)
            self.logs_backend.ensure_log_stream(group, stream)
            events = [{"timestamp": line.time, "message": line.message} for line in lines]
            self.logs_backend.put_log_events(group, stream, events)


class InvokingResponse(responses.LambdaResponse):
    """Moto's Lambda API with Invoke as AWS describes it."""

    def invoke(self) -> tuple[int, dict[str, str], str | bytes]:
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
                return self._answer(headers, *function.run(invocation))

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

    def _answer(
        self, headers: dict[str, str], outcome: Outcome, lines: list[Line]
    ) -> tuple[int, dict[str, str], str | bytes]:
        payload, failed = outcome.payload, outcome.status is not Status.SUCCESS
        if len(payload) > _LARGEST_ANSWER:
            payload, failed = _too_large(len(payload)), True
        if failed:
            headers["x-amz-function-error"] = "Unhandled"
        if self.headers.get("X-Amz-Log-Type") == "Tail":
            log = "".join(f"{line.message}\n" for line in lines).encode()
            headers["x-amz-log-result"] = base64.b64encode(log[-_TAIL_BYTES:]).decode()
        return 200, headers | {"content-type": "application/json"}, payload


def _empty(status: int, headers: dict[str, str]) -> tuple[int, dict[str, str], str | bytes]:
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


def _trace(caller: str | None, *, sampled: bool) -> str:
    """Return the X-Ray trace header of an invocation: the caller's trace carried on, or a new one.

    Form: ``Root=1-<8 hex digits of seconds since 1970>-<24 hex digits>;Parent=<16 hex digits>;Sampled=<0 or 1>``.
    """
    given = dict(part.strip().split("=", 1) for part in (caller or "").split(";") if "=" in part)
    root = given.get("Root") or f"1-{int(datetime.now(UTC).timestamp()):08x}-{uuid.uuid4().hex[:24]}"
    return f"Root={root};Parent={uuid.uuid4().hex[:16]};Sampled={given.get('Sampled') or int(sampled)}"
