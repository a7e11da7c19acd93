"""What names stand for in a configuration, and what stands once for each of several."""

from pathlib import Path

import pytest

from stack_parity.model.digest import digest_of
from stack_parity.model.spelling import is_comparable
from stack_parity.model.values import Ref, Secret, Unknown, Value
from stack_parity.sources.terraform.configuration import read_configuration
from tests.stack_parity.samples import Json, findings


def described(text: str, **sections: Json) -> Value:
    """Return the description of a queue's key, in a configuration with further sections."""
    document = {"resource": {"aws_kms_key": {"k": {"description": text}}}, **sections}
    return read_configuration(document, Path("cdk.tf.json"), None).resources["aws_kms_key.k"].attributes["description"]


@pytest.mark.parametrize(
    ("sections", "value"),
    [
        ({"locals": {"a": "${local.b}", "b": "x"}}, "x"),
        ({"locals": {"a": "${upper(local.b)}", "b": "${var.c}"}, "variable": {"c": {"default": "x"}}}, "X"),
        ({"locals": {"a": "${var.c}"}, "variable": {"c": {"default": "x", "sensitive": True}}}, Secret(digest_of("x"))),
        ({"locals": {"a": "${local.b}", "b": "${local.a}"}}, Unknown("the value of local.a", (), ("local.a",))),
    ],
)
def test_a_local_is_what_it_is_made_from(sections: Json, value: Value) -> None:
    assert described("${local.a}", **sections) == value


def test_a_local_that_grows_without_end_is_not_evaluated() -> None:
    steps = {f"l{number}": f"${{local.l{number - 1}}}${{local.l{number - 1}}}" for number in range(1, 60)}
    value = described("${local.l59}", locals={"l0": "ha" * 100, **steps})
    assert not is_comparable(value)
    assert len(repr(value)) < 10_000_000


def queues(**body: object) -> Json:
    return {
        "resource": {
            "aws_sqs_queue": {"q": body},
            "aws_sns_topic_subscription": {"s": {"endpoint": "${aws_sqs_queue.q[0].arn}"}},
        }
    }


def resources(document: Json) -> dict[str, Value]:
    read = read_configuration(document, Path("cdk.tf.json"), None).resources
    return {address: resource.attributes.get("name") for address, resource in read.items() if "queue" in address}


def test_each_instance_is_a_resource() -> None:
    assert resources(queues(count=2, name="q-${count.index}")) == {
        "aws_sqs_queue.q[0]": "q-0",
        "aws_sqs_queue.q[1]": "q-1",
    }
    assert resources(queues(for_each='${toset(["a", "b"])}', name="q-${each.key}")) == {
        'aws_sqs_queue.q["a"]': "q-a",
        'aws_sqs_queue.q["b"]': "q-b",
    }
    assert resources(queues(for_each={"a": {"n": "x"}}, name="${each.value.n}")) == {'aws_sqs_queue.q["a"]': "x"}
    assert list(resources(queues(count="${var.n}"))) == ["aws_sqs_queue.q"]
    assert list(resources(queues(count=10**9))) == ["aws_sqs_queue.q"]


@pytest.mark.parametrize("count", [2, "${var.n}"])
def test_another_instance_is_another_reference(count: object) -> None:
    def named(index: str) -> Json:
        document = queues(count=count, name="q-${count.index}")
        document["resource"]["aws_sns_topic_subscription"]["s"]["endpoint"] = f"${{aws_sqs_queue.q[{index}].arn}}"
        return document

    assert findings(named("0"), named("0")) == []
    assert {row.path for _, row in findings(named("0"), named("1"))} >= {"endpoint"}
    assert {row.path for _, row in findings(named("0"), named("*"))} >= {"endpoint"}


def test_what_waits_for_a_resource_waits_for_each_instance() -> None:
    document = queues(count=2)
    document["resource"]["aws_sns_topic_subscription"]["s"] = {"depends_on": ["aws_sqs_queue.q"]}
    read = read_configuration(document, Path("cdk.tf.json"), None)
    assert read.resources["aws_sns_topic_subscription.s"].depends_on == {"aws_sqs_queue.q[0]", "aws_sqs_queue.q[1]"}


def test_every_instance_is_a_list_of_references() -> None:
    document = queues(count=2)
    document["output"] = {"all": {"value": "${aws_sqs_queue.q[*].arn}"}}
    read = read_configuration(document, Path("cdk.tf.json"), None)
    assert read.outputs["all"] == [Ref("aws_sqs_queue.q[0]", "arn"), Ref("aws_sqs_queue.q[1]", "arn")]


def test_a_dynamic_block_is_the_blocks_that_it_makes() -> None:
    def group(body: Json) -> Json:
        return {"resource": {"aws_security_group": {"g": body}}}

    rule = {"for_each": [80, 443], "content": {"from_port": "${ingress.value}", "to_port": "${ingress.value}"}}
    written = [{"from_port": port, "to_port": port} for port in (80, 443)]
    assert findings(group({"dynamic": {"ingress": rule}}), group({"ingress": written})) == []
    open_ = rule | {"for_each": "${var.ports}"}
    assert findings(group({"dynamic": {"ingress": open_}}), group({"dynamic": {"ingress": open_}})) == []
    assert findings(group({"dynamic": {"ingress": open_}}), group({"ingress": written})) != []
