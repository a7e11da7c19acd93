"""What is synthesized does not depend on how the provider was loaded."""

from pathlib import Path

from tests.cdktf_fast_load.programs import Program
from tests.support.project import ENVIRONMENTS

THREE_ENVIRONMENTS = f"""
    import cdktf_fast_load
    cdktf_fast_load.enable()
    from pathlib import Path
    from cdktf import App
    from tap_stack import EnvironmentStack, load_environments
    app = App(outdir="out")
    for deployment in load_environments(Path({str(ENVIRONMENTS)!r})).values():
        EnvironmentStack(app, deployment)
    app.synth()
"""


def test_the_output_is_the_same_byte_for_byte(program: Program) -> None:
    by_need, plain = program(THREE_ENVIRONMENTS), program(THREE_ENVIRONMENTS, TAP_FAST_LOAD="0")
    assert (by_need.result(), by_need.errors) == (plain.result(), plain.errors)
    written = files(by_need.folder / "out")
    assert len([name for name in written if name.endswith("cdk.tf.json")]) == 3
    assert written == files(plain.folder / "out")


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
