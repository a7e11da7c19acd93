"""The facts of the provider's schema, and against the installed provider."""

import time

import pytest

from stack_parity.aws import schema
from stack_parity.aws.schema import DATA, Attribute, Kind
from tools.aws_types.provider_schema import ask_provider, schema_files


def attribute(type_: str, path: str) -> Attribute:
    found = schema.of(type_)
    assert found is not None, type_
    known = found.attribute(path)
    assert known is not None, path
    return known


@pytest.mark.parametrize(
    ("type_", "path", "kind"),
    [
        ("aws_lambda_function", "timeout", Kind.NUMBER),
        ("aws_lambda_function", "publish", Kind.BOOL),
        ("aws_lambda_function", "architectures", Kind.LIST),
        ("aws_lambda_function", "environment.variables", Kind.MAP),
        ("aws_lambda_function", "environment.0.variables", Kind.MAP),
        ("aws_lambda_function", "vpc_config.subnet_ids", Kind.SET),
        ("aws_lambda_function", "timeouts", Kind.OBJECT),
        ("aws_glue_job", "default_arguments", Kind.MAP),
        ("aws_security_group", "ingress", Kind.SET),
        ("aws_security_group", "ingress.cidr_blocks", Kind.LIST),
        ("aws_s3_bucket", "cors_rule", Kind.LIST),
    ],
)
def test_each_attribute_has_its_kind(type_: str, path: str, kind: Kind) -> None:
    assert attribute(type_, path).kind is kind


def test_a_block_says_how_often_it_may_stand() -> None:
    once, often = attribute("aws_lambda_function", "vpc_config"), attribute("aws_s3_bucket", "cors_rule")
    assert (once.is_block, once.least, once.most, once.single) == (True, 0, 1, True)
    assert (often.is_block, often.most, often.single) == (True, None, False)
    assert attribute("aws_wafv2_web_acl", "default_action").least == 1
    assert not attribute("aws_security_group", "ingress").is_block


def test_who_may_set_an_attribute() -> None:
    arn, version = attribute("aws_eks_cluster", "arn"), attribute("aws_eks_cluster", "version")
    assert arn.computed_only
    assert not version.computed_only
    assert (version.optional, version.computed, version.required) == (True, True, False)
    assert attribute("aws_eks_cluster", "role_arn").required
    assert attribute("aws_db_instance", "password").sensitive


def test_a_block_that_is_written_once_holds_the_same_elsewhere() -> None:
    shared = next(line for line in (DATA / "resources.txt").read_text("utf-8").split("\n") if " like aws_" in line)
    first = shared.partition(" like ")[2]
    type_, _, path = first.partition(".")
    assert attribute(type_, path).attributes
    here = attribute("aws_wafv2_rule_group", "rule.statement.and_statement.statement.byte_match_statement")
    assert here.attributes.keys() >= {"search_string", "text_transformation", "field_to_match"}


@pytest.mark.parametrize("path", ["nothing", "timeout.nothing", "vpc_config.nothing"])
def test_what_the_schema_does_not_have_is_none(path: str) -> None:
    found = schema.of("aws_lambda_function")
    assert found is not None
    assert found.attribute(path) is None
    assert schema.of("aws_nothing") is None
    assert schema.of_data("aws_lambda_function_that_is_none") is None


def test_data_sources_have_facts_of_their_own() -> None:
    found = schema.of_data("aws_iam_policy_document")
    assert found is not None
    statement = found.attribute("statement")
    assert statement is not None
    assert statement.kind is Kind.LIST
    assert schema.of("aws_iam_policy_document") is None


@pytest.mark.parametrize("name", ["resources.txt", "data_sources.txt"])
def test_every_line_of_the_facts_can_be_read(name: str) -> None:
    def count(attributes: dict[str, Attribute]) -> int:
        return sum(1 + count(dict(known.attributes)) for known in attributes.values())

    names, of = (schema.types(), schema.of) if name == "resources.txt" else (schema.data_types(), schema.of_data)
    text = (DATA / name).read_text("utf-8")
    assert list(names) == sorted(names)
    assert text.isascii()
    read = sum(count(dict(found.attributes)) for found in map(of, names) if found)
    assert read >= sum(": " in line for line in text.split("\n"))


def test_thirty_types_are_read_in_no_time() -> None:
    names = list(schema.types())[::51]
    assert len(names) == 30

    def cost() -> float:
        schema._outline.cache_clear()
        start = time.process_time()
        for name in names:
            schema.of(name)
        return time.process_time() - start

    assert min(cost() for _ in range(5)) < 0.020


def test_facts_of_another_format_are_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        schema._Outline("format 2\nprovider x 1.0.0\n\naws_a\n  id: string\n")


@pytest.mark.terraform
def test_the_facts_are_those_of_the_installed_provider() -> None:
    for name, text in schema_files(ask_provider()).items():
        assert (DATA / name).read_text("utf-8") == text, f"{name}: run python -m tools.aws_types write"
