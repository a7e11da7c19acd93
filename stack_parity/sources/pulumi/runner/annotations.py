"""What annotations say, in every version of Python."""

from __future__ import annotations

import functools
import inspect
import re
import types
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import pulumi
from google.protobuf import json_format, struct_pb2
from pulumi import _types
from pulumi.runtime import rpc

UNIONS: Final[tuple[Any, ...]] = (Union, getattr(types, "UnionType", Union))
"""The origins of `Union[a, b]` and, from Python 3.10 on, `a | b`."""


@functools.cache
def return_hints(cls: type) -> dict[str, Any]:
    """Return, by wire name, what each property of a class of Pulumi's is annotated to return."""
    given = _types._globals_for_cls(cls)
    return {
        wire: get_type_hints(member.fget, given, {"Output": pulumi.Output, "T": type(None)}).get("return")
        for _, wire, member in _types._py_properties(cls)
    }


_MORE_THAN_TEXT: Final = re.compile(r"Any|Args|Mapping|Sequence|[Dd]ict|[Ll]ist|Asset|Archive")


def objects_for_texts(cls: type, given: struct_pb2.Struct) -> list[str]:
    """Return the inputs that hold an object or a list, where a resource's class declares a text and nothing else.

    Pulumi's SDK lets them pass and the engine refuses them.
    """
    structured = [name for name, value in given.fields.items() if _is_structured(value)]
    if not structured:
        return []
    parameters = inspect.signature(getattr(cls, "_internal_init", cls)).parameters
    return [name for name in structured if is_text(parameters.get(re.sub("([A-Z])", r"_\1", name).lower()))]


def texts_given_as_objects(cls: type, given: struct_pb2.Struct) -> list[str]:
    """Return the outputs that a class declares as texts and that are given as objects: the engine writes their JSON."""
    structured = [name for name, value in given.fields.items() if _is_structured(value)]
    hints = return_hints(cls) if structured else {}
    return [
        name for name in structured if _is_output_of_text(hints.get(name)) and not _holds_signed(given.fields[name])
    ]


def _is_output_of_text(hint: Any) -> bool:
    inside = get_args(hint)[0] if get_origin(hint) is pulumi.Output else hint
    return bool(_types.unwrap_type(inside) is str) if inside is not None else False


def _holds_signed(value: struct_pb2.Value) -> bool:
    """Say whether a secret or an asset is inside."""
    return rpc._special_sig_key in json_format.MessageToJson(value)


def _is_structured(value: struct_pb2.Value) -> bool:
    """Say whether it is a plain object or list: secrets, assets and resources travel as objects, too."""
    if value.HasField("list_value"):
        return True
    return value.HasField("struct_value") and not {rpc._special_sig_key, "urn"} & value.struct_value.fields.keys()


def is_text(parameter: inspect.Parameter | None) -> bool:
    """Say whether a parameter takes a text and nothing else."""
    if parameter is None:
        return False
    annotation = str(parameter.annotation).replace("ForwardRef('Output[T]')", "")
    return "str" in annotation and not _MORE_THAN_TEXT.search(annotation.replace("Awaitable", ""))
