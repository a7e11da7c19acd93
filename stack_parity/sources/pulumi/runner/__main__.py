"""Run one Pulumi program and write down what it registers."""

import json
import math
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

GRACE_SECONDS: Final = 5


def main() -> None:
    """Serve the one request on standard input; leave without waiting for what the program started."""
    request = json.load(sys.stdin)
    # The last resort, for a caller that was killed before it could end this process: nothing may run for ever.
    signal.alarm(math.ceil(request["seconds"]) + GRACE_SECONDS)
    sys.path.remove(request["root"])
    Path(request["answer"]).write_text(json.dumps(_answer(request)), encoding="utf-8")
    os._exit(0)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        from stack_parity.sources.pulumi.runner import faults, run
    except ModuleNotFoundError as error:
        return {"fault": f"it needs the module {error.name!r}, which the Python that runs it lacks; install it there"}
    try:
        return run.run(request)
    except BaseException as error:  # sys.exit and KeyboardInterrupt of the program, too
        unknown_argument = isinstance(error, TypeError) and "unexpected keyword argument" in str(error)
        fault = faults.describe(error, Path(request["folder"]), request["settings"])
        return {"fault": fault, "unknown_argument": unknown_argument}


if __name__ == "__main__":
    main()
