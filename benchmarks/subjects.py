"""What is compared: the same architecture in each tool, and the framework alone."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.peers import OWN_PACKAGES, REQUIREMENTS, python_of, versions

PROGRAMS: Final = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class Kind:
    """A subject before it is installed.

    Args:
        title: what the report calls it.
        peer: whose environment it runs in; None for the project's own.
        program: a file of `programs/`.
        arguments: what follows the number of environments and the output folder; `{package}` is the code package.
        environment: variables on top.
        keeps_a_cache: it runs on jsii, whose cache may be empty.
    """

    title: str
    peer: str | None
    program: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    keeps_a_cache: bool = True


KINDS: Final[Mapping[str, Kind]] = {
    "floor": Kind("cdktf without a provider (the floor)", None, "floor.py"),
    "tapstack": Kind("TapStack", None, "tap_stack_app.py"),
    "tapstack-plain": Kind("TapStack, fast loading off", None, "tap_stack_app.py", environment={"TAP_FAST_LOAD": "0"}),
    "cdktf": Kind("plain cdktf program", None, "terraform_program.py", ("cdktf", "{package}")),
    "cdktf-fast": Kind(
        "plain cdktf program + cdktf_fast_load", None, "terraform_program.py", ("cdktf", "{package}", "fast")
    ),
    "cdktn": Kind("cdktn + cdktn-provider-aws", "cdktn", "terraform_program.py", ("cdktn", "{package}")),
    "aws-cdk": Kind("AWS CDK", "aws-cdk", "aws_cdk_program.py", ("{package}",)),
    "pulumi": Kind("Pulumi under its own mocks", "pulumi", "pulumi_program.py", ("{package}",), keeps_a_cache=False),
}


@dataclass(frozen=True)
class Subject:
    """A subject that can be run."""

    key: str
    kind: Kind
    python: Path
    package: Path

    def command(self, environments: int, output: Path) -> list[str]:
        """Return the command that synthesizes so many environments into a folder."""
        arguments = [argument.format(package=self.package) for argument in self.kind.arguments]
        return [str(self.python), str(PROGRAMS / self.kind.program), str(environments), str(output), *arguments]

    def environment(self, base: Mapping[str, str], cache: Path) -> dict[str, str]:
        """Return the variables to run with: jsii's cache in a folder of the benchmark."""
        return {**base, "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(cache), **self.kind.environment}


def prepare(keys: Iterable[str], folder: Path) -> Iterator[Subject]:
    """Install what the subjects need, below a folder.

    Raises:
        PeerError: a peer cannot be installed.
    """
    package = folder / "package.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr(zipfile.ZipInfo("tap_handler.py"), "def handle(event, context): ...\n")
    for key in keys:
        kind = KINDS[key]
        python = python_of(kind.peer, folder / "environments") if kind.peer else Path(sys.executable)
        yield Subject(key, kind, python, package)


def versions_of(subjects: Iterable[Subject]) -> dict[str, str]:
    """Read the versions of all that is compared, by name of the package."""
    found: dict[str, str] = {}
    for subject in subjects:
        peer = subject.kind.peer
        packages = OWN_PACKAGES if peer is None else tuple(each.partition("==")[0] for each in REQUIREMENTS[peer])
        found |= versions(subject.python, tuple(name for name in packages if name not in found))
    return found
