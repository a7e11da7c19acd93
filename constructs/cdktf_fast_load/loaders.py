"""Which loader a package gets."""

from __future__ import annotations

import logging
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType

from cdktf_fast_load import kernel
from cdktf_fast_load.generated_module import GeneratedModuleLoader
from cdktf_fast_load.provider_package import ProviderLoader, ProviderSource, types_resolve_on_demand

_log = logging.getLogger(__package__)


def choose(fullname: str, spec: ModuleSpec | None) -> SourceFileLoader | None:
    """Return the loader of ours for a package; None, with word to the log, when it is not as expected.

    Args:
        fullname: the framework, its assembly, a provider or a module of a provider.
        spec: what Python found.
    """
    plain = spec.loader if spec else None
    loader = _loader(fullname, plain) if type(plain) is SourceFileLoader else None
    if loader is None:
        _log.info("%s is imported in its own way", fullname)
    return loader


def _loader(fullname: str, plain: SourceFileLoader) -> SourceFileLoader | None:
    if fullname == "cdktf._jsii":
        return _AssemblyLoader(fullname, plain.path)
    if fullname == "cdktf" or "." in fullname:
        return GeneratedModuleLoader(fullname, plain.path)
    source = ProviderSource.parse(plain.get_data(plain.path).decode())
    return ProviderLoader(fullname, plain.path, source) if source and types_resolve_on_demand() else None


class _AssemblyLoader(SourceFileLoader):
    """Prepares the kernel before the framework is loaded into it, which starts it if it does not run yet."""

    def exec_module(self, module: ModuleType) -> None:
        kernel.prepare()
        super().exec_module(module)
