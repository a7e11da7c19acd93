"""Run one Pulumi program and report what it registers."""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PACKAGE = "_watched_pulumi_program"
"""The name under which this folder is loaded, so that a program's own `run`, `watch` or `faults` stay its own."""
GRACE_SECONDS = 5
MOST_MEMORY = 4 * 2**30
"""Bytes of data of the program's process; one that reads a file without end is stopped there."""


def main() -> None:
    """Serve the one request on standard input; leave without waiting for what the program started."""
    request = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    # The last resort, for a caller that was killed before it could end this process: nothing may run for ever.
    signal.alarm(math.ceil(request["seconds"]) + GRACE_SECONDS)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != FOLDER]
    if request["own_python"]:
        _forget_editable_installs()
    _load_package()
    channel = _part("channel").Channel(request.pop("channel"), bytes.fromhex(request.pop("key")))
    channel.send("reach", _part("reach").measure(request.pop("home"), request["folder"]))
    _run(request, channel)
    os._exit(0)


def _run(request: dict[str, Any], channel: Any) -> None:
    try:
        run, faults = _part("run"), _part("faults")
    except ModuleNotFoundError as error:
        channel.send("fault", {"text": _lacking(error.name), "needs_lenience": False, "missing": []})
        return
    except Exception as error:
        text = f"the Pulumi of the Python that runs it is of a version that is not known here ({error})"
        channel.send("fault", {"text": text, "needs_lenience": False, "missing": []})
        return
    fences = _part("fences").Fences(Path(request["folder"]))
    try:
        channel.send("done", run.run(request, channel, fences))
    except BaseException as error:
        unknown_argument = isinstance(error, TypeError) and "unexpected keyword argument" in str(error)
        object_for_text = isinstance(error, AssertionError) and "Unexpected type" in str(error)
        text = faults.describe(error, Path(request["folder"]), request["settings"])
        channel.send(
            "fault", {"text": text, "needs_lenience": unknown_argument or object_for_text, "missing": fences.missing}
        )


def _lacking(module: str | None) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"it needs the module {module!r}, which the Python {version} that runs it lacks; install it there"


def _forget_editable_installs() -> None:
    """Take off the path what the comparison's own Python has by a reference: packages that lie outside of it."""
    homes = [Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)]
    sys.path[:] = [entry for entry in sys.path if any(home in Path(entry).resolve().parents for home in homes)]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not _module(finder).startswith("__editable__")]


def _module(finder: Any) -> str:
    return str(getattr(finder, "__module__", ""))


def _load_package() -> None:
    spec = importlib.util.spec_from_file_location(
        PACKAGE, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(PACKAGE)
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)


def _part(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


if __name__ == "__main__":
    main()
