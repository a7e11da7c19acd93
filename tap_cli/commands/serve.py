"""`tap serve`."""

from __future__ import annotations

from tap_cli.app import Door
from tap_cli.deployment.serve import keep_serving


def serve(environment: str = "dev", /, *, port: int = 0, workstation: Door) -> None:
    """Serve an environment's package over HTTP on this machine, as API Gateway would call it, until Ctrl-C.

    Args:
        environment: The name of a file in environments/.
        port: On 127.0.0.1; 0 takes any free one.
        workstation: The checkout and its user.
    """
    keep_serving(workstation.project, environment, port)
