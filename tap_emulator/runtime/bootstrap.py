"""Runs inside a function's own process: starts AWS's runtime interface client on the deployed code.

Usage: ``python bootstrap.py LAYERS``, with the variables that Lambda sets. It stands alone: the interpreter that runs
it may be another than the emulator's and knows nothing of this project.

``awslambdaric`` brings its HTTP client as a compiled module, ``runtime_client``, on Linux alone. Elsewhere the class
below takes its place, so that functions run there too.
"""

import http.client
import importlib.util
import os
import runpy
import sys
from email.message import Message
from pathlib import Path

_DEADLINE = "Lambda-Runtime-Deadline-Ms"


class RuntimeClient:
    """The part of the compiled ``runtime_client`` module that ``awslambdaric`` calls, in plain Python."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._user_agent = ""

    def initialize_client(self, user_agent: str) -> None:
        """Name the client for the requests that follow."""
        self._user_agent = user_agent

    def next(self) -> tuple[bytes, dict[str, str | int]]:
        """Wait for the next event; return its body and the headers that describe it, the deadline as a number."""
        body, headers = self._call("GET", "next", None, {})
        return body, {**headers, _DEADLINE: int(headers[_DEADLINE])}

    def post_invocation_result(self, request_id: str, result: bytes, content_type: str, _attempt: str | None) -> None:
        """Hand back what the handler returned."""
        self._call("POST", f"{request_id}/response", result, {"Content-Type": content_type})

    def post_error(self, request_id: str, error: str, xray_cause: str, _attempt: str | None) -> None:
        """Hand back, as JSON, what the handler raised."""
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-XRay-Error-Cause": xray_cause}
        self._call("POST", f"{request_id}/error", error.encode(), headers)

    def _call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[bytes, Message]:
        connection = http.client.HTTPConnection(self._address)
        try:
            target = f"/2018-06-01/runtime/invocation/{path}"
            connection.request(method, target, body, {"User-Agent": self._user_agent, **headers})
            answer = connection.getresponse()
            if answer.status >= 300:
                raise RuntimeError(f"the Runtime API answered {answer.status} to {method} {target}")
            return answer.read(), answer.headers
        finally:
            connection.close()


def main(layers: Path) -> None:
    """Run the handler named in ``_HANDLER``, found in the package or in the layers, until the process is ended."""
    if importlib.util.find_spec("runtime_client") is None:
        sys.modules["runtime_client"] = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"])  # type: ignore[assignment]
    # The order of Lambda's own Python runtimes; the first entry was this script's folder.
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    in_layers = [str(layers / "python" / "lib" / version / "site-packages"), str(layers / "python")]
    sys.path[0:1] = [os.environ["LAMBDA_TASK_ROOT"], *in_layers]
    sys.argv = ["awslambdaric", os.environ["_HANDLER"]]
    runpy.run_module("awslambdaric", run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
