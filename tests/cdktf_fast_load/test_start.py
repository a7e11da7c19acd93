"""The framework that starts in a thread is the framework, and nothing of it is left or seen where it is not used."""

from pathlib import Path

from tests.cdktf_fast_load.programs import Program

START = """
    import sys, cdktf_fast_load
    cdktf_fast_load.enable()
    cdktf_fast_load.start()
"""

SYNTH = """
    from cdktf import App, LocalBackend, TerraformStack
    app = App(outdir="out")
    LocalBackend(TerraformStack(app, "stack"), path="state")
    app.synth()
"""

NODE_PROCESSES = """
    import time
    from pathlib import Path
    def children():
        threads = Path("/proc/self/task").iterdir()
        return [child for thread in threads for child in (thread / "children").read_text().split()]
    deadline = time.monotonic() + 60
    while not children() and time.monotonic() < deadline:
        time.sleep(0.01)
    print(*children())
"""


def test_it_synthesizes_the_same(program: Program) -> None:
    ahead, plain = program(START + SYNTH), program(SYNTH)
    assert ahead.result() == plain.result() == ""
    out = "out/stacks/stack/cdk.tf.json"
    assert (ahead.folder / out).read_bytes() == (plain.folder / out).read_bytes()


def test_node_starts_before_the_framework_is_imported(program: Program) -> None:
    assert program(START + NODE_PROCESSES).result().strip().isdigit()


def test_where_fast_loading_is_off_nothing_is_started(program: Program) -> None:
    assert program(START + "\n    print('jsii' in sys.modules)", TAP_FAST_LOAD="0").result() == "False\n"


def test_a_program_that_ends_sooner_says_only_its_own_and_leaves_nothing(program: Program) -> None:
    run = program(START + NODE_PROCESSES + "\n    sys.exit('a fault in the settings')")
    assert (run.code, run.errors) == (1, "a fault in the settings\n")
    assert not Path("/proc", run.output.strip()).exists()
    assert not list((run.folder / "tmp").iterdir())


def test_without_node_the_start_says_nothing(program: Program) -> None:
    assert program(START, JSII_NODE="/nowhere/node").errors == ""


def test_a_fault_of_the_framework_is_raised_where_it_is_imported(program: Program) -> None:
    broken = "\n    import jsii; jsii.JSIIAssembly.load = None\n"
    run = program(START.replace("cdktf_fast_load.start()", broken + "    cdktf_fast_load.start()") + SYNTH)
    assert (run.code, run.errors.count("Traceback")) == (1, 1)
    assert run.errors.splitlines()[-1] == "TypeError: 'NoneType' object is not callable"
