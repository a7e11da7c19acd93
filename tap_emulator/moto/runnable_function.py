"""A function that moto keeps and that can be run.

A runner runs it, with credentials of its role from the emulated STS; its log goes to a stream of its own in the
emulated CloudWatch Logs. So event sources that moto serves run it as well as Invoke does.
"""

import threading
import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar

from moto.awslambda import models
from moto.awslambda.utils import make_function_arn
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from tap_emulator.invocation import Credentials, Function, Invocation, Line, Logging, Outcome, Runner, trace_header
from tap_emulator.moto.mended import MendedFunction

_SESSION_SECONDS = 3600


class RunnableFunction(MendedFunction):
    """A function of moto whose deployed code can be run."""

    runner: ClassVar[Runner]
    _log_lock: ClassVar[threading.Lock] = threading.Lock()

    def invoke(self, body: str, request_headers: Any, response_headers: Any) -> str | bytes:  # noqa: ARG002 - moto's
        """Run the function for an event source of moto's."""
        return self.run(self.invocation(body.encode())).payload

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
            trace=trace_header(trace, sampled=self.tracing_config["Mode"] == "Active"),
            log_stream=f"{now:%Y/%m/%d}/[{self.version}]{uuid.uuid4().hex}",
            client_context=client_context,
        )

    def run(self, invocation: Invocation) -> Outcome:
        """Run the deployed code on the event, write its log into its log group, and return what came of it."""
        function = self._deployed()
        self._log(function.logging.group, invocation.log_stream, ())
        outcome = self.runner.run(function, invocation, self._credentials())
        self._log(function.logging.group, invocation.log_stream, outcome.lines)
        return outcome

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

    def _log(self, group: str, stream: str, lines: tuple[Line, ...]) -> None:
        with self._log_lock:
            self.logs_backend.ensure_log_group(group)
            self.logs_backend.ensure_log_stream(group, stream)
            events = [{"timestamp": line.time, "message": line.message} for line in lines]
            self.logs_backend.put_log_events(group, stream, events)
