"""The import hook: names the few packages that get a loader of ours and leaves every other import alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Final

from cdktf_fast_load.node import require_node

_OURS: Final = re.compile(r"cdktf(\._jsii)?|cdktf_cdktf_provider_\w+(\.[a-z]\w*)?")
"""The framework, its assembly, a prebuilt provider, a module of a provider."""


class FastLoadFinder:
    """Finds the framework and the prebuilt providers where Python itself finds them."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002 - part of the protocol; a reload is found like an import
    ) -> ModuleSpec | None:
        """Answer with a loader of ours, or with None: then the import goes on as if this finder were not there."""
        if not _OURS.fullmatch(fullname):
            return None

        require_node()
        from cdktf_fast_load import loaders  # only now: they import jsii, which a program may never need

        spec = PathFinder.find_spec(fullname, path)
        loader = loaders.choose(fullname, spec)
        if spec is None or loader is None:
            return None
        spec.loader = loader
        return spec
