"""The lenient run: arguments that the installed SDK does not know are left out, and written down.

Must be installed before the program imports a provider's SDK: it hooks the definition of classes.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import pulumi

from .annotations import is_text


class Lenient:
    """Collects what was dropped, and which lists and mappings were made texts, in the order of the calls."""

    def __init__(self) -> None:
        self.dropped: list[dict[str, str]] = []
        self.objects_for_texts: list[dict[str, str]] = []

    def install(self) -> None:
        """Put hooks under the definition of resource classes and of the types of their nested arguments."""

        def subclassed(cls: Any, /, **named: Any) -> None:
            object.__init_subclass__(**named)
            if "_internal_init" in cls.__dict__:
                cls._internal_init = self._tolerant(cls, cls.__dict__["_internal_init"])

        type.__setattr__(pulumi.CustomResource, "__init_subclass__", classmethod(subclassed))
        input_type = pulumi.input_type

        def tolerant_input_type(cls: Any) -> Any:
            defined: Any = input_type(cls)
            defined.__init__ = self._tolerant(defined, defined.__init__)
            return defined

        pulumi.input_type = tolerant_input_type

    def _tolerant(self, cls: type, init: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(init)
        if any(parameter.kind is parameter.VAR_KEYWORD for parameter in signature.parameters.values()):
            return init
        resource = f"{cls.__module__}.{cls.__qualname__}"

        @functools.wraps(init)
        def tolerant(instance: Any, *given: Any, **named: Any) -> None:
            known = {name: value for name, value in named.items() if name in signature.parameters}
            name = str(given[0]) if given else str(named.get("resource_name", ""))
            self.dropped.extend(
                {"resource": resource, "name": name, "argument": argument}
                for argument in named
                if argument not in known
            )
            for argument, value in known.items():
                if isinstance(value, (list, tuple, dict)) and is_text(signature.parameters[argument]):
                    self.objects_for_texts.append({"resource": resource, "name": name, "argument": argument})
                    known[argument] = pulumi.Output.json_dumps(value)
            init(instance, *given, **known)

        return tolerant
