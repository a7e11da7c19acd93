"""Start a CDKTF program in Python in the time of the framework itself, whatever the size of its prebuilt provider."""

from __future__ import annotations

import os
import sys

__all__ = ["enable"]


def enable() -> None:
    """Import prebuilt providers by need from now on."""
    if os.environ.get("TAP_FAST_LOAD") == "0":
        return

    from cdktf_fast_load.finder import FastLoadFinder

    if not any(isinstance(finder, FastLoadFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, FastLoadFinder())
