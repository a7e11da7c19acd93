"""Python's checks of arguments: resolve the annotations of a generated function once, not at each call."""

from __future__ import annotations

import typing
from functools import cache
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Final


class GeneratedModuleLoader(SourceFileLoader):
    """Runs generated code as it is and lets it remember resolved annotations.

    jsii checks the arguments of each call against annotations that never change, and code of jsii-pacmak before 1.138
    resolves them each time anew: a fifth of Python's time for a resource. Later versions remember them, too.
    """

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, then give its functions a `typing` that remembers."""
        super().exec_module(module)
        vars(module)["typing"] = _TYPING


def _remembering_typing() -> ModuleType:
    module = ModuleType(typing.__name__)
    vars(module).update(vars(typing), get_type_hints=cache(typing.get_type_hints))
    return module


_TYPING: Final = _remembering_typing()
