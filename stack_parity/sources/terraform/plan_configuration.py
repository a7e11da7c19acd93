"""The configuration inside a plan: how each value was written, in the root module and in the modules that it calls.

Source: Terraform's "JSON output format", "Configuration Representation". A module's input is what its call gives it, a
module's output is what it makes of its own resources: both are followed to the resources that they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stack_parity.model.program import Provider
from stack_parity.model.values import Ref, Unknown, Value
from stack_parity.sources.providers import DEFAULT, provider_of
from stack_parity.sources.terraform.language.templates import expression, plain

_INSTANCE = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_OUTSIDE = frozenset({"var", "local", "module", "path", "terraform", "each", "count", "self"})


def object_of(value: object) -> Mapping[str, object]:
    """Return an object; an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[object]:
    """Return a list; an empty one in the place of anything else."""
    return value if isinstance(value, list) else []


def without_instances(address: str) -> str:
    """Return the address of what a configuration writes once, without the numbers and keys of its instances."""
    return _INSTANCE.sub("", address)


@dataclass
class _Module:
    """One module as it is called: its body, and what its call gives it."""

    prefix: str
    """What its resources' addresses begin with: `module.<name>.` for each call on the way, nothing for the root."""
    body: Mapping[str, object]
    call: Mapping[str, object]
    caller: _Module | None
    after: frozenset[str] = frozenset()
    """What the whole module is made after."""
    called: dict[str, _Module] = field(default_factory=dict)


class Configuration:
    """What a plan says of how its values were written.

    Of a value that is not known yet it names what that is made from, and not how: the same in one plan only.

    Args:
        document: the plan's `configuration`.
        place: what tells this plan from others.
    """

    def __init__(self, document: Mapping[str, object], place: str) -> None:
        self._place = place
        self._providers = object_of(document.get("provider_config"))
        self._resources: dict[str, tuple[Mapping[str, object], _Module]] = {}
        self._followed: dict[tuple[str, str], tuple[Ref, ...]] = {}
        self._root = _Module("", object_of(document.get("root_module")), {}, None)
        modules = [self._root]
        while modules:
            module = modules.pop()
            for item in map(object_of, list_of(module.body.get("resources"))):
                self._resources[f"{module.prefix}{item.get('address')}"] = (item, module)
            for name, call in object_of(module.body.get("module_calls")).items():
                given = object_of(call)
                inner = _Module(f"{module.prefix}module.{name}.", object_of(given.get("module")), given, module)
                module.called[name] = inner
                modules.append(inner)
        self._order(self._root, frozenset())

    def addresses(self) -> frozenset[str]:
        """Return the addresses of what the root module holds, without instances."""
        return frozenset(address for address, (_, module) in self._resources.items() if module is self._root)

    def expressions(self, address: str) -> Mapping[str, object]:
        """Return what the arguments of a resource are written as."""
        return object_of(self._of(address)[0].get("expressions"))

    def depends_on(self, address: str) -> frozenset[str]:
        """Return the addresses that a resource, or a module around it, is explicitly made after."""
        item, module = self._of(address)
        return self._named(list_of(item.get("depends_on")), module) | module.after

    def output(self, name: str) -> Value:
        """Return what an output of the root module refers to, where its value is not known yet."""
        return self._value(object_of(object_of(self._root.body.get("outputs")).get(name)).get("expression"), self._root)

    def value(self, address: str, written: object) -> Value:
        """Return what an expression of a resource refers to."""
        return self._value(written, self._of(address)[1])

    def targets(self, address: str, written: object) -> Iterator[str]:
        """Yield the address of every resource that an expression of a resource, or a block of them, names."""
        for reference in self._references(written, self._of(address)[1]):
            yield reference.address

    def providers(self) -> dict[str, Provider]:
        """Return the configurations of the `aws` provider by name."""
        return {
            name: provider_of(
                {
                    key: self._setting(value, self._module_of(body))
                    for key, value in object_of(body.get("expressions")).items()
                }
            )
            for name, body in self._providers.items()
            if isinstance(body, dict) and _is_aws(name)
        }

    def provider_of(self, address: str) -> str | None:
        """Return the name of the configuration that makes a resource."""
        name = str(self._of(address)[0].get("provider_config_key"))
        return name if _is_aws(name) else None

    def _of(self, address: str) -> tuple[Mapping[str, object], _Module]:
        return self._resources.get(without_instances(address), ({}, self._root))

    def _order(self, module: _Module, after: frozenset[str]) -> None:
        modules = [(module, after)]
        while modules:
            current, above = modules.pop()
            stated = self._named(list_of(current.call.get("depends_on")), current.caller) if current.caller else above
            current.after = above | stated
            modules.extend((inner, current.after) for inner in current.called.values())

    def _named(self, names: list[object], module: _Module) -> frozenset[str]:
        """Return the addresses that a `depends_on` names: of a module, all that it holds."""
        found: set[str] = set()
        for name in map(str, names):
            address = f"{module.prefix}{without_instances(name)}"
            inside = {known for known in self._resources if known.startswith(f"{address}.")}
            found |= inside if name.startswith("module.") else {address}
        return frozenset(found)

    def _value(self, written: object, module: _Module) -> Value:
        names = [str(name) for name in list_of(object_of(written).get("references"))]
        whole = _longest(names)
        found = [reference for name in whole for reference in self._follow(name, module)]
        addresses = tuple(sorted({reference.address for reference in found}))
        pieces = [piece for reference in found or whole for piece in (", ", reference)][1:]
        reason = "made from " + ", ".join(whole) if whole else "after an apply"
        return Unknown(reason, addresses, ("made from ", *pieces), self._place)

    def _module_of(self, body: Mapping[str, object]) -> _Module:
        """Return the module in which a provider is configured."""
        module = self._root
        for name in re.findall(r"module\.([\w-]+)", str(body.get("module_address") or "")):
            module = module.called.get(name, module)
        return module

    def _setting(self, value: object, module: _Module) -> Value:
        """Return what a setting of a provider, or a block of them, is known to be."""
        if isinstance(value, list):
            return [self._setting(item, module) for item in value]
        if not isinstance(value, dict):
            return None
        if "references" in value:
            return self._value(value, module)
        if "constant_value" in value:
            return plain(value["constant_value"])
        return {key: self._setting(item, module) for key, item in value.items()}

    def _references(self, written: object, module: _Module) -> Iterator[Ref]:
        if isinstance(written, list):
            for item in written:
                yield from self._references(item, module)
        elif isinstance(written, dict):
            for key, item in written.items():
                if key == "references":
                    for name in _longest([str(name) for name in list_of(item)]):
                        yield from self._follow(name, module)
                else:
                    yield from self._references(item, module)

    def _follow(self, name: str, module: _Module) -> tuple[Ref, ...]:
        """Return the attributes of resources that a name stands for inside a module."""
        key = (module.prefix, name)
        if key not in self._followed:
            self._followed[key] = ()  # what leads back to itself ends here
            self._followed[key] = tuple(dict.fromkeys(self._steps(name, module)))
        return self._followed[key]

    def _steps(self, name: str, module: _Module) -> Iterator[Ref]:
        steps = without_instances(name).split(".")
        if steps[0] == "var" and module.caller is not None:
            given = object_of(module.call.get("expressions")).get(".".join(steps[1:2]))
            yield from self._references(given, module.caller)
        elif steps[0] == "module":
            inner = module.called.get(".".join(steps[1:2]))
            outputs = object_of(inner.body.get("outputs")) if inner else {}
            for output in steps[2:3] or outputs:
                if inner is not None:
                    yield from self._references(object_of(outputs.get(output)).get("expression"), inner)
        elif steps[0] not in _OUTSIDE:
            value = expression(name)
            if isinstance(value, Ref):
                yield Ref(f"{module.prefix}{value.address}", value.attribute)
            elif steps[1:]:
                yield Ref(module.prefix + ".".join(steps[: 3 if steps[0] == "data" else 2]), "id")


def _longest(names: list[str]) -> list[str]:
    """Return the names without those that others continue: an expression's list has the resource alone, too."""
    return [
        name
        for name in names
        if not any(other.startswith((f"{name}.", f"{name}[")) and other != name for other in names)
    ]


def _is_aws(name: str) -> bool:
    """Return whether a configuration's name, with the module that it stands in before a colon, is an AWS provider's."""
    return name.rpartition(":")[2].split(".")[0] == DEFAULT
