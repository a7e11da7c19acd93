"""The framework's start, ahead of its first use."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

from cdktf_fast_load.node import find_node


def start_framework() -> None:
    """Start the framework's Node process and load the framework, without its providers, in a thread.

    The import of jsii, which starts the process, is done when this returns; after that Node works while Python goes on.
    """
    if not find_node():
        return  # without Node jsii leaves traces of its own on the error output, even of an attempt that nobody needed
    with suppress(Exception):  # whoever imports the framework meets the fault again, and it is theirs to tell
        import_module("jsii")
        Thread(target=_load, name="cdktf_fast_load.start").start()


def _load() -> None:
    with suppress(Exception):  # as above
        import_module("cdktf")
