"""Secrets of Pulumi programs, previews and exports are decided by digests, and nothing of them is held."""

import json
from pathlib import Path
from typing import Any

import pytest

from stack_parity.compare.attributes import row
from stack_parity.compare.verdicts import Verdict
from stack_parity.model.digest import digest_of
from stack_parity.model.program import Program
from stack_parity.model.values import Secret, Unknown, Value
from stack_parity.sources.pulumi import capture, read_export
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.pulumi.values import SECRET, SIGNATURE
from tests.stack_parity.compare.test_values import SIDES
from tests.stack_parity.sources.pulumi.conftest import Write


def ran(folder: Path) -> Program:
    return to_program(capture(folder, None), kind="Pulumi program", folder=folder)


def verdict(left: Value, right: Value) -> Verdict:
    return row("path", left, right, SIDES).verdict


PROGRAM = """
    import pulumi, pulumi_aws as aws
    key = aws.kms.Key("k")
    pulumi.export("plain", pulumi.Output.secret({"n": 1.0, "deep": [pulumi.Output.secret("hushhush")]}))
    pulumi.export("made", pulumi.Output.secret(pulumi.Output.concat("hushhush", key.arn)))
    pulumi.export("set", pulumi.Config().require_secret("password"))
    pulumi.export("joined", pulumi.Config().require_secret("password").apply(lambda text: "hushhush" + text))
"""


def test_a_run_gives_the_digest_of_each_secret(write: Write) -> None:
    folder = write(PROGRAM, config="config: {p:password: {secure: c1}}")
    outputs = ran(folder).outputs
    assert outputs["plain"] == Secret(digest_of({"n": 1, "deep": ["hushhush"]}))
    assert all(isinstance(outputs[name], Unknown) for name in ("made", "set", "joined"))
    assert "hushhush" not in repr(outputs)
    again = ran(folder).outputs
    assert {verdict(value, again[name]) for name, value in outputs.items()} == {Verdict.SAME}


def test_what_is_encrypted_otherwise_need_not_differ(write: Write) -> None:
    one = ran(write(PROGRAM, config="config: {p:password: {secure: c1}}")).outputs
    other = ran(write(PROGRAM, config="config: {p:password: {secure: c2}}")).outputs
    assert {name: verdict(one[name], other[name]) for name in one} == {
        "plain": Verdict.SAME,
        "made": Verdict.SAME,
        "set": Verdict.UNDECIDABLE,
        "joined": Verdict.UNDECIDABLE,
    }


def exported(folder: Path, **secret: object) -> Value:
    urn = "urn:pulumi:dev::p::aws:rds/instance:Instance::db"
    held: dict[str, Any] = {"urn": urn, "custom": True, "type": "aws:rds/instance:Instance", "outputs": {}}
    held["inputs"] = {"password": {SIGNATURE: SECRET, **secret}}
    file = folder / "export.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": [held]}}), "utf-8")
    program = to_program(read_export(file), kind="export", folder=None)
    assert "hushhush" not in repr(program)
    return program.resources[urn].attributes["password"]


def test_an_export_tells_equal_plain_texts_and_equal_ciphertexts(tmp_path: Path) -> None:
    """One text encrypted twice has two ciphertexts: unequal ones say nothing."""
    plain, other = (exported(tmp_path, plaintext=json.dumps(text)) for text in ("hushhush", "hushhush2"))
    assert plain == Secret(digest_of("hushhush"))
    assert verdict(plain, other) is Verdict.DIFFERENT
    first, second = (exported(tmp_path, ciphertext=f"v1:hushhush:{text}") for text in "ab")
    assert verdict(first, first) is Verdict.SAME
    assert verdict(first, second) is verdict(first, plain) is Verdict.UNDECIDABLE
    assert exported(tmp_path) == Secret()


@pytest.mark.parametrize("held", [{"digest": digest_of("x")}, {"plaintext": "{not json"}, {"value": "[secret]"}])
def test_odd_secrets_are_never_the_same_by_chance(tmp_path: Path, held: dict[str, object]) -> None:
    assert verdict(exported(tmp_path, **held), Secret(digest_of("x"))) is not Verdict.SAME
