"""The order of steps in which Pulumi's test runtime runs a whole program."""

from __future__ import annotations

import asyncio
import gc
import runpy
import sys
from pathlib import Path
from typing import Any

from pulumi.runtime import config, mocks, settings, stack

from . import stack_references
from .channel import Channel
from .fences import Fences
from .lenient import Lenient
from .monitor import DuplicateUrnError, Engine, Recorder
from .repeatable import make_repeatable
from .secret_digests import SecretDigests
from .transforms import Transforms
from .watch import Watch


def run(request: dict[str, Any], channel: Channel, fences: Fences) -> dict[str, Any]:
    """Run the program of a request, whose folder is the current one, and return what only its end tells, as JSON.

    Args:
        request: which program, for which stack, with which configuration.
        channel: takes the registrations as they come.
        fences: are put up before the program begins.

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
    secrets = SecretDigests(bytes.fromhex(request.pop("digest_key")), request["encrypted"])
    monitor = Recorder(request["project"], request["stack"], watch, Transforms(loop), channel, secrets)
    mocks.set_mocks(
        monitor.mocks, request["project"], request["stack"], preview=True, monitor=monitor, organization="organization"
    )
    settings.SETTINGS.engine = Engine(None)
    stack_references.install(monitor.symbols.token)
    loop.run_until_complete(stack.wait_for_rpcs())
    settings.ROOT.set(None)
    config.set_all_config(request["configuration"], request["secret_keys"])
    sys.path.insert(0, str(main.parent))
    sys.argv = [str(main)]
    fences.close()
    make_repeatable()
    loop.run_until_complete(stack.run_in_stack(lambda: _execute(main)))
    if monitor.duplicate:
        raise DuplicateUrnError(monitor.duplicate)
    return {
        "symbols": dict(monitor.symbols.table),
        "components": list(watch.components.values()),
        "import_effects": [
            urn for urn, type_ in monitor.types.items() if (type_, urn.split("::", 3)[3]) in watch.at_import
        ],
        "dropped": lenient.dropped,
        "objects_for_texts": [*lenient.objects_for_texts, *monitor.objects_for_texts],
        "overwritten_exports": sorted(watch.overwritten_exports),
        "component_exports": watch.component_exports,
    }


def _execute(main: Path) -> None:
    runpy.run_path(str(main), run_name="__main__")
