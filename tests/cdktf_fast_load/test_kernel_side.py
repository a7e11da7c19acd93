"""What happens in Node, seen by files of jsii's package cache that tell when they are loaded."""

import json
import os
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cdktf_fast_load.programs import Program, use_null

ENTRY = "@cdktf/provider-null/*/*/lib/index.js"
UNUSED_MODULE = "@cdktf/provider-null/*/*/lib/data-null-data-source/index.js"
ARCHIVER = "cdktf/*/*/node_modules/archiver/index.js"


@pytest.fixture(scope="module")
def cache(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package cache in which two files, which the program has no need of, tell that they were loaded."""
    cache = tmp_path_factory.mktemp("cache")
    program(use_null(), cache=cache).result()
    for file in (UNUSED_MODULE, ARCHIVER):
        (found,) = cache.glob(file)
        name = found.parent.name
        found.write_text(f'require("fs").appendFileSync(process.env.LOADED, "{name}\\n");\n' + found.read_text())
    return cache


@pytest.fixture
def loaded(program: Program, cache: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """Run a program; return its last line and the files that told that they were loaded."""

    def run(source: str, **environment: str) -> list[str]:
        log = tmp_path / "loaded"
        log.touch()
        printed = program(source, cache=cache, LOADED=str(log), **environment).result()
        return [*printed.splitlines()[:-1], *log.read_text().splitlines()]

    return run


Loaded = Callable[..., list[str]]


def test_what_is_not_used_is_not_loaded(loaded: Loaded) -> None:
    assert loaded(use_null()) == []
    assert loaded(use_null(), TAP_FAST_LOAD="0") == ["archiver", "data-null-data-source"]


def test_a_kernel_that_runs_already_loads_providers_by_need(loaded: Loaded) -> None:
    assert loaded(use_null(first="import cdktf")) == ["archiver"]


def test_a_kernel_that_refuses_the_script_loads_in_its_own_way(loaded: Loaded) -> None:
    refused = "import cdktf_fast_load.kernel; cdktf_fast_load.kernel.NAME = 'Not A Name'"
    message, *files_loaded = loaded(use_null(first=refused))
    assert message.startswith("the kernel loads providers in its own way: Invalid package name")
    assert files_loaded == ["archiver", "data-null-data-source"]


def test_an_entry_of_another_shape_is_loaded_as_it_is(loaded: Loaded, cache: Path) -> None:
    (entry,) = cache.glob(ENTRY)
    known = entry.read_text()
    try:
        entry.write_text(known + '\nconst more = require("./provider");\n')
        assert loaded(use_null()) == ["data-null-data-source"]
    finally:
        entry.write_text(known)


def test_the_options_of_node_are_kept(loaded: Loaded, tmp_path: Path) -> None:
    script = tmp_path / "mine.js"
    script.write_text('require("fs").writeFileSync(process.env.LOADED + ".mine", "");')
    unchanged = (
        "import atexit, os; before = dict(os.environ); atexit.register(lambda: os.environ == before or os.abort())"
    )
    assert loaded(use_null(first=unchanged), NODE_OPTIONS=f"--require {script}") == []
    assert (tmp_path / "loaded.mine").exists()


def test_an_archive_is_still_made(program: Program, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "file").touch()
    archive = f"""
        import cdktf_fast_load
        cdktf_fast_load.enable()
        from cdktf import App, AssetType, TerraformAsset, TerraformStack
        app = App(outdir="out")
        stack = TerraformStack(app, "stack")
        TerraformAsset(stack, "Asset", path={str(tmp_path / "content")!r}, type=AssetType.ARCHIVE)
        app.synth()
    """
    run = program(archive, cache=cache, LOADED=os.devnull)
    run.result()
    assert [file.read_bytes()[:2] for file in run.folder.glob("out/stacks/stack/assets/**/*.zip")] == [b"PK"]


def test_definitions_of_types_can_be_read_in_every_way(tmp_path: Path) -> None:
    definitions = tmp_path / "node_modules" / "@cdktf" / "provider-x" / ".jsii.runtime-defs.v1.jsonl"
    definitions.parent.mkdir(parents=True)
    definitions.write_text("0123456789")
    script = f"""
        require({json.dumps(str(files("cdktf_fast_load").joinpath("kernel_side.js")))});
        const content = require("fs").readFileSync({json.dumps(str(definitions))});
        console.log([content.toString("utf-8", 2, 5), content.toString(), `${{content}}`, content.toString("hex", 0, 1),
          content.length, content.subarray(1, 3).toString(), content[4], Buffer.from(content).toString()].join());
    """
    node = os.environ.get("JSII_NODE", "node")
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "234,0123456789,0123456789,30,10,12,52,0123456789\n"
