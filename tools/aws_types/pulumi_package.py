"""Reads the installed `pulumi_aws`: its tokens, and the properties of each with their types, from the source text.

Nothing of the package is imported. Its modules are generated, so every class and every getter is written in one form.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

_REGISTERED: Final = re.compile(r'resource_modules="""\n(.*?)"""', re.DOTALL)
_CLASS: Final = re.compile(r"^class (\w+)\(?[^\n]*:\n", re.MULTILINE)
_GETTER: Final = re.compile(
    r'^    @pulumi\.getter(?:\(name="(\w+)"\))?\n'
    r'(?:    @_utilities\.deprecated\("""(?:(?!""").)*"""\)\n)?'
    r"    def (\w+)\(self\) -> ([^\n]+):\n",
    re.MULTILINE | re.DOTALL,
)
_INVOKED: Final = re.compile(r"invoke\('(aws:[^']+)'")
_TRANSPARENT: Final = frozenset({"Input", "Output", "Optional", "Union"})
"""What says nothing of what a property holds; of a union, the first counts."""
_PLAIN: Final = {
    "Any": "any",
    "Archive": "asset",
    "Asset": "asset",
    "bool": "bool",
    "float": "number",
    "int": "number",
    "str": "string",
}


@dataclass(frozen=True)
class Shape:
    """What a property holds: `string`, `number`, `bool`, `any`, `asset`, `list`, `map` or `object`."""

    kind: str
    inner: Shape | None = None
    """Of a list or a map."""
    class_: str = ""
    """Of an object, the name of its class."""

    @property
    def object(self) -> Shape | None:
        """The object that it is or, at whatever depth, holds."""
        return self if self.class_ else self.inner.object if self.inner else None


@dataclass(frozen=True)
class PulumiType:
    """A resource class or a function: its properties by their name on the wire, and those of the objects in them."""

    token: str
    properties: Mapping[str, Shape]
    inputs: frozenset[str]
    required: frozenset[str]
    """The inputs, by their name in Python, without which the class cannot be made."""
    folder: Path = field(compare=False)

    def is_object(self, shape: Shape) -> bool:
        """Return whether a shape with a class is an object, which may be empty, and not an enumeration of texts."""
        return shape.class_ in _classes(self.folder / "outputs.py")

    def objects(self, shape: Shape) -> Mapping[str, Shape]:
        """Return the properties of the object in a shape; empty where it holds none."""
        held = shape.object
        return _classes(self.folder / "outputs.py").get(held.class_, {}) if held else {}


def folder_of(package: str) -> Path:
    """Return the folder of an installed package, which is not imported.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed in this environment. Run: make setup")
    return Path(spec.origin).parent


def version() -> str:
    """Return the version of the installed package."""
    return importlib.metadata.version("pulumi_aws")


def read_types() -> dict[str, PulumiType]:
    """Return every resource type that the installed package registers, by token."""
    root = folder_of("pulumi_aws")
    (registered,) = _REGISTERED.findall(_text(root / "__init__.py"))
    found = {}
    for module in json.loads(registered):
        for token, class_ in module["classes"].items():
            folder = root.joinpath(*module["fqn"].split(".")[1:])
            found[token] = _type(token, class_, folder)
    return found


def read_functions() -> dict[str, PulumiType]:
    """Return every provider function of the installed package, by token; its properties are those of its result."""
    found = {}
    for file in sorted(folder_of("pulumi_aws").rglob("get_*.py")):
        results = [held for name, held in _classes(file).items() if name.endswith("Result") and held]
        for token in _INVOKED.findall(_text(file)):
            found[token] = PulumiType(token, results[0] if results else {}, frozenset(), frozenset(), file.parent)
    return found


def _type(token: str, class_: str, folder: Path) -> PulumiType:
    file = next(
        file
        for file in sorted(folder.glob("*.py"))
        if not file.name.startswith("_") and f"'{token}',\n" in _text(file) and class_ in _classes(file)
    )
    classes = _classes(file)
    arguments = classes.get(f"{class_}InitArgs", classes.get(f"{class_}Args", {}))
    required = _required(_text(file), f"{class_}InitArgs" if f"{class_}InitArgs" in classes else f"{class_}Args")
    return PulumiType(token, {**arguments, **classes[class_]}, frozenset(arguments), required, folder)


def _required(text: str, class_: str) -> frozenset[str]:
    """Return the arguments of a class's constructor that have no default."""
    _, _, rest = text.partition(f"class {class_}:")
    signature = rest.partition("def __init__(__self__")[2].partition("):")[0]
    return frozenset(line.split(":")[0].strip() for line in signature.splitlines() if ": " in line and "= " not in line)


@cache
def _text(file: Path) -> str:
    return file.read_text("utf-8")


@cache
def _classes(file: Path) -> dict[str, dict[str, Shape]]:
    """Return the properties of each class of a file, by their name on the wire."""
    if not file.exists():
        return {}
    _, *pieces = _CLASS.split(_text(file))
    return {
        name: {wire or python: _shape(annotation) for wire, python, annotation in _GETTER.findall(body)}
        for name, body in zip(pieces[::2], pieces[1::2], strict=True)
    }


@cache
def _shape(annotation: str) -> Shape:
    return _of_node(ast.parse(annotation, mode="eval").body)


def _of_node(node: ast.expr) -> Shape:
    if isinstance(node, ast.Subscript):
        name = _last_name(node.value)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Sequence":
            return Shape("list", _of_node(arguments[0]))
        if name == "Mapping":
            return Shape("map", _of_node(arguments[1]))
        if name not in _TRANSPARENT:
            raise ValueError(f"pulumi_aws has an annotation that is not known yet: {ast.unparse(node)}")
        return _of_node(arguments[0])
    if isinstance(node, ast.Constant):
        return Shape("object", class_=str(node.value).rpartition(".")[2])
    return Shape(_PLAIN[_last_name(node)])


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ast.unparse(node)
