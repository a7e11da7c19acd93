"""Where a resource is made, and as whom: each has its own provider's region and account."""

import pytest

from stack_parity.model.values import CONTEXT, Ref, Text
from tests.stack_parity.samples import Json, changed, findings, function, program, stack

QUEUE = "aws_sqs_queue.jobs"


def aliased(region: str = "us-east-1", alias: str = "other", **settings: object) -> Json:
    """Give the sample with a queue that a second configuration of the provider makes."""
    document = stack()
    document["provider"]["aws"].append({"alias": alias, "region": region, **settings})
    document["resource"]["aws_sqs_queue"] = {"jobs": {"name": "jobs", "provider": f"aws.{alias}"}}
    return document


def rows(left: Json, right: Json) -> list[tuple[str, str, str | None, str | None]]:
    return [(label, row.path, row.left, row.right) for label, row in findings(left, right)]


def test_a_resource_that_moves_to_another_region_is_different() -> None:
    right = aliased()
    del right["resource"]["aws_sqs_queue"]["jobs"]["provider"]
    assert rows(aliased(), right) == [("queue", "provider.region", "us-east-1", "eu-west-1")]
    assert rows(aliased(), aliased("us-west-2")) == [("queue", "provider.region", "us-east-1", "us-west-2")]


def test_the_name_of_an_alias_says_nothing() -> None:
    assert rows(aliased(), aliased(alias="america")) == []


def test_a_provider_of_the_same_region_makes_the_same() -> None:
    right = aliased("eu-west-1")
    del right["resource"]["aws_sqs_queue"]["jobs"]["provider"]
    assert rows(aliased("eu-west-1"), right) == []


def test_one_aliased_resource_does_not_move_the_others() -> None:
    resolved = program(aliased())
    assert resolved.region == "eu-west-1"
    assert resolved.resources["aws_iam_role.role"].provider is None
    assert resolved.settings_of(resolved.resources[QUEUE]) == {"region": "us-east-1"}


def test_a_configuration_that_makes_everything_is_the_programs_own() -> None:
    def moved(document: Json) -> None:
        document["provider"]["aws"][0]["alias"] = "all"
        for instances in document["resource"].values():
            for body in instances.values():
                body["provider"] = "aws.all"

    assert rows(stack(), changed(moved)) == []


@pytest.mark.parametrize(
    ("settings", "account"),
    [
        ({}, Ref(CONTEXT, "account_id")),
        ({"allowed_account_ids": ["210987654321"]}, "210987654321"),
        ({"assume_role": [{"role_arn": "arn:aws:iam::210987654321:role/deploy"}]}, "210987654321"),
    ],
)
def test_an_arn_has_region_and_account_of_its_own_provider(settings: Json, account: object) -> None:
    document = aliased(**settings)
    function(document)["environment"]["variables"] = {"QUEUE": f"${{{QUEUE}.arn}}"}
    variables = program(document).resources["aws_lambda_function.function"].attributes["environment"]
    middle = (f":sqs:us-east-1:{account}:jobs",) if type(account) is str else (":sqs:us-east-1:", account, ":jobs")
    assert variables == {"variables": {"QUEUE": Text(("arn:", Ref(CONTEXT, "partition"), *middle))}}


def test_the_region_that_a_data_source_tells_is_that_of_its_provider() -> None:
    document = aliased()
    document["data"]["aws_region"]["there"] = {"provider": "aws.other"}
    function(document)["description"] = "${data.aws_region.there.name} ${data.aws_region.here.name}"
    body = program(document).resources["aws_lambda_function.function"]
    assert body.attributes["description"] == "us-east-1 eu-west-1"


def test_another_role_to_deploy_with_is_different() -> None:
    def deployed_by(role: str) -> Json:
        arn = f"arn:aws:iam::123456789012:role/{role}"
        return changed(lambda document: document["provider"]["aws"][0].update(assume_role=[{"role_arn": arn}]))

    assert rows(deployed_by("a"), deployed_by("a")) == []
    assert [row[:2] for row in rows(deployed_by("a"), deployed_by("b"))] == [("AWS provider", "assume_role")]
    assert [row[:2] for row in rows(deployed_by("a"), stack())] == [("AWS provider", "assume_role")]


def test_default_tags_are_those_of_the_resources_own_provider() -> None:
    document = aliased(default_tags=[{"tags": {"Team": "x"}}])
    assert program(document).resources[QUEUE].attributes["tags"] == {"Team": "x"}
    assert program(document).resources["aws_iam_role.role"].attributes["tags"] == {
        "Environment": "dev",
        "Project": "tap",
    }


def test_an_output_that_is_no_longer_sensitive_is_different() -> None:
    right = changed(lambda document: document["output"]["arn"].update(sensitive=True))
    assert rows(stack(), right) == [("outputs", "arn (sensitive)", "false", "true")]
