"""Start a CDKTF program in Python in the time of the framework alone, however large its prebuilt provider is.

The package of a prebuilt provider imports all its modules when it is imported itself, and so does its JavaScript in
the framework's Node process: for AWS more than 2,200 modules on each side, more than ten seconds and half a gigabyte,
of which a program uses a handful. With

    python -m cdktf_fast_load main.py

both sides load a module when it is first used. The program needs no change, and what it synthesizes is the same, byte
for byte. It works for every prebuilt provider (`cdktf_cdktf_provider_*`). A program may ask for it itself instead, with
`cdktf_fast_load.enable()`: that holds for what is imported after the call.

`cdktf_fast_load.start()` has Node start the framework while Python does what needs none, such as reading settings.

Anything unexpected (a provider of another shape, a jsii that works otherwise, a provider imported already) is loaded
as if this package were not there; the logger `cdktf_fast_load` says so at level INFO, and standard error where a large
provider was imported too early. The environment variable `TAP_FAST_LOAD=0` turns it off.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from typing import Final

from cdktf_fast_load.finder import FastLoadFinder

__all__ = ["enable", "start"]

LARGE: Final = 100
"""How many modules a provider has from which on loading them all is felt: a tenth of a second and more."""


def enable() -> None:
    """Load the modules of prebuilt providers when they are used, from now on; a second call does nothing.

    Call it before the first import of a provider, best before the first import of `cdktf`. It starts no process,
    imports nothing large and writes nothing: it adds one finder to `sys.meta_path`.

    Checked on jsii 1.135 to 1.142, cdktf 0.21.0, providers aws 21.22.1 and null 11.0.1, Python 3.11 to 3.13, Node 20
    and 24; with an older jsii everything is imported in its own way.
    """
    if os.environ.get("TAP_FAST_LOAD") == "0":
        return
    if not any(isinstance(finder, FastLoadFinder) for finder in sys.meta_path):
        _tell_of_slow_providers()
        sys.meta_path.insert(0, FastLoadFinder())


def start() -> None:
    """Start the framework in a thread, while the program does what needs no framework.

    The first import of `cdktf` waits until it is there. A fault on the way, such as no Node, is raised by that import
    and not here. A program that ends without an import of `cdktf` ends the framework's process, too.

    Call it after `enable()`, as early as can be: before settings are read, say. It does nothing where fast loading is
    turned off or the framework is imported already.
    """
    if os.environ.get("TAP_FAST_LOAD") == "0" or "cdktf" in sys.modules:
        return
    from cdktf_fast_load.framework_start import start_framework  # only now: most programs do without

    start_framework()


def _tell_of_slow_providers() -> None:
    """Say in one line on standard error which large providers were imported too early, and what to do."""
    modules = [name for name in sys.modules if re.fullmatch(r"cdktf_cdktf_provider_\w+\.\w+", name)]
    for name, count in sorted(Counter(module.partition(".")[0] for module in modules).items()):
        if count >= LARGE:
            print(
                f"cdktf_fast_load: slow start: {name} was imported before it, with all its {count:,} modules. Run the "
                'program with: python -m cdktf_fast_load main.py (in cdktf.json: "app"). '
                "TAP_FAST_LOAD=0 silences this.",
                file=sys.stderr,
            )
