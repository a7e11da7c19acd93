"""The licences of everything locked, and the bill of materials."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from product.supply_chain import __main__ as command
from product.supply_chain.bill import bill_of_materials, package_url
from product.supply_chain.licences import Rule, find_unacceptable, is_acceptable, licence_of, read_rule
from product.supply_chain.packages import Package, locked_packages

RULE = Rule(frozenset({"MIT", "Apache-2.0"}), {"MIT License": "MIT"}, {"silent": "MIT"}, {"taken": "a reason"})


def test_every_licence_is_acceptable_or_an_exception_with_its_reason() -> None:
    rule = read_rule()
    assert find_unacceptable(locked_packages(), rule) == []
    assert all(len(reason) > 30 for reason in rule.exceptions.values())


def test_no_licence_stated_by_hand_outlives_its_package() -> None:
    names = {package.name for package in locked_packages()}
    assert set(read_rule().stated) <= names


@pytest.mark.parametrize(
    ("licence", "acceptable"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("(GPL-3.0-only OR MIT)", True),
        ("MIT AND GPL-3.0-only", False),
        ("MIT AND Apache-2.0", True),
        ("unknown", False),
        ("", False),
    ],
)
def test_an_expression_is_judged_by_its_parts(licence: str, acceptable: bool) -> None:
    assert is_acceptable(licence, RULE) is acceptable


def test_a_spelling_and_a_stated_licence_are_read() -> None:
    assert licence_of(Package("PyPI", "x", "1", "MIT License"), RULE) == "MIT"
    assert licence_of(Package("PyPI", "silent", "1"), RULE) == "MIT"
    assert licence_of(Package("PyPI", "x", "1"), RULE) == "unknown"


def test_an_unknown_licence_and_an_exception_without_use_are_named() -> None:
    unknown = Package("PyPI", "x", "1")
    assert find_unacceptable([unknown], RULE) == [
        "x 1: unknown. Accept the licence or the package in licences.toml, with the reason.",
        "taken: the exception in licences.toml is not needed. Remove it.",
    ]
    assert find_unacceptable([Package("npm", "taken", "1", "GPL-3.0-only")], RULE) == []


def test_the_bill_lists_both_lock_files_and_names_each_package_once() -> None:
    packages = locked_packages()
    components = bill_of_materials(packages, read_rule())["components"]
    references = [component["bom-ref"] for component in components]
    assert len(set(references)) == len(references) == len(packages)
    assert {"pkg:pypi/cdktf@0.21.0", "pkg:npm/cdktf-cli@0.21.0"} <= set(references)
    assert any(component["properties"] for component in components)  # what came bundled is marked


def test_a_package_url_escapes_what_its_name_holds() -> None:
    package = Package("npm", "@scope/name", "1.0+build")
    assert package_url(package) == "pkg:npm/%40scope/name@1.0%2Bbuild"
    assert package_url(replace(package, ecosystem="PyPI", name="x")) == "pkg:pypi/x@1.0%2Bbuild"


def test_the_command_writes_the_bill_and_lists_the_licences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["sbom", "--output", str(tmp_path / "bill.json")]) == 0
    assert json.loads((tmp_path / "bill.json").read_text())["bomFormat"] == "CycloneDX"
    capsys.readouterr()
    assert command.main(["licences"]) == 0
    assert " MIT\n" in capsys.readouterr().out
