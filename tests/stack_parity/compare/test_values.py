"""Single values: what is equal, what differs, and what nobody can tell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stack_parity.compare.attributes import row
from stack_parity.compare.comparands import comparands
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.roles import gather_roles
from stack_parity.match.pairing import Pairing
from stack_parity.model.digest import digest_of
from stack_parity.model.program import Program
from stack_parity.model.values import Document, Ref, Secret, Text, Unknown, Value
from stack_parity.sources.terraform.configuration import read_configuration
from tests.stack_parity.samples import Json, changed, findings, function, policy, stack
from tools.truth.judging import judge

SIDE = gather_roles(Program("", "", "dev", {}))
LABELS = {"left.q": "queue", "right.q": "queue"}
SIDES = comparands(SIDE, SIDE, Pairing((), (), (), ()), (LABELS, LABELS))


def joined(address: str, text: str = "join(',', [") -> Unknown:
    return Unknown("an expression", (address,), (text, Ref(address, "arn"), "])"))


def verdict(left: Value, right: Value) -> Verdict:
    return row("path", left, right, SIDES).verdict


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (5, "5", Verdict.SAME),
        (True, "true", Verdict.SAME),
        ([1, 2], ["1", "2"], Verdict.SAME),
        (["a, b"], ["a", "b"], Verdict.DIFFERENT),
        ("[a]", ["a"], Verdict.DIFFERENT),
        ({"a": "b, c: d"}, {"a": "b", "c": "d"}, Verdict.DIFFERENT),
        (Document({"n": 5}), Document({"n": "5"}), Verdict.DIFFERENT),
        (Document({"n": None}), Document({"n": "null"}), Verdict.DIFFERENT),
        (Document({"n": [], "m": 1}), Document({"m": 1, "n": []}), Verdict.SAME),
        (Ref("left.q", "arn"), Ref("right.q", "arn"), Verdict.SAME),
        (Ref("left.q", "arn"), Ref("right.other", "arn"), Verdict.DIFFERENT),
        (Unknown("a"), Unknown("a"), Verdict.UNDECIDABLE),
        (joined("left.q"), joined("right.q"), Verdict.SAME),
        (joined("left.q"), joined("right.q", "join(';', ["), Verdict.UNDECIDABLE),
        (joined("left.q"), "a,b", Verdict.UNDECIDABLE),
        (Text(("x", joined("left.q"))), Text(("x", joined("right.q"))), Verdict.SAME),
        (Secret(), Secret(), Verdict.UNDECIDABLE),
        (Secret(digest_of("a")), Secret(), Verdict.UNDECIDABLE),
        (Secret(digest_of("a")), Secret(digest_of("a")), Verdict.SAME),
        (Secret(digest_of("a")), Secret(digest_of("b")), Verdict.DIFFERENT),
        (Text(("p:", Secret(digest_of("a")))), Text(("p:", Secret(digest_of("b")))), Verdict.DIFFERENT),
        (Secret(digest_of("a")), "(secret)", Verdict.DIFFERENT),
        (Secret(digest_of("a")), "a", Verdict.SAME),
        (Secret(digest_of({"n": 1.0})), Secret(digest_of({"n": 1})), Verdict.SAME),
    ],
)
def test_the_verdict_on_two_values(left: Value, right: Value, expected: Verdict) -> None:
    assert (verdict(left, right), verdict(right, left)) == (expected, expected)
    assert verdict(left, left) is (Verdict.UNDECIDABLE if Secret() == left or Unknown("a") == left else Verdict.SAME)


def test_of_a_secret_nothing_is_shown() -> None:
    digests = digest_of("a"), digest_of("b")
    found = row("path", Secret(digests[0]), Secret(digests[1]), SIDES)
    assert found == Row("path", Verdict.DIFFERENT, "(secret)", "(secret)", "secrets are compared and never shown")
    assert digest_of("a", b"one run") != digest_of("a", b"another run")


def machine(states: object) -> Json:
    definition = json.dumps({"StartAt": "A", "States": states})
    return changed(
        lambda document: document["resource"].update(
            aws_sfn_state_machine={"m": {"name": "m", "role_arn": "arn", "definition": definition}}
        )
    )


def paths(left: Json, right: Json) -> list[tuple[str, Verdict]]:
    return [(row.path, row.verdict) for _, row in findings(left, right)]


def test_the_order_of_choices_says_something() -> None:
    first, second, third = ({"Variable": f"$.{name}", "Next": name.upper()} for name in "abc")
    both = machine({"A": {"Type": "Choice", "Choices": [first, second]}})
    assert paths(both, both) == []
    swapped = paths(both, machine({"A": {"Type": "Choice", "Choices": [second, first]}}))
    assert [path for path, _ in swapped] == [
        f"definition.States.A.Choices[{index}].{key}" for index in (0, 1) for key in ("Next", "Variable")
    ]
    more = paths(both, machine({"A": {"Type": "Choice", "Choices": [third, first, second]}}))
    assert [path for path, _ in more] == [f"definition.States.A.Choices[0].{key}" for key in ("Next", "Variable")]


def test_nothing_and_null_are_two_things_in_a_document() -> None:
    null, absent = machine({"A": {"ResultPath": None}}), machine({"A": {}})
    assert paths(null, null) == []
    assert [path for path, _ in paths(null, absent)] == ["definition.States.A.ResultPath"]


def test_the_order_of_a_list_says_something() -> None:
    layers = ["arn:a", "arn:b"], ["arn:b", "arn:a"]
    left, right = stack(), stack()
    function(left)["layers"], function(right)["layers"] = layers
    assert [path for path, _ in paths(left, right)] == ["layers"]


def group(*ports: int) -> Json:
    rules = [{"from_port": port, "to_port": port, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]} for port in ports]
    return changed(
        lambda document: document["resource"].update(aws_security_group={"g": {"name": "g", "ingress": rules}})
    )


def test_one_item_of_a_set_that_changes_leaves_the_others_alone() -> None:
    assert paths(group(1, 2, 3), group(3, 1, 2)) == []
    assert [path for path, _ in paths(group(1, 2, 3), group(2, 3, 9))] == ["ingress[0].from_port", "ingress[0].to_port"]
    assert {path.split(".")[0] for path, _ in paths(group(1, 2, 3), group(2, 3))} == {"ingress[0]"}
    assert {path.split(".")[0] for path, _ in paths(group(2, 3), group(1, 2, 3))} == {"ingress[2]"}


def test_the_choices_of_an_event_pattern_have_no_order() -> None:
    def rule(*sources: str) -> Json:
        pattern = json.dumps({"source": list(sources)})
        return changed(
            lambda document: document["resource"].update(
                aws_cloudwatch_event_rule={"r": {"name": "r", "event_pattern": pattern}}
            )
        )

    assert paths(rule("a", "b"), rule("b", "a")) == []
    assert [path for path, _ in paths(rule("a", "b"), rule("a", "c"))] == ["event_pattern.source"]


def _alarm(document: Json) -> None:
    name = "${aws_lambda_function.function.function_name}"
    document["resource"]["aws_cloudwatch_metric_alarm"] = {
        "a": {"alarm_name": "a", "dimensions": {"FunctionName": name}}
    }


def _permission(document: Json) -> None:
    arn = "${aws_lambda_function.function.arn}"
    document["resource"]["aws_lambda_permission"] = {"p": {"function_name": arn, "action": "lambda:InvokeFunction"}}


def _output(document: Json) -> None:
    document["output"]["name"] = {"value": "${aws_lambda_function.function.id}"}


@pytest.mark.parametrize("use", [_alarm, _permission, _output])
def test_a_name_that_the_provider_makes_is_the_name_of_its_pair(use: Callable[[Json], None]) -> None:
    def unnamed(document: Json) -> None:
        use(document)
        del function(document)["function_name"]

    found = findings(changed(use), changed(unnamed))
    assert {row.verdict for _, row in found} == {Verdict.NAME}


def test_a_document_with_statements_that_have_no_effect_is_no_policy() -> None:
    """A data protection policy of CloudWatch Logs has statements, too."""

    def masked(identifier: str) -> Json:
        statement = {"Sid": "a", "DataIdentifier": [identifier], "Operation": {"Deidentify": {"MaskConfig": {}}}}
        body = {"policy_name": "p", "policy_type": "DATA_PROTECTION_POLICY", "policy_document": policy(statement)}
        return {"resource": {"aws_cloudwatch_log_account_policy": {"p": body}}}

    assert findings(masked("a"), masked("a")) == []
    assert [row.verdict for _, row in findings(masked("a"), masked("b"))] == [Verdict.DIFFERENT]


def test_an_output_that_the_schema_calls_sensitive_is_sensitive() -> None:
    def given(*, sensitive: bool) -> Json:
        return {
            "resource": {"aws_iam_access_key": {"k": {"user": "u"}}},
            "output": {"key": {"value": "${aws_iam_access_key.k.secret}", "sensitive": sensitive}},
        }

    assert findings(given(sensitive=True), given(sensitive=False)) == []


def test_the_file_of_an_object_is_compared_by_its_content(tmp_path: Path) -> None:
    def read(name: str, text: str) -> Program:
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / f"{name}.txt").write_text(text)
        body = {"bucket": "b", "key": "k", "source": f"{name}.txt"}
        document = {"resource": {"aws_s3_object": {"o": body}}}
        return read_configuration(document, tmp_path / name / "cdk.tf.json", "dev")

    def word(left: Program, right: Program) -> str:
        return judge(left, right).word

    assert word(read("a", "x"), read("b", "x")) == "same"
    assert word(read("a", "x"), read("b", "y")) == "different"
    (tmp_path / "a" / "a.txt").unlink()
    document = {"resource": {"aws_s3_object": {"o": {"bucket": "b", "key": "k", "source": "a.txt"}}}}
    lost = read_configuration(document, tmp_path / "a" / "cdk.tf.json", "dev")
    assert word(lost, lost) == "same"


def test_an_element_of_a_list_that_is_a_set_is_one() -> None:
    def first(text: str) -> Json:
        return {
            "resource": {"aws_acm_certificate": {"c": {"domain_name": "d"}}},
            "output": {"name": {"value": f"${{{text}.resource_record_name}}"}},
        }

    path = "aws_acm_certificate.c.domain_validation_options"
    assert findings(first(f"tolist({path})[0]"), first(f"{path}[0]")) == []
    assert findings(first(f"tolist({path})[1]"), first(f"{path}[0]")) != []


ACCOUNT = "123456789012"


def owned(account: str, *allowed: str) -> Json:
    """Give a grant, a trust and a topic of an account; `allowed`: what the provider states."""
    settings = {"allowed_account_ids": list(allowed)} if allowed else {}
    grant = {"Effect": "Allow", "Action": "sqs:*", "Resource": f"arn:aws:sqs:eu-west-1:{account}:q"}
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{account}:role/a"}}
    return {
        "provider": {"aws": [{"region": "eu-west-1", **settings}]},
        "data": {"aws_caller_identity": {"me": {}}},
        "resource": {
            "aws_iam_policy": {"p": {"name": "p", "policy": policy(grant)}},
            "aws_iam_role": {"r": {"name": "r", "assume_role_policy": policy(trust)}},
            "aws_sns_topic_policy": {"t": {"arn": f"arn:aws:sns:eu-west-1:{account}:t", "policy": "{}"}},
        },
    }


REFERRED = "${data.aws_caller_identity.me.account_id}"


def test_a_literal_account_and_the_account_of_the_deployment() -> None:
    def verdicts(left: Json, right: Json) -> set[Verdict]:
        return {row.verdict for label, row in findings(left, right) if label != "AWS provider"}

    assert verdicts(owned(REFERRED, ACCOUNT), owned(ACCOUNT, ACCOUNT)) == set()
    assert verdicts(owned(REFERRED, ACCOUNT), owned(ACCOUNT)) == set()
    assert verdicts(owned(ACCOUNT), owned(REFERRED, ACCOUNT)) == set()
    assert verdicts(owned(REFERRED), owned(ACCOUNT)) == {Verdict.UNDECIDABLE}
    assert Verdict.DIFFERENT in verdicts(owned(REFERRED, ACCOUNT), owned("999999999999"))
    assert Verdict.DIFFERENT in verdicts(owned(ACCOUNT), owned("999999999999"))


@pytest.mark.parametrize(
    ("type_", "attribute"), [("aws_sqs_queue", "url"), ("aws_sns_topic", "arn"), ("aws_lb", "arn"), ("aws_kms_key", "")]
)
def test_an_id_is_what_it_is_the_same_as(type_: str, attribute: str) -> None:
    def given(path: str) -> Json:
        return {"resource": {type_: {"one": {}}}, "output": {"o": {"value": f"${{{type_}.one.{path}}}"}}}

    assert (findings(given("id"), given(attribute or "arn")) == []) is bool(attribute)
