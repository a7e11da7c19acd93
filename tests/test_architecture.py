"""Who may import whom: the table in docs/imports.toml, held against the source."""

from functools import cache
from pathlib import Path

import pytest

from docs import import_table
from docs.generate import ARCHITECTURE, generated
from docs.house import BEGIN, END, draw_into
from docs.import_table import Import, Row, Rows

ROWS = import_table.read_rows()


@cache
def imports() -> list[Import]:
    """Every import of the project, read when the first test needs it."""
    return import_table.find_imports(ROWS)


def test_every_import_is_in_the_table() -> None:
    _none(import_table.forbidden(ROWS, imports()))


def test_every_entry_of_the_table_is_needed() -> None:
    _none(import_table.unneeded(ROWS, imports()))


def test_no_way_of_imports_leads_back() -> None:
    assert import_table.cycles(ROWS) == []


def test_the_picture_is_drawn_from_the_table() -> None:
    assert ARCHITECTURE.read_text("utf-8") == generated()[ARCHITECTURE], "run `make reference`"


def test_every_python_file_lies_in_a_room() -> None:
    visible = [place for place in import_table.ROOT.iterdir() if not place.name.startswith(".")]
    own = [place for place in visible if place.name not in {"node_modules", "tests", "conftest.py"}]
    files = {
        file for place in own for file in ([place] if place.is_file() else place.rglob("*")) if file.suffix == ".py"
    }
    assert {file.relative_to(import_table.ROOT).as_posix() for file in files} == {*import_table.files_in_rooms(ROWS)}


def _none(faults: list[str]) -> None:
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small checkout: a package of two rooms, a program that is run from its own folder, and a module."""
    for name, text in {
        "main.py": "import json\nfrom shop import door\n",
        "constructs/shop/__init__.py": "",
        "constructs/shop/door.py": "from .cellar import wine\nimport boto3\n",
        "constructs/shop/cellar/__init__.py": "",
        "constructs/shop/cellar/wine.py": "def pour():\n    from shop import door\n",
        "program/__main__.py": "import parts\n",
        "program/parts.py": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def rows(**entries: tuple[tuple[str, ...], tuple[str, ...]]) -> Rows:
    return {room.replace("__", "."): Row(*entry) for room, entry in entries.items()}


def test_an_import_is_found_wherever_it_stands(house: Path) -> None:
    nothing = rows(main=((), ()), shop=((), ()), shop__cellar=((), ()), program=((), ()))
    assert import_table.find_imports(nothing, house) == [
        Import("main.py", "main", "shop.door", first_party=True),
        Import("constructs/shop/cellar/wine.py", "shop.cellar", "shop.door", first_party=True),
        Import("constructs/shop/door.py", "shop", "boto3", first_party=False),
        Import("constructs/shop/door.py", "shop", "shop.cellar.wine", first_party=True),
    ]


def test_a_missing_row_and_an_unneeded_one_are_named(house: Path) -> None:
    table = rows(main=(("shop.door",), ("rich",)), shop=(("shop.cellar",), ()), shop__cellar=((), ()), program=((), ()))
    imports = import_table.find_imports(table, house)
    assert import_table.forbidden(table, imports) == [
        "constructs/shop/cellar/wine.py imports shop.door: docs/imports.toml does not list it for shop.cellar",
        "constructs/shop/door.py imports boto3: docs/imports.toml does not list it for shop",
    ]
    assert import_table.unneeded(table, imports) == ["docs/imports.toml lets main import rich: nothing there does"]


def test_an_entry_for_a_package_opens_no_room_inside_it(house: Path) -> None:
    table = rows(main=((), ()), shop=(("shop",), ("boto3",)), shop__cellar=(("shop",), ()), program=((), ()))
    assert import_table.forbidden(table, import_table.find_imports(table, house)) == [
        "main.py imports shop.door: docs/imports.toml does not list it for main",
        "constructs/shop/door.py imports shop.cellar.wine: docs/imports.toml does not list it for shop",
    ]


def test_a_way_back_is_found() -> None:
    assert import_table.cycles(rows(a=(("b",), ()), b=(("c.d",), ()), c=(("a",), ()), e=(("a",), ()))) == [
        "a",
        "b",
        "c",
    ]


def test_the_picture_has_an_arrow_for_each_entry() -> None:
    table = rows(main=(("shop.door",), ()), shop=(("shop.cellar",), ()), shop__cellar=((), ()))
    picture = draw_into(f"before\n{BEGIN}old\n{END}after\n", table)
    assert picture.startswith(f"before\n{BEGIN}")
    assert picture.endswith(f"{END}after\n")
    assert "old" not in picture
    assert '["main"]\n    r1["shop"]\n    r0 --> r1\n' in picture
    assert '["shop"]\n    r1["shop.cellar"]\n    r0 --> r1\n' in picture
    with pytest.raises(ValueError, match="lacks the line"):
        draw_into("no mark", table)
