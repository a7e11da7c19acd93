"""What the documents claim about this checkout is so."""

import re
from pathlib import Path

import pytest

from tests.support.project import ROOT

LEFT_OUT = {".venv", ".tools", "node_modules", ".git", ".demo"}
DOCUMENTS = sorted(path for path in ROOT.rglob("*.md") if not LEFT_OUT & set(path.relative_to(ROOT).parts))


def names(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_each_file_that_a_document_links_exists(document: Path) -> None:
    links = re.findall(r"\]\((?![a-z]+:|#)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=names)
def test_each_test_that_a_document_names_exists(document: Path) -> None:
    missing = []
    for file, test in re.findall(r"`(tests/[\w./]+)(?:::(\w+))?`", document.read_text("utf-8")):
        path = ROOT / file
        if not path.exists() or (test and f"def {test}(" not in path.read_text("utf-8")):
            missing.append(f"{file}::{test}" if test else file)
    assert missing == []


@pytest.mark.parametrize("decision", sorted(ROOT.glob("docs/decisions/[0-9]*.md")), ids=names)
def test_each_decision_names_the_tests_that_hold_it(decision: Path) -> None:
    held = decision.read_text("utf-8").partition("**Held by**")[2]
    assert re.search(r"`tests/[\w./]+", held), "name a test behind **Held by**"
