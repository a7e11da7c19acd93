"""Whatever is not as expected is loaded as if fast loading were not there."""

from pathlib import Path

import pytest

from cdktf_fast_load.provider_package import ProviderSource
from tests.cdktf_fast_load.programs import Program, use_null

BY_NEED, PLAIN = "ProviderLoader\n", "SourceFileLoader\n"


def test_the_expected_is_loaded_by_need(program: Program) -> None:
    assert program(use_null()).result() == BY_NEED


def test_the_switch_turns_it_off(program: Program) -> None:
    assert program(use_null(), TAP_FAST_LOAD="0").result() == PLAIN


def test_enabling_twice_is_enabling_once(program: Program) -> None:
    count = "import sys, cdktf_fast_load; [cdktf_fast_load.enable() for _ in 'ab']; names = map(repr, sys.meta_path)"
    count += "; print(sum('FastLoadFinder' in name for name in names))"
    assert program(count).result() == "1\n"
    assert program(count, TAP_FAST_LOAD="0").result() == "0\n"


def test_a_provider_that_is_imported_already_stays_as_it_is(program: Program) -> None:
    assert program(use_null(first="import cdktf_cdktf_provider_null")).result() == PLAIN


def test_a_jsii_that_does_not_import_types_on_demand(program: Program) -> None:
    older = "import jsii; del jsii._reference_map._submodule_fqn_map"
    assert program(use_null(first=older)).result() == f"cdktf_cdktf_provider_null is imported in its own way\n{PLAIN}"


def test_a_cache_that_cannot_be_used_is_the_same_error(program: Program, tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    by_need, plain = (program(use_null(), cache=no_folder, TAP_FAST_LOAD=switch) for switch in "10")
    assert by_need.code == plain.code == 1
    assert by_need.errors.splitlines()[-1] == plain.errors.splitlines()[-1]
    assert "Cannot use the jsii package cache" in by_need.errors


def test_without_the_cache(program: Program, tmp_path: Path) -> None:
    run = program(use_null(), cache=tmp_path / "none", JSII_RUNTIME_PACKAGE_CACHE="disabled")
    assert run.result() == BY_NEED
    assert not (tmp_path / "none").exists()


MARKER = "# Loading modules to ensure their types are registered with the jsii runtime library\n"
IMPORTS = "from . import one\nfrom . import two_b\n"


def test_the_source_of_a_provider() -> None:
    source = ProviderSource.parse(f"publication.publish()\n\n{MARKER}{IMPORTS}")
    assert source == ProviderSource("publication.publish()\n", frozenset({"one", "two_b"}))


@pytest.mark.parametrize(
    "source",
    [
        "",
        IMPORTS,
        f"\n{MARKER}",
        f"\n{MARKER}{IMPORTS}print()\n",
        f"\n{MARKER}{IMPORTS}from . import three as four\n",
        f"\n{MARKER}{IMPORTS}from .three import Four\n",
        f"\n{MARKER}import one\n",
        f"\n{MARKER}if True:\n    from . import one\n",
    ],
)
def test_the_source_of_something_else(source: str) -> None:
    assert ProviderSource.parse(source) is None


def test_a_package_of_another_shape(program: Program, tmp_path: Path) -> None:
    package = tmp_path / "packages" / "cdktf_cdktf_provider_other"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from . import part\n")
    (package / "part.py").touch()
    source = f"""
        import logging, sys
        logging.basicConfig(level="INFO", stream=sys.stdout, format="%(message)s")
        import cdktf_fast_load
        cdktf_fast_load.enable()
        sys.path.append({str(package.parent)!r})
        import cdktf_cdktf_provider_other
        print("cdktf_cdktf_provider_other.part" in sys.modules)
        import cdktf_cdktf_provider_missing
    """
    run = program(source)
    assert run.output.splitlines() == [
        "cdktf_cdktf_provider_other is imported in its own way",
        "True",
        "cdktf_cdktf_provider_missing is imported in its own way",
    ]
    assert run.errors.splitlines()[-1] == "ModuleNotFoundError: No module named 'cdktf_cdktf_provider_missing'"
