"""The counts of a corpus, on one of two programs."""

from pathlib import Path

import pytest

from stack_parity.aws.schema import provider
from tools.truth.corpus import main

PROGRAMS = {
    "good": "import pulumi, pulumi_aws as aws\npulumi.export('arn', aws.sqs.Queue('q', name='jobs').arn)\n",
    "bad": "import nowhere\n",
}


def test_two_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in PROGRAMS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
        (tmp_path / name / "__main__.py").write_text(text)
    assert main([str(tmp_path), "--without-provider"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:7] == [
        "| programs | 2 |",
        "| captured | 1 |",
        "| captured as written | 1 |",
        f"| of these: needs a later provider than {provider()} | 0 |",
        "| SAME with another run of itself | 1 of 1 |",
        "| as Terraform JSON: valid | 1 of 1 |",
        "| as Terraform JSON: SAME | 1 of 1 |",
    ]
    assert len(lines) == 8
    assert lines[7].startswith("refused: 1 as bad: bad, stack dev: it needs the module 'nowhere', which the Python 3.")
