from pathlib import Path

import pytest

from stack_parity.sources.pulumi.project import read_project
from stack_parity.sources.pulumi.registrations import PulumiInputError
from tests.stack_parity.sources.pulumi.conftest import PLAIN, Write

BOMB = "config:\n  a0: &a0 [x]\n" + "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))


def test_the_only_stack_needs_no_name(write: Write) -> None:
    folder = write("", {"Pulumi.live.yaml": "config: {}"})
    assert read_project(folder, None).stack == "live"


def test_values_are_handed_over_as_text(write: Write) -> None:
    config = "config: {'aws:region': eu-west-1, n: 512, f: false, l: [1, {a: b}], s: {secure: xyz}, d: 2026-01-31}"
    project = read_project(write("", config=config), None)
    assert project.configuration == {
        "aws:region": "eu-west-1",
        "p:d": "2026-01-31",
        "p:f": "false",
        "p:l": '[1, {"a": "b"}]',
        "p:n": "512",
        "p:s": "encrypted3608bca1e44ea6c4",  # a word of its own for each ciphertext
    }
    assert project.secret_keys == {"p:s"}


@pytest.mark.parametrize(
    ("project", "config", "stack", "message"),
    [
        ("runtime: python", None, None, "Pulumi.yaml: 'name' must be the project's name"),
        ("name: p\nruntime: nodejs", None, None, "the runtime is 'nodejs', and only 'python' can be run here"),
        ("name: p", None, None, "the runtime is None"),
        ("- a list", None, None, "Pulumi.yaml: it must be a mapping"),
        ("name: [", None, None, "Pulumi.yaml, line 1: not valid YAML"),
        ("name: \x07", None, None, "Pulumi.yaml: not valid YAML"),
        ("a: &a [*a]", None, None, "nested too deeply, or an alias in it contains itself"),
        (PLAIN + "main: nowhere", None, None, "project: it has no nowhere, where a program starts"),
        (PLAIN + "main: /nowhere/at/all.py", None, None, "project: it has no /nowhere/at/all.py"),
        (PLAIN, "config: [1]", None, "Pulumi.dev.yaml: 'config' must be a mapping"),
        (PLAIN, "config: {}", "../../etc", "is no stack name"),
        (PLAIN, "config: {}", "prod", "project: it has no stack 'prod', only dev"),
        (PLAIN, BOMB, None, "more than 100000 values"),
        (PLAIN, "#" * 1_000_001, None, "larger than 1000000 bytes"),
    ],
)
def test_a_project_that_cannot_be_read_is_told(
    write: Write, project: str, config: str | None, stack: str | None, message: str
) -> None:
    folder = write("", config=config, project=project)
    with pytest.raises(PulumiInputError) as caught:
        read_project(folder, stack)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


def test_several_stacks_are_named(write: Write) -> None:
    folder = write("", {"Pulumi.b.yaml": "", "Pulumi.a.yaml": ""})
    with pytest.raises(PulumiInputError, match="several stacks \\(a, b\\)"):
        read_project(folder, None)


def test_what_is_no_project_is_told(tmp_path: Path, write: Write) -> None:
    with pytest.raises(PulumiInputError, match=r"no such folder"):
        read_project(tmp_path / "nowhere", None)
    with pytest.raises(PulumiInputError, match=r"no Pulumi project, it has no Pulumi.yaml"):
        read_project(tmp_path, None)
    folder = write("")
    (folder / "__main__.py").unlink()
    with pytest.raises(PulumiInputError, match=r"it has no __main__.py"):
        read_project(folder, None)
