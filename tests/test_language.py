"""Plain English: words that `docs/glossary.md` retired are not used, and docstrings of functions open in one form."""

import ast
import re
from pathlib import Path

import pytest

from docs.import_table import files_in_rooms, read_rows
from tests.support.project import ROOT

SOURCE = sorted(ROOT / file for file in files_in_rooms(read_rows()))
LEFT_OUT = {".venv", ".tools", "node_modules", ".git", ".demo"}
DOCUMENTS = [file for file in sorted(ROOT.rglob("*.md")) if not LEFT_OUT & set(file.relative_to(ROOT).parts)]
GLOSSARY = ROOT / "docs" / "glossary.md"

PHRASES = (
    "counts not",
    "half new",
    "deaf to",
    "without regret",
    "wants no",
    "is told to be",
    "talkative",
)
"""Phrases at which a reader stumbles."""

QUESTIONS = (
    "A",
    "An",
    "Are",
    "Can",
    "Do",
    "Does",
    "Every",
    "Has",
    "Is",
    "Made",
    "Never",
    "No",
    "The",
    "Two",
    "Whether",
)
"""Openings of a docstring that are no imperative, beside those that the linter knows."""

NAMES = {"see", "told", "do", "done", "it", "stuff", "thing", "things", "helper", "util", "utils"}
"""Names that tell nothing of what a function does."""


def retired() -> list[str]:
    rows = re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|]*) ?\|$", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    words = [word.strip() for row in rows[2:] for word in row.split(",")]
    return [word for word in words if word]


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def is_property(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)


def place(file: Path, line: int = 0) -> str:
    return f"{file.relative_to(ROOT)}:{line}" if line else file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("phrase", [*PHRASES, *retired()])
def test_a_retired_phrase_is_not_used(phrase: str) -> None:
    texts = [file for file in [*SOURCE, *DOCUMENTS] if file != GLOSSARY]
    pattern = re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE)
    assert [place(file) for file in texts if pattern.search(file.read_text("utf-8"))] == []


def test_a_function_opens_with_an_imperative() -> None:
    wrong = [
        f"{place(file, function.lineno)} {function.name}: {text.splitlines()[0]}"
        for file in SOURCE
        for function in functions(file)
        if (text := ast.get_docstring(function)) and not is_property(function)
        if text.split()[0].rstrip(",:") in QUESTIONS
    ]
    assert wrong == []


def test_a_function_is_called_for_what_it_does() -> None:
    names = [(place(file, each.lineno), each.name) for file in SOURCE for each in functions(file)]
    assert [found for found in names if found[1].strip("_") in NAMES] == []


def test_the_glossary_is_sorted_out() -> None:
    terms = re.findall(r"^\| ([a-z ]+) \|", GLOSSARY.read_text("utf-8"), re.MULTILINE)[1:]
    assert len(terms) == len(set(terms)) > 20
    assert "retired" not in terms
