"""What is called the same is proved to be the same, by a prover that knows nothing of this project."""

import pytest
import z3

from tools.truth import policies
from tools.truth.policies import judge_policies, separate


def test_no_request_tells_apart_what_is_called_the_same() -> None:
    counts = judge_policies(30)
    assert counts.lies == ()
    assert counts.same > 0
    assert counts.separated > 0


def test_the_prover_finds_a_pair_that_is_wrongly_called_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_equal", lambda *_: True)
    assert judge_policies(10).lies


def test_a_request_that_tells_two_policies_apart_is_given() -> None:
    def document(action: str) -> dict[str, object]:
        return {"Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]}

    answer, request = separate(document("s3:*"), document("s3:Get*"))
    assert answer == z3.sat
    assert request is not None
    assert request.action.startswith("s3:")
    assert not request.action.startswith("s3:get")
