"""The emulated AWS inside this process: moto's server on a loopback port, behind the gate."""

import errno
import secrets
import socket
import threading
from types import TracebackType

from moto.moto_server import werkzeug_app
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from tap_emulator.errors import EmulatorError
from tap_emulator.moto.keys import is_issued
from tap_emulator.web import Gate, PlainRefusals

HOST = "127.0.0.1"
_POLL_SECONDS = 0.05  # how soon the server sees that it shall stop
_READ_SECONDS = 30.0  # how long a client may take to send the next bytes of its request


class Server:
    """Serves from ``__enter__`` to ``__exit__``; the port is bound when the constructor returns.

    Binding first and serving later lets a taken port be one line of error, before anything else is started.
    ``access_key_id`` is the key of this run.
    """

    def __init__(self, port: int, access_key_id: str) -> None:
        self._key = access_key_id.encode()
        self._socket = _bound(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"

    def __enter__(self) -> "Server":
        vars(werkzeug_app)["DISABLE_GLOBAL_CORS"] = True  # or moto lets every page read its answers
        self._server = make_server(
            HOST,
            self.port,
            Gate(PlainRefusals(DomainDispatcherApplication(create_backend_app)), self._is_known),
            threaded=True,
            request_handler=_RequestHandler,
            fd=self._socket.fileno(),
        )
        # Before any request: werkzeug makes its log at the first line, and loses what other threads write meanwhile.
        self._server.log("info", "The emulated AWS serves at %s", self.url)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=[_POLL_SECONDS], name="emulated AWS", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._socket.close()

    def _is_known(self, access_key_id: str) -> bool:
        return secrets.compare_digest(access_key_id.encode(), self._key) or is_issued(access_key_id)


class _RequestHandler(MotoRequestHandler):
    """moto's handler of a connection, which gives up on a client that has fallen silent."""

    timeout = _READ_SECONDS


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise EmulatorError(_refusal(port, error)) from None
    listener.listen(128)
    return listener


def _refusal(port: int, error: OSError | OverflowError) -> str:
    if isinstance(error, OverflowError):
        return f"--port {port} is not a port: 1 to 65535, or 0 for any free one"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {HOST} is taken by another program: choose another, or 0 for any free one"
    return f"port {port} on {HOST} cannot be used ({error.strerror}): choose another, or 0 for any free one"
