"""Agreed differences: each with its reason, none that is not needed."""

from pathlib import Path

import pytest

from stack_parity.__main__ import main
from tests.stack_parity.samples import PROFILE_FILE, Json, changed, function, stack
from tests.stack_parity.sources.test_inputs import fault, synthesized


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of two environments that differ in the timeout of one and the description of the other."""

    def busy(document: Json, **more: object) -> None:
        function(document).update(reserved_concurrent_executions=5, **more)

    left = synthesized(tmp_path / "left", dev=stack(), prod=changed(busy, "prod"))
    right = synthesized(
        tmp_path / "right",
        dev=changed(lambda document: function(document).update(timeout=90)),
        prod=changed(lambda document: busy(document, description="new"), "prod"),
    )
    return left, right


ALLOWED = """
[[allow]]
environment = "dev"
resource = "function"
path = "timeout"
reason = "Developers may wait."

[[allow]]
path = "descr*"
reason = "Words differ."

[[allow]]
resource = "principles"
path = "timeout"
reason = "Developers may wait."
"""


def test_what_is_agreed_to_is_no_difference(
    tmp_path: Path, sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "allowed.toml"
    file.write_text(ALLOWED)
    assert main([*map(str, sides)]) == 1
    capsys.readouterr()
    assert main([*map(str, sides), "--profile", str(PROFILE_FILE), "--allow", str(file), "--all"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("SAME: 2 environments")
    assert "Developers may wait." in out


def test_a_proposal_becomes_an_agreement_once_it_has_its_reasons(
    tmp_path: Path, sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "proposed.toml"
    arguments = [*map(str, sides), "--profile", str(PROFILE_FILE)]
    assert main([*arguments, "--write-allow", str(file)]) == 1
    capsys.readouterr()
    assert "`path` and `reason` are needed" in fault(capsys, *arguments, "--allow", file)
    file.write_text(file.read_text().replace('reason = ""', 'reason = "So be it."'))
    assert main([*arguments, "--allow", str(file)]) == 0


def test_only_and_fail_on(sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [*map(str, sides)]
    assert main([*arguments, "--fail-on", "behaviour"]) == 1
    assert main([*arguments, "--fail-on", "data"]) == 0
    capsys.readouterr()
    assert main([*arguments, "--only", "names"]) == 1
    out = capsys.readouterr().out
    assert "description" in out
    assert "timeout" not in out
    assert main([*arguments, "--only", "exposure", "--only", "data"]) == 0


def test_what_is_not_needed_is_an_error(
    tmp_path: Path, sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "allowed.toml"
    file.write_text(ALLOWED + '\n[[allow]]\npath = "memory_size"\nreason = "It was so."\n')
    assert "no such difference any more (environment '*', resource '*', path 'memory_size')" in fault(
        capsys, *sides, "--profile", PROFILE_FILE, "--allow", file
    )


def test_an_agreement_on_an_environment_that_is_not_compared_is_left_alone(
    tmp_path: Path, sides: tuple[Path, Path]
) -> None:
    file = tmp_path / "allowed.toml"
    file.write_text('[[allow]]\nenvironment = "dev"\npath = "timeout"\nreason = "Developers may wait."\n')
    assert main([*map(str, sides), "--env", "prod", "--allow", str(file)]) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[allow]", "not TOML"),
        ('path = "x"', "only [[allow]] tables are known here"),
        ("allow = 5", "only [[allow]] tables are known here"),
        ("[[allow]]\npath = 5", "[[allow]] number 1: every field is a string"),
        ('[[allow]]\npath = "x"', "[[allow]] number 1: `path` and `reason` are needed"),
        ('[[allow]]\npath = "x"\nreason = " "', "`path` and `reason` are needed"),
        ('[[allow]]\npath = "x"\nreason = "y"\nwhy = "z"', "unknown field why. Known: environment, path, reason"),
    ],
)  # fmt: skip
def test_a_file_of_agreements_that_is_wrong(
    tmp_path: Path, sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    file = tmp_path / "allowed.toml"
    file.write_text(content)
    assert message in fault(capsys, *sides, "--allow", file)


def test_a_file_of_agreements_that_is_missing(
    tmp_path: Path, sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot be read (No such file or directory)" in fault(capsys, *sides, "--allow", tmp_path / "gone.toml")
