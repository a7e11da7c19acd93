"""A profile: the principles as data, read with one message for each fault."""

from pathlib import Path

import pytest

from stack_parity.__main__ import main
from stack_parity.checks.outcomes import Status
from stack_parity.checks.profile import read_profile
from stack_parity.errors import InputError
from tests.stack_parity.samples import architecture, changed, facts, function, outcomes, stack
from tests.stack_parity.sources.test_inputs import write

HEAD = 'title = "x"\n[[principle]]\nid = "memory"\ntitle = "It has memory"\n'


def profile(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "profile.toml"
    file.write_text(content)
    return file


def test_thresholds_are_the_profiles(tmp_path: Path) -> None:
    file = profile(tmp_path, HEAD + 'check = "attribute-equals"\nattribute = "memory_size"\nvalue = 1024\n')
    big = changed(lambda document: function(document).update(memory_size=1024))
    for document, status in ((stack(), Status.FAIL), (big, Status.PASS)):
        assert outcomes(read_profile(file), facts(architecture(document)))["memory"].status is status


def test_without_a_profile_no_principle_is_applied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = write(tmp_path / "left.tf.json", stack())
    file = profile(tmp_path, HEAD + 'check = "attribute-equals"\nattribute = "memory_size"\nvalue = 1024\n')
    assert main([str(left), str(left)]) == 0
    assert "It has memory" not in capsys.readouterr().out
    assert main([str(left), str(left), "--profile", str(file)]) == 0
    assert "1 principle broken on both sides" in capsys.readouterr().out
    assert main([str(left), str(left), "--profile", str(file), "--no-principles"]) == 0
    assert "broken" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("title =", ["not TOML (Invalid value (at end of document))."]),
        ('title = "x"', ["[[principle]]: Field required."]),
        ('title = "x"\nprinciple = []', ["[[principle]]: a profile states one principle or more."]),
        (HEAD, ["[[principle]] number 1 (memory): check: Unable to extract tag using discriminator 'check'."]),
        (
            HEAD + 'check = "attribute-equals"\nvalue = []\nunit = "MB"\n',
            [
                "[[principle]] number 1 (memory): attribute: Field required.",
                "[[principle]] number 1 (memory): value: Input should be a valid string.",
                "[[principle]] number 1 (memory): value: Input should be a valid integer.",
                "[[principle]] number 1 (memory): unit: Extra inputs are not permitted.",
            ],
        ),
        (
            f'{HEAD}check = "all-inside"\n{HEAD.partition(chr(10))[2]}check = "all-inside"\n',
            ["[[principle]]: each id stands once; given twice: memory."],
        ),
    ],
)
def test_each_fault_is_a_line(tmp_path: Path, content: str, faults: list[str]) -> None:
    file = profile(tmp_path, content)
    with pytest.raises(InputError) as raised:
        read_profile(file)
    assert str(raised.value).splitlines() == [f"{file}: {fault}" for fault in faults]


def test_an_unknown_check_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"check: Input tag 'fast' .* 'component-class'.* 'nothing-broader'"):
        read_profile(profile(tmp_path, HEAD + 'check = "fast"\n'))


def test_a_profile_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path), "--profile", str(tmp_path / "gone.toml")]) == 2
    assert "gone.toml: cannot be read (No such file or directory)" in capsys.readouterr().err
