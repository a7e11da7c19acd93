"""What is the same is called the same, whatever its form; each planted difference is found and named."""

import json
from pathlib import Path

import pytest

from stack_parity.compare.verdicts import Verdict
from tests.stack_parity.samples import (
    ARN,
    LOGS,
    Json,
    allow,
    changed,
    findings,
    function,
    policy,
    report,
    sections,
    stack,
    variants,
)


def test_a_program_is_the_same_as_itself() -> None:
    assert findings(stack(), stack()) == []
    assert [section.label for section in sections(stack(), stack())] == [
        "function",
        "log group",
        "role",
        "outputs",
        "AWS provider",
    ]


@pytest.mark.parametrize(
    ("path", "variant"), list(variants(stack())), ids=lambda value: value if type(value) is str else ""
)
def test_each_changed_attribute_is_found_and_named(path: str, variant: Json) -> None:
    found = findings(stack(), variant)
    attribute = path.split(".", 2)[2]
    named = {"policy": "permissions", "assume_role_policy": "trust", "role": "", "name": "name"}.get(
        attribute, attribute
    )
    assert found
    assert any(named in row.path for _, row in found), found


@pytest.mark.parametrize(("type_", "name"), [(t, n) for t, items in stack()["resource"].items() for n in items])
def test_each_missing_resource_is_found(type_: str, name: str) -> None:
    found = findings(stack(), changed(lambda document: document["resource"][type_].pop(name)))
    assert any(row.verdict is not Verdict.NAME for _, row in found), found


@pytest.mark.parametrize("action", LOGS)
def test_each_missing_action_is_named(action: str) -> None:
    spelled_arn = "arn:${aws.partition}:logs:eu-west-1:${aws.account_id}:log-group:/aws/lambda/tap-dev"

    def without(document: Json) -> None:
        document["resource"]["aws_iam_role_policy"]["logs"]["policy"] = policy(
            allow([item for item in LOGS if item != action], [ARN, f"{ARN}:*"])
        )

    ((_, row),) = findings(stack(), changed(without))
    assert (row.verdict, row.right) == (Verdict.ONLY_LEFT, None)
    assert row.path.startswith(f"permissions: Allow {action} on arn:")
    assert json.loads(row.left or "") == allow(action, [spelled_arn, f"{spelled_arn}:*"])
    assert str(row.separation) == (
        f"only the left allows {action} on arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/tap-dev"
    )


def test_a_missing_condition_is_named() -> None:
    def without(document: Json) -> None:
        document["resource"]["aws_iam_role_policy"]["metrics"]["policy"] = policy(
            allow("cloudwatch:PutMetricData", "*")
        )

    ((label, row),) = findings(stack(), changed(without))
    assert (label, row.path, row.verdict) == (
        "role",
        "permissions: Allow cloudwatch:PutMetricData",
        Verdict.DIFFERENT,
    )
    open_ = allow("cloudwatch:PutMetricData", "*")
    condition = {"StringEquals": {"cloudwatch:namespace": "tap/dev"}}
    assert json.loads(row.left or "") == open_ | {"Condition": condition}
    assert (json.loads(row.right or ""), row.note) == (open_, "the right grants more")
    assert str(row.separation).startswith("only the right allows cloudwatch:PutMetricData on arn:")
    assert "tap/dev" not in str(row.separation)


def test_a_missing_order_is_named() -> None:
    ((label, row),) = findings(stack(), changed(lambda document: function(document).pop("depends_on")))
    assert (label, row.path, row.left, row.right) == ("function", "(made after)", "log group, role", "role")


def _one_policy(document: Json) -> None:
    """Say with one attached policy what the sample says with three inline ones."""
    policies = document["resource"].pop("aws_iam_role_policy").values()
    statements = [statement for item in policies for statement in json.loads(item["policy"])["Statement"]]
    document["resource"]["aws_iam_policy"] = {"all": {"name": "tap-dev-all", "policy": policy(*reversed(statements))}}
    document["resource"]["aws_iam_role_policy_attachment"] = {
        "all": {"role": "${aws_iam_role.role.name}", "policy_arn": "${aws_iam_policy.all.arn}"}
    }


def _data_source(document: Json) -> None:
    document["data"]["aws_iam_policy_document"] = {
        "trust": {
            "statement": [
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
                }
            ]
        }
    }
    document["resource"]["aws_iam_role"]["role"]["assume_role_policy"] = "${data.aws_iam_policy_document.trust.json}"


def _json_encoded(document: Json) -> None:
    statement = '{"Effect" = "Allow", "Action" = ["cloudwatch:PutMetricData"], "Resource" = "*", "Condition" = '
    condition = '{"StringEquals" = {"cloudwatch:namespace" = "tap/dev"}}}'
    document["resource"]["aws_iam_role_policy"]["metrics"]["policy"] = (
        f'${{jsonencode({{"Version" = "2012-10-17", "Statement" = [{statement}{condition}]}})}}'
    )


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda document: function(document).update(tracing_config=[{"mode": "Active"}]), set()),
        (lambda document: function(document).update(memory_size=512.0), set()),
        (lambda document: function(document).update(memory_size="512"), set()),
        (lambda document: function(document).update(description=None), set()),
        (lambda document: function(document).update(layers=[]), set()),
        (lambda document: function(document).update(package_type="Zip"), set()),
        (lambda document: function(document).update(reserved_concurrent_executions=-1), set()),
        (lambda document: function(document).update(architectures=["x86_64"]), set()),
        (lambda document: function(document).update(logging_config={"log_group": "/aws/lambda/tap-dev"}), set()),
        (lambda document: function(document).update(role="${aws_iam_role.role.arn}"), set()),
        (lambda document: function(document)["environment"]["variables"].update(
            REGION="${data.aws_region.here.name}"), set()),
        (lambda document: document["resource"]["aws_cloudwatch_log_group"]["logs"].update(
            name="/aws/lambda/${local.name}") or document.update(locals={"name": "tap-dev"}), set()),
        (_one_policy, {"names of policies"}),
        (_data_source, set()),
        (_json_encoded, set()),
    ],
)  # fmt: skip
def test_another_form_of_the_same_is_the_same(change: object, allowed: set[str]) -> None:
    assert callable(change)
    found = findings(stack(), changed(change))
    assert {row.path for _, row in found if row.verdict is not Verdict.NAME} == set()
    assert {row.path for _, row in found} == allowed


def test_what_the_schema_calls_a_set_has_no_order() -> None:
    def opened(*topics: str) -> Json:
        document = stack()
        for address in ("a", "b"):
            document["resource"].setdefault("aws_sns_topic", {})[f"{address}{topics[0]}"] = {"name": f"topic-{address}"}
        rules = [{"description": f"${{aws_sns_topic.{topic}{topics[0]}.id}}", "from_port": 1} for topic in topics[1:]]
        document["resource"]["aws_security_group"] = {"g": {"name": "g", "ingress": rules}}
        return document

    assert findings(opened("1", "a", "b"), opened("2", "b", "a")) == []
    found = findings(opened("1", "a", "b"), opened("2", "b", "b"))
    assert {row.path for _, row in found} == {"ingress[0].description"}


def test_default_tags_of_the_provider_are_tags() -> None:
    def by_default(document: Json) -> None:
        document["provider"]["aws"][0]["default_tags"] = [{"tags": {"Environment": "dev", "Project": "tap"}}]
        for type_ in ("aws_iam_role", "aws_cloudwatch_log_group", "aws_lambda_function"):
            for body in document["resource"][type_].values():
                del body["tags"]

    assert findings(stack(), changed(by_default)) == []


def test_a_default_is_named() -> None:
    document = changed(lambda document: function(document).update(publish=False))
    (row,) = [row for part in sections(stack(), document) for row in part.rows if row.path == "publish"]
    assert (row.verdict, row.note) == (Verdict.SAME, "the left says nothing: the provider's default")


def test_other_names_are_no_other_architecture() -> None:
    def renamed(document: Json) -> Json:
        text = json.dumps(document)
        return json.loads(text.replace("tap-dev", "orders-dev"))  # type: ignore[no-any-return]

    found = findings(stack(), renamed(stack()))
    assert {row.verdict for _, row in found} == {Verdict.NAME}
    assert report({"dev": stack()}, {"dev": renamed(stack())}).differences == 0
    assert report({"dev": stack()}, {"dev": renamed(stack())}, names=True).differences == len(found)


def test_a_name_that_the_provider_chooses_is_another_name_only() -> None:
    def unnamed(document: Json) -> None:
        del document["resource"]["aws_iam_role"]["role"]["name"]

    found = findings(stack(), changed(unnamed))
    assert {(row.path, row.verdict) for _, row in found} == {("name", Verdict.NAME), ("role", Verdict.NAME)}


def test_keys_of_user_maps_keep_their_case() -> None:
    lower = changed(lambda document: function(document)["environment"].update(variables={"environment": "dev"}))
    assert {"environment.variables.ENVIRONMENT", "environment.variables.environment"} <= {
        row.path for _, row in findings(stack(), lower)
    }


def test_the_way_from_one_environment_to_another_is_compared() -> None:
    both = {"dev": stack("dev"), "prod": changed(lambda document: function(document).update(timeout=90), "prod")}
    clean = report(both, both)
    assert clean.differences == 0
    (change,) = clean.environment_changes
    assert ("function", "timeout") in {(item.label, item.path) for item in change.changes}
    assert {item.verdict for item in change.changes} == {Verdict.SAME}
    differing = report(both, {"dev": stack("dev"), "prod": stack("prod")})
    assert [
        (item.label, item.path, item.left, item.right)
        for item in differing.environment_changes[0].changes
        if item.verdict is not Verdict.SAME
    ] == [("function", "timeout", "60 → 90", None)]


def test_a_resource_that_one_environment_has_alone_is_the_same_on_both_sides() -> None:
    def with_key(name: str) -> Json:
        def change(document: Json) -> None:
            document["resource"]["aws_kms_key"] = {name: {"description": "Logs"}}
            document["resource"]["aws_cloudwatch_log_group"]["logs"]["kms_key_id"] = f"${{aws_kms_key.{name}.arn}}"

        return changed(change, "prod")

    result = report({"dev": stack(), "prod": with_key("one")}, {"dev": stack(), "prod": with_key("other")})
    assert result.differences == 0
    words = {(item.label, item.path): item.left for item in result.environment_changes[0].changes}
    assert words["log group", "kms_key_id"] == "(nothing) → ${key.arn}"
    assert words["key", "(resource)"] == "(nothing) → key"


def test_a_resource_more_on_one_side_is_one_difference_in_each_environment() -> None:
    def more(document: Json) -> None:
        document["resource"]["aws_sqs_queue"] = {"jobs": {"name": "jobs"}}

    left = {"dev": stack(), "prod": stack("prod")}
    right = {"dev": changed(more), "prod": changed(more, "prod")}
    for result in (report(left, right, profile=None), report(right, left, profile=None)):
        assert result.differences == 2
        assert {item.verdict for change in result.environment_changes for item in change.changes} <= {Verdict.SAME}


def test_a_package_is_compared_by_content(tmp_path: Path) -> None:
    import zipfile

    def packed(folder: str, content: str) -> Path:
        place = tmp_path / folder
        place.mkdir()
        with zipfile.ZipFile(place / "code.zip", "w") as archive:
            archive.writestr("tap_handler.py", content)
        document = changed(lambda document: function(document).update(filename="code.zip", source_code_hash=folder))
        (place / "cdk.tf.json").write_text(json.dumps(document))
        return place

    from stack_parity.__main__ import main

    one, same, other = packed("one", "x = 1"), packed("same", "x = 1"), packed("other", "x = 2")
    assert main([str(one), str(same)]) == 0
    assert main([str(one), str(other)]) == 1
