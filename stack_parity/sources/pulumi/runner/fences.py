"""What a program may not do while it is read: talk to the network."""

import sys
from typing import Any, Final

_NETWORK: Final = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


class NetworkRefusedError(OSError):
    """The program tried to reach another machine; the text names it."""


def close_network() -> None:
    """Refuse connections and name look-ups of Python code in this process, for good."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        target = arguments[0] if event in {"socket.getaddrinfo", "socket.gethostbyname"} else arguments[1]
        host = target[0] if isinstance(target, tuple) else target
        raise NetworkRefusedError(str(host))
