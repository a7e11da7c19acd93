"""The import hook: loaders of ours for the framework and its prebuilt providers, and for no other import."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Final

from cdktf_fast_load import kernel
from cdktf_fast_load.generated_module import GeneratedModuleLoader
from cdktf_fast_load.provider_package import ProviderLoader, ProviderSource, types_resolve_on_demand

_ASSEMBLY: Final = re.compile(r"cdktf\._jsii")
_PROVIDER: Final = re.compile(r"cdktf_cdktf_provider_\w+")
_GENERATED: Final = re.compile(r"cdktf|cdktf_cdktf_provider_\w+\.[a-z]\w*")

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
        if not any(kind.fullmatch(fullname) for kind in (_ASSEMBLY, _PROVIDER, _GENERATED)):
            return None
        spec = PathFinder.find_spec(fullname, path)
        loader = _loader(fullname, spec.loader) if spec and type(spec.loader) is SourceFileLoader else None
        if spec is None or loader is None:
            _log.info("%s is imported in its own way", fullname)
            return None
        spec.loader = loader
        return spec


class _AssemblyLoader(SourceFileLoader):
    """Prepares the kernel before the framework is loaded into it, which starts it if it does not run yet."""

    def exec_module(self, module: ModuleType) -> None:
        kernel.prepare()
        super().exec_module(module)


def _loader(fullname: str, plain: SourceFileLoader) -> SourceFileLoader | None:
    if _ASSEMBLY.fullmatch(fullname):
        return _AssemblyLoader(fullname, plain.path)
    if _GENERATED.fullmatch(fullname):
        return GeneratedModuleLoader(fullname, plain.path)
    source = ProviderSource.parse(plain.get_data(plain.path).decode())
    return ProviderLoader(fullname, plain.path, source) if source and types_resolve_on_demand() else None
