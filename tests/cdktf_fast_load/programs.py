"""Programs that run in a process and a folder of their own."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.project import ROOT

PROGRAM_TIMEOUT_SECONDS = 600
"""Long, since what is loaded slowly, all of the provider, is compiled the first time."""


@dataclass(frozen=True)
class Run:
    """What a program of a test left behind: its exit code, what it printed, and the folder that it ran in."""

    code: int
    output: str
    errors: str
    folder: Path

    def result(self) -> str:
        """What a program printed that must have succeeded."""
        assert self.code == 0, self.errors
        return self.output


Program = Callable[..., Run]


def run_program(source: str, folder: Path, cache: Path, environment: Mapping[str, str], stdin: str = "") -> Run:
    """Run Python source in a process and a folder of its own.

    Args:
        source: the program; `enable()` is its to call.
        folder: where it runs; its home and its temporary files are below.
        cache: jsii's package cache, which saves unpacking the provider again.
        environment: variables to set on top.
        stdin: what the program reads.
    """
    home, temporary = folder / "home", folder / "tmp"
    home.mkdir(parents=True)
    temporary.mkdir()
    variables = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(cache),
        "PYTHONPATH": str(ROOT / "constructs"),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)],
        cwd=folder,
        env=variables,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PROGRAM_TIMEOUT_SECONDS,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, folder)


SMALL_AWS_PROGRAM = """
    import cdktf_fast_load
    cdktf_fast_load.enable()
    from cdktf import App, TerraformStack
    from cdktf_cdktf_provider_aws.provider import AwsProvider
    from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
    app = App(outdir="out")
    stack = TerraformStack(app, "stack")
    AwsProvider(stack, "Aws", region="eu-west-1")
    queue = SqsQueue(stack, "Queue", name="jobs")
    app.synth()
    print(queue.name_input)
"""


def use_null(first: str = "") -> str:
    """Write a program that uses the provider null; it prints what was not as expected, then which loader was used.

    Args:
        first: statements to run before fast loading is enabled.
    """
    return f"""
        import logging, sys
        logging.basicConfig(level="INFO", stream=sys.stdout, format="%(message)s")
        {first}
        import cdktf_fast_load
        cdktf_fast_load.enable()
        import cdktf_cdktf_provider_null as null
        from cdktf import App, TerraformStack
        app = App(outdir="out")
        stack = TerraformStack(app, "stack")
        null.provider.NullProvider(stack, "Null")
        null.resource.Resource(stack, "Resource")
        app.synth()
        print(type(null.__spec__.loader).__name__)
    """


@dataclass(frozen=True)
class FirstRuns:
    """Two programs that began at the same time on an empty package cache, and that cache."""

    runs: list[Run]
    cache: Path
