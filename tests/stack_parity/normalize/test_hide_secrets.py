"""What is sensitive by its type is compared and never shown."""

import json

import pytest

from stack_parity.compare.verdicts import Verdict
from stack_parity.model.digest import digest_of
from stack_parity.model.values import Ref, Secret, Text
from tests.stack_parity.samples import Json, findings, program


def database(password: object) -> Json:
    return {"resource": {"aws_db_instance": {"d": {"identifier": "d", "password": password}}}}


def test_a_literal_password_is_a_secret() -> None:
    held = program(database("hushhush")).resources["aws_db_instance.d"].attributes
    assert held == {"identifier": "d", "password": Secret(digest_of("hushhush"))}
    (found,) = findings(database("hushhush"), database("hushhush2"))
    assert (found[1].verdict, found[1].left, found[1].right) == (Verdict.DIFFERENT, "(secret)", "(secret)")
    assert findings(database("hushhush"), database("hushhush")) == []


def test_a_reference_stays() -> None:
    made = {"resource": database("x")["resource"] | {"random_password": {"p": {"length": 8}}}}
    made["resource"]["aws_db_instance"]["d"]["password"] = "p-${random_password.p.result}"
    held = program(made).resources["aws_db_instance.d"].attributes["password"]
    assert held == Text((Secret(digest_of("p-")), Ref("random_password.p", "result")))


@pytest.mark.parametrize("text", ['{"user": "u", "password": "p"}', '{"password":"p","user":"u"}'])
def test_a_document_is_the_same_however_it_is_spaced(text: str) -> None:
    def version(secret: str) -> Json:
        return {"resource": {"aws_secretsmanager_secret_version": {"v": {"secret_id": "s", "secret_string": secret}}}}

    encoded = f"${{jsonencode({json.dumps({'user': 'u', 'password': 'p'})})}}"
    assert findings(version(text), version(encoded)) == []
    assert findings(version(text), version(text.replace('"p"', '"q"'))) != []
