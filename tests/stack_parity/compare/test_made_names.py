"""Names that one side leaves to Pulumi or the provider: each is that of its partner, wherever it is referred to."""

import pytest

from stack_parity.aws.identity import made_name
from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import Json, findings


@pytest.mark.parametrize(
    ("type_", "attribute"),
    [
        ("aws_lambda_function", "function_name"),
        ("aws_appautoscaling_policy", "name"),
        ("aws_glue_connection", "name"),
        ("aws_opensearch_domain", "domain_name"),
        ("aws_security_group", "name"),
        ("aws_route53_record", None),
        ("aws_iam_user_policy_attachment", None),
    ],
)
def test_which_name_may_be_made(type_: str, attribute: str | None) -> None:
    assert made_name(type_) == attribute


def cluster(name: str | None, body: Json) -> Json:
    stated = {} if name is None else {"name": name}
    return {
        "provider": {"aws": [{"region": "eu-west-1"}]},
        "resource": {"aws_ecs_cluster": {"c": stated}, "aws_ecs_service": {"s": {"name": "s", **body}}},
    }


@pytest.mark.parametrize("name", ["cluster", "ecs", "jobs"])
@pytest.mark.parametrize("attribute", ["arn", "id", "name"])
def test_a_reference_to_a_made_name_is_that_of_its_partner(name: str, attribute: str) -> None:
    body: Json = {"cluster": f"${{aws_ecs_cluster.c.{attribute}}}", "depends_on": ["aws_ecs_cluster.c"]}
    found = {(row.path, row.verdict) for _, row in findings(cluster(None, body), cluster(name, body))}
    assert Verdict.DIFFERENT not in {verdict for _, verdict in found}
    assert ("name", Verdict.NAME) in found


def test_a_made_name_is_no_other_name() -> None:
    left = cluster(None, {"cluster": "${aws_ecs_cluster.c.name}"})
    right = cluster("jobs", {"cluster": "others"})
    assert ("cluster", Verdict.DIFFERENT) in [(row.path, row.verdict) for _, row in findings(left, right)]


def test_two_stated_names_of_what_has_no_name_of_its_own_are_different() -> None:
    def flow(name: str | None) -> Json:
        return {"resource": {"aws_glue_trigger": {"t": {"type": "ON_DEMAND", **({"name": name} if name else {})}}}}

    assert [row.verdict for _, row in findings(flow("a"), flow("b"))] == [Verdict.DIFFERENT]
    assert [row.verdict for _, row in findings(flow(None), flow("b"))] == [Verdict.NAME]
