"""The import hook: gives two kinds of package a loader of ours and leaves every other import alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Final

from cdktf_fast_load import kernel
from cdktf_fast_load.provider_package import ProviderLoader, ProviderSource, types_resolve_on_demand

_FRAMEWORK: Final = "cdktf._jsii"
_PROVIDER: Final = re.compile(r"cdktf_cdktf_provider_\w+")

_log = logging.getLogger(__package__)


class FastLoadFinder(MetaPathFinder):
    """Finds the framework's assembly and the prebuilt providers where Python itself finds them."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002 - part of the protocol; a reload is found like an import
    ) -> ModuleSpec | None:
        """Answer with a loader of ours, or with None: then the import goes on as if this finder were not there."""
        if not (fullname == _FRAMEWORK or _PROVIDER.fullmatch(fullname)):
            return None
        spec = PathFinder.find_spec(fullname, path)
        loader = _loader(fullname, spec.loader) if spec and type(spec.loader) is SourceFileLoader else None
        if spec is None or loader is None:
            _log.info("%s is imported in its own way", fullname)
            return None
        spec.loader = loader
        return spec


class _FrameworkLoader(SourceFileLoader):
    """Prepares the kernel before the framework is loaded into it, which starts it if it does not run yet."""

    def exec_module(self, module: ModuleType) -> None:
        kernel.prepare()
        super().exec_module(module)


def _loader(fullname: str, plain: SourceFileLoader) -> SourceFileLoader | None:
    if fullname == _FRAMEWORK:
        return _FrameworkLoader(fullname, plain.path)
    source = ProviderSource.parse(plain.get_data(plain.path).decode())
    return ProviderLoader(fullname, plain.path, source) if source and types_resolve_on_demand() else None
