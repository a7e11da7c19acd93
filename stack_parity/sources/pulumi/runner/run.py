"""The order of steps in which Pulumi's test runtime runs a whole program."""

import asyncio
import gc
import runpy
import sys
from pathlib import Path
from typing import Any

from pulumi.runtime import config, mocks, settings, stack

from stack_parity.sources.pulumi.runner.fences import close_network
from stack_parity.sources.pulumi.runner.lenient import Lenient
from stack_parity.sources.pulumi.runner.monitor import DuplicateUrnError, Engine, Recorder
from stack_parity.sources.pulumi.runner.repeatable import make_repeatable
from stack_parity.sources.pulumi.runner.transforms import Transforms
from stack_parity.sources.pulumi.runner.watch import Watch


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run the program of a request, whose folder is the current one, and return what it registered, as JSON.

    Raises:
        BaseException: whatever the program raises, `SystemExit` included.
    """
    gc.disable()  # the process ends soon; collecting takes half of the time that a large program needs
    main = Path(request["main"])
    watch = Watch(Path(request["folder"]), main)
    lenient = Lenient()
    if request["lenient"]:
        lenient.install()
    watch.install()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monitor = Recorder(request["project"], request["stack"], watch, Transforms(loop))
    mocks.set_mocks(
        monitor.mocks, request["project"], request["stack"], preview=True, monitor=monitor, organization="organization"
    )
    settings.SETTINGS.engine = Engine(None)
    loop.run_until_complete(stack.wait_for_rpcs())
    settings.ROOT.set(None)
    config.set_all_config(request["configuration"], request["secret_keys"])
    sys.path.insert(0, str(main.parent))
    sys.argv = [str(main)]
    close_network()
    make_repeatable()
    loop.run_until_complete(stack.run_in_stack(lambda: _execute(main)))
    if monitor.duplicate:
        raise DuplicateUrnError(monitor.duplicate)
    return {
        "resources": list(monitor.records.values()),
        "data_sources": list(monitor.calls.values()),
        "exports": monitor.exports,
        "symbols": dict(monitor.symbols.table),
        "components": list(watch.components.values()),
        "import_effects": [
            urn for urn, record in monitor.records.items() if (record["type"], urn.split("::", 3)[3]) in watch.at_import
        ],
        "dropped": lenient.dropped,
        "overwritten_exports": sorted(watch.overwritten_exports),
        "component_exports": watch.component_exports,
    }


def _execute(main: Path) -> None:
    runpy.run_path(str(main), run_name="__main__")
