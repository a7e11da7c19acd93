"""Python's half: import a prebuilt provider's package without its modules; each is imported when it is first used."""

from __future__ import annotations

import importlib
import re
import sys
from dataclasses import dataclass
from functools import partial
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Final

from jsii import _reference_map

from cdktf_fast_load import kernel

_IMPORTS: Final = re.compile(
    r"\n# Loading modules to ensure their types are registered with the jsii runtime library\n"
    r"((?:from \. import \w+\n)+)\Z"
)
"""How jsii-pacmak 1.x ends a package: one import for each of its modules."""


@dataclass(frozen=True)
class ProviderSource:
    """The source of a provider's package.

    Args:
        own: what the package itself does: document, load the assembly, list and publish its names.
        modules: the modules that it imports after that, thousands for AWS.
    """

    own: str
    modules: frozenset[str]

    @classmethod
    def parse(cls, source: str) -> ProviderSource | None:
        """Split the source where the imports of its modules begin; None when it is not of this shape."""
        imports = _IMPORTS.search(source)
        if imports is None:
            return None
        return cls(source[: imports.start()], frozenset(re.findall(r"import (\w+)", imports[1])))


class ProviderLoader(SourceFileLoader):
    """Runs a provider's own source and leaves its modules for later."""

    def __init__(self, fullname: str, path: str, source: ProviderSource) -> None:
        super().__init__(fullname, path)
        self._source = source

    def exec_module(self, module: ModuleType) -> None:
        """Run the package's own source, then answer for its modules."""
        kernel.prepare()
        vars(module).pop("__getattr__", None)  # of the import before, when this one is a reload
        exec(compile(self._source.own, self.path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        published = sys.modules[self.name]  # `publication.publish()` has put another module in this one's place
        for face in (module, published):
            vars(face).update(__getattr__=self._import_module, __dir__=partial(self._names, face))
        self._announce(module.__jsii_assembly__.name)

    def _import_module(self, name: str) -> ModuleType:
        if name not in self._source.modules:
            raise AttributeError(f"module {self.name!r} has no attribute {name!r}", name=name)
        return importlib.import_module(f"{self.name}.{name}")

    def _names(self, face: ModuleType) -> list[str]:
        return sorted({*vars(face), *self._source.modules} - {"__getattr__", "__dir__"})

    def _announce(self, assembly: str) -> None:
        """Tell jsii where each type's module is, so that it imports it when Node returns such an object."""
        _reference_map._submodule_fqn_map.update(
            {f"{assembly}.{jsii_name(name)}": f"{self.name}.{name}" for name in self._source.modules}
        )


def types_resolve_on_demand() -> bool:
    """Say whether this jsii imports the module of a type when Node returns an object of it; older ones do not."""
    return hasattr(_reference_map, "_submodule_fqn_map")


def jsii_name(name: str) -> str:
    """Undo what jsii-pacmak does to a module's name: `lambda_function` is `lambdaFunction` in jsii."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
