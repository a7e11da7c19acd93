"""Serves an environment's package over HTTP, as the API of the environment would call it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import tap_emulator
from tap_cli.deployment.demo import function_python
from tap_cli.deployment.environments import find_environment
from tap_cli.errors import UserError
from tap_cli.toolchain.project import Project
from tap_stack.package import PackageError, build_package
from tap_stack.settings import RUNTIME, DeploymentSettings, HttpApiSettings, Settings

ALLOWED_HEADERS: Final = ("authorization", "content-type")
EXPOSED_HEADERS: Final = ("x-request-id",)
PREFLIGHT_SECONDS: Final = 600


@contextmanager
def serving(project: Project, name: str, port: int, show: Callable[[str], None]) -> Iterator[str]:
    """Serve an environment, with an emulated AWS for its function to talk to; yield the URL.

    Args:
        project: the checkout.
        name: the environment.
        port: on 127.0.0.1; 0 takes any free one.
        show: takes each line that the function logs.

    Raises:
        UserError: the environment has no API, its package cannot be built, or it cannot be served.
    """
    deployment = find_environment(project, name)
    api = http_api_of(deployment)
    function = function_of(deployment.settings)
    python = function_python(project)
    try:
        with (
            tap_emulator.running(lambda_python=python) as aws,
            tap_emulator.serving(
                function,
                aws,
                stage=name,
                cors=_cors(api),
                lambda_python=python,
                port=port,
                show=lambda line: show(f"{_time(line)}  {line.message}"),
            ) as url,
        ):
            yield url
    except tap_emulator.EmulatorError as error:
        raise UserError(str(error)) from None


def keep_serving(project: Project, name: str, port: int) -> None:
    """Serve an environment until Ctrl-C or SIGTERM; the function's log goes to standard error.

    Raises:
        UserError: it cannot be served.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with serving(project, name, port, lambda line: print(line, file=sys.stderr, flush=True)) as url:
        print(
            f"{url}/\n# The package of {name} answers there, as API Gateway would call it. Ctrl-C ends it.", flush=True
        )
        stop.wait()


def http_api_of(deployment: DeploymentSettings) -> HttpApiSettings:
    """Return the settings of an environment's API.

    Raises:
        UserError: it has none.
    """
    name = deployment.settings.environment
    if deployment.api is None:
        raise UserError(f"Environment {name} has no HTTP API. Add a table [api] to environments/{name}.toml.")
    return deployment.api


def function_of(settings: Settings) -> tap_emulator.Function:
    """Return the function as it would be deployed.

    Raises:
        UserError: its package cannot be built, or it has layers, which only AWS holds.
    """
    if settings.function.layers:
        raise UserError(f"{settings.function_name} has layers, which only AWS holds: it cannot be served here.")
    try:
        package = build_package(settings.function.code)
    except PackageError as error:
        raise UserError(str(error)) from None
    logs = settings.logs
    return tap_emulator.Function(
        name=settings.function_name,
        version="$LATEST",
        handler=settings.function.handler,
        runtime=RUNTIME,
        region=settings.region,
        code=package.content,
        layers=(),
        variables=settings.variables,
        timeout=settings.function.timeout,
        memory_mb=settings.function.memory_size,
        traced=True,
        logging=tap_emulator.Logging("JSON", logs.level, logs.system_level, settings.log_group_name),
    )


def _cors(api: HttpApiSettings) -> tap_emulator.Cors:
    return tap_emulator.Cors(
        origins=api.allowed_origins,
        methods=api.allowed_methods,
        headers=ALLOWED_HEADERS,
        exposed=EXPOSED_HEADERS,
        credentials=api.allow_credentials,
        max_age=PREFLIGHT_SECONDS,
    )


def _time(line: tap_emulator.Line) -> str:
    return f"{datetime.fromtimestamp(line.time / 1000, UTC):%H:%M:%S}"
