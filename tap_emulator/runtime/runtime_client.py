"""The runtime client on a function's package: what it is told, and its end as a step of the Runtime API."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tap_emulator.invocation import Credentials, Function
from tap_emulator.runtime.folders import unpack
from tap_emulator.runtime.function_output import FunctionOutput
from tap_emulator.runtime.function_process import function_process
from tap_emulator.runtime.function_variables import function_variables
from tap_emulator.runtime.runtime_api import Exited, RuntimeApi


@dataclass(frozen=True)
class Host:
    """What functions run on.

    Attributes:
        python: runs the code.
        endpoint: the AWS that the code talks to.
        lifeline: the reading end of a pipe that only the emulator holds open; its end ends everything.
    """

    python: Path
    endpoint: str
    lifeline: int


@contextmanager
def runtime_client(
    host: Host, function: Function, credentials: Credentials, api: RuntimeApi, output: FunctionOutput, work: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Unpack a function's package and start the runtime client on it; end what it started at the end.

    Args:
        host: what it runs on.
        function: what is run.
        credentials: what its code signs with.
        api: where it gets its events and answers them; takes its end as a step.
        output: takes what it writes.
        work: an empty folder for the package.
    """
    folders = unpack(function, work)
    variables = function_variables(function, api.invocation, credentials, folders, host.endpoint) | {
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "_LAMBDA_TELEMETRY_LOG_FD": str(output.framed),
    }
    with function_process(host.python, folders, variables, output, host.lifeline) as process:
        threading.Thread(target=lambda: api.steps.put(Exited(process.wait())), daemon=True).start()
        yield process
