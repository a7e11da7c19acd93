"""`tap state-bucket`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tap_cli.app import Door
from tap_cli.deployment.approval import ask_for, check_can_ask
from tap_cli.deployment.environments import find_environment
from tap_cli.deployment.made_bucket import make_bucket


def state_bucket(
    environment: str, /, *, approve: Annotated[bool, Parameter(negative="")] = False, workstation: Door
) -> None:
    """On AWS: make the bucket of an environment's state, or bring it to what a state needs.

    It is versioned, encrypted, closed to the public, reached by TLS only, and protected from deletion; it may run
    again.

    Args:
        environment: The name of a file in environments/ whose state is in S3.
        approve: Ask nobody.
        workstation: The checkout and its user.
    """
    check_can_ask(environment, approved=approve)
    deployment = find_environment(workstation.project, environment)
    make_bucket(deployment, lambda line: print(line, flush=True), (lambda *_: None) if approve else ask_for)
