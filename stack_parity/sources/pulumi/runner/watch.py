"""What the runtime's wire does not say: classes behind types, what an import sets off, which arguments are secret."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, Final, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote, urlsplit

import pulumi
from google.protobuf import struct_pb2
from pulumi import resource as resource_module
from pulumi.runtime import rpc
from pulumi.runtime.stack import Stack

from .annotations import UNIONS

_SHAPELESS: Final = (None, Any, dict, object)
"""Annotations that say nothing of what is inside."""


class Watch:
    """Classes by type token, filled while the program runs."""

    def __init__(self, folder: Path, main: Path) -> None:
        self._folder = folder
        self._main = main
        self.resources: dict[str, type] = {}
        self.results: dict[str, type] = {}
        self.components: dict[str, dict[str, Any]] = {}
        self.at_import: set[tuple[str, str]] = set()
        self.overwritten_exports: set[str] = set()
        self.component_exports: dict[str, str] = {}
        self._with_secrets: dict[bytes, struct_pb2.Struct] = {}

    def install(self) -> None:
        """Put the watch into the runtime of this process."""
        for name in ("register_resource", "read_resource"):
            setattr(resource_module, name, self._seen(getattr(resource_module, name)))
        for name in ("invoke", "invoke_output", "invoke_async"):
            setattr(pulumi.runtime, name, self._called(getattr(pulumi.runtime, name)))

        output = Stack.output

        def exported(stack: Any, name: str, value: Any) -> None:
            self._export(name, stack.outputs, sys._getframe(1))
            output(stack, name, value)

        setattr(Stack, "output", exported)  # noqa: B010 - mypy forbids to assign a method
        unwrap = rpc._unwrap_rpc_secret_struct_properties

        def watched(value: Any) -> tuple[Any, bool]:
            plain, secret = unwrap(value)
            if secret and isinstance(value, struct_pb2.Struct) and isinstance(plain, struct_pb2.Struct):
                self._with_secrets[plain.SerializeToString(deterministic=True)] = value
            return plain, secret

        rpc._unwrap_rpc_secret_struct_properties = watched

    def as_given(self, arguments: struct_pb2.Struct) -> struct_pb2.Struct:
        """Return a data source's arguments with their secrets marked; the runtime sends them in the clear."""
        return self._with_secrets.get(arguments.SerializeToString(deterministic=True), arguments)

    def source_position(self, request: Any) -> str | None:
        """Return the innermost line of the program's own code behind a request, in the engine's own form."""
        for frame in getattr(getattr(request, "stackTrace", None), "frames", ()):
            file = Path(unquote(urlsplit(frame.pc.uri).path))
            if self._is_own(file):
                return f"project:///{quote(file.relative_to(self._folder).as_posix())}#{frame.pc.line}"
        return None

    def _seen(self, register: Callable[..., None]) -> Callable[..., None]:
        def watched(res: pulumi.Resource, ty: str, name: str, *rest: Any, **named: Any) -> None:
            self.resources[ty] = type(res)
            if not isinstance(res, (pulumi.CustomResource, Stack)):
                self.components[ty] = {"type": ty, **describe(type(res))}
            if self._importing(sys._getframe(1)):
                self.at_import.add((ty, name))
            register(res, ty, name, *rest, **named)

        return watched

    def _export(self, name: str, before: Mapping[str, Any], frame: FrameType | None) -> None:
        if name in before:
            self.overwritten_exports.add(name)
        maker = _component_in(frame)
        if maker is not None and maker._name not in name:
            self.component_exports.setdefault(name, maker._name)

    def _called(self, invoke: Callable[..., Any]) -> Callable[..., Any]:
        def watched(tok: str, props: Any, opts: Any = None, typ: type | None = None, **named: Any) -> Any:
            if typ is not None:
                self.results[tok] = typ
            return invoke(tok, props, opts, typ, **named)

        return watched

    def _importing(self, frame: FrameType | None) -> bool:
        """Say whether a module of the program other than its main one is being imported right now."""
        while frame is not None:
            if frame.f_code.co_name == "<module>":
                file = Path(frame.f_code.co_filename)
                if file != self._main and self._is_own(file):
                    return True
            frame = frame.f_back
        return False

    def _is_own(self, file: Path) -> bool:
        return file.is_relative_to(self._folder) and "site-packages" not in file.parts


def _component_in(frame: FrameType | None) -> pulumi.ComponentResource | None:
    """Return the component whose constructor is running, if one is."""
    while frame is not None:
        maker = frame.f_locals.get("self") if frame.f_code.co_name == "__init__" else None
        if isinstance(maker, pulumi.ComponentResource) and not isinstance(maker, Stack):
            return maker
        frame = frame.f_back
    return None


def describe(cls: type) -> dict[str, Any]:
    """Say where a component's class is and how its arguments are typed."""
    constructor = inspect.getattr_static(cls, "__init__")
    try:
        hints = get_type_hints(constructor)
        parameters = list(inspect.signature(constructor).parameters)[2:]
    except (NameError, TypeError, ValueError):
        hints, parameters = {}, []
    given = [name for name in parameters if _core(hints.get(name)) is not pulumi.ResourceOptions and name != "opts"]
    place = {"module": cls.__module__, "name": cls.__qualname__}
    cores = [_core(hints.get(name)) for name in given]
    if len(cores) == 1 and isinstance(cores[0], type) and cores[0].__module__ != "builtins":
        return {**place, "arguments": cores[0].__name__, "typed": _has_typed_fields(cores[0])}
    return {**place, "arguments": None, "typed": bool(cores) and not any(core in _SHAPELESS for core in cores)}


def _has_typed_fields(cls: type) -> bool:
    """Say whether the class annotates its fields, or else all parameters of its constructor."""
    if getattr(cls, "__annotations__", None):
        return True
    constructor = inspect.getattr_static(cls, "__init__")
    if constructor is object.__init__:
        return False
    parameters = list(inspect.signature(constructor).parameters.values())[1:]
    return bool(parameters) and all(parameter.annotation is not parameter.empty for parameter in parameters)


def _core(hint: Any) -> Any:
    """Take `Optional` away."""
    if get_origin(hint) in UNIONS:
        members = [member for member in get_args(hint) if member is not type(None)]
        return members[0] if len(members) == 1 else hint
    return hint
