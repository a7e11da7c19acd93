"""What Pulumi's names are in Terraform, and against the installed `pulumi_aws`."""

import pytest

from stack_parity.aws import pulumi_names, schema
from stack_parity.aws.property_rule import PropertyRule
from stack_parity.aws.schema import DATA
from stack_parity.aws.spelling import camel, plural, snake
from tools.aws_types.decisions import PROPERTIES, TYPES
from tools.aws_types.made_names import made_names_text
from tools.aws_types.names_data import Names, match_names, names_text
from tools.aws_types.pulumi_package import read_types
from tools.aws_types.report import report, without_token

REMOVED = ("aws_opsworks_", "aws_simpledb_", "aws_worklink_")
"""Services that a later provider has no longer (its upgrade guide for version 6)."""

WITHOUT_FUNCTION = ["aws_redshift_service_account", "aws_resourceexplorer2_search"]
"""Data sources that `pulumi_aws` has not."""


@pytest.fixture(scope="module")
def names() -> Names:
    return match_names()


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("aws:lambda/function:Function", "aws_lambda_function"),
        ("aws:rds/instance:Instance", "aws_db_instance"),
        ("aws:rds/subnetGroup:SubnetGroup", "aws_db_subnet_group"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:alb/listener:Listener", "aws_alb_listener"),
        ("aws:apigateway/usagePlan:UsagePlan", "aws_api_gateway_usage_plan"),
        ("aws:cfg/rule:Rule", "aws_config_config_rule"),
        ("aws:ec2/securityGroup:SecurityGroup", "aws_security_group"),
        ("aws:ec2transitgateway/routeTable:RouteTable", "aws_ec2_transit_gateway_route_table"),
        ("aws:cloudtrail/trail:Trail", "aws_cloudtrail"),
        ("aws:codepipeline/pipeline:Pipeline", "aws_codepipeline"),
        ("aws:codedeploy/application:Application", "aws_codedeploy_app"),
        ("aws:appsync/graphQLApi:GraphQLApi", "aws_appsync_graphql_api"),
        ("aws:s3/bucketV2:BucketV2", "aws_s3_bucket"),
        ("aws:s3/bucketVersioningV2:BucketVersioningV2", "aws_s3_bucket_versioning"),
        ("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws_s3_bucket_replication_configuration"),
        ("aws:s3/inventory:Inventory", "aws_s3_bucket_inventory"),
        ("aws:s3/bucketObject:BucketObject", "aws_s3_bucket_object"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", "aws_s3_object"),
        ("aws:ec2/peeringConnectionOptions:PeeringConnectionOptions", "aws_vpc_peering_connection_options"),
        ("aws:lambda/capacityProvider:CapacityProvider", "aws_lambda_capacity_provider"),
        ("aws:opsworks/stack:Stack", "aws_opsworks_stack"),
        ("aws:nothing/atAll:AtAll", None),
        ("random:index/randomId:RandomId", None),
        ("tap:stack:TapStack", None),
    ],
)
def test_a_token_is_a_type(token: str, type_: str | None) -> None:
    assert pulumi_names.terraform_type(token) == type_


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("aws:iam/getPolicyDocument:getPolicyDocument", "aws_iam_policy_document"),
        ("aws:index/getRegion:getRegion", "aws_region"),
        ("aws:ec2/getVpc:getVpc", "aws_vpc"),
        ("aws:rds/getInstance:getInstance", "aws_db_instance"),
        ("aws:s3/getCanonicalUserId:getCanonicalUserId", "aws_canonical_user_id"),
        ("aws:lb/getLoadBalancer:getLoadBalancer", "aws_lb"),
        ("aws:nothing/getAtAll:getAtAll", None),
    ],
)
def test_a_function_is_a_data_source(token: str, type_: str | None) -> None:
    assert pulumi_names.data_type(token) == type_


@pytest.mark.parametrize(
    ("token", "path", "attribute"),
    [
        ("aws:lambda/function:Function", "memorySize", "memory_size"),
        ("aws:lambda/function:Function", "name", "function_name"),
        ("aws:lambda/function:Function", "code", "filename"),
        ("aws:lambda/function:Function", "environment.variables.myKey", "environment.variables.myKey"),
        ("aws:lambda/function:Function", "vpcConfig.0.subnetIds", "vpc_config.0.subnet_ids"),
        ("aws:lambda/function:Function", "somethingNewer", "something_newer"),
        ("aws:s3/bucket:Bucket", "corsRules.0.allowedMethods", "cors_rule.0.allowed_methods"),
        ("aws:autoscaling/group:Group", "tags.0.propagateAtLaunch", "tag.0.propagate_at_launch"),
        ("aws:rds/parameterGroup:ParameterGroup", "parameters.0.applyMethod", "parameter.0.apply_method"),
        ("aws:glue/job:Job", "defaultArguments.--jobLanguage", "default_arguments.--jobLanguage"),
        ("aws:apigateway/restApi:RestApi", "endpointConfiguration.types", "endpoint_configuration.types"),
        ("aws:sns/topicSubscription:TopicSubscription", "topic", "topic_arn"),
        ("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "routingRuleDetails", "routing_rules"),
        ("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "routingRules", "routing_rule"),
        ("tap:stack:TapStack", "someName", "some_name"),
    ],
)
def test_a_property_is_an_attribute(token: str, path: str, attribute: str) -> None:
    assert pulumi_names.properties(token).path(path) == attribute


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("type", "types"), ("types", "types"), ("policies", "policy"), ("ipv6Address", "ipv6_address"), ("other", None)],
)
def test_the_plain_rule(name: str, attribute: str | None) -> None:
    assert PropertyRule(["types", "policy", "ipv6_address"]).attribute(name) == attribute


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("corsRule", "corsRules"),
        ("policy", "policies"),
        ("key", "keys"),
        ("settings", "settings"),
        ("access", "accesses"),
        ("box", "boxes"),
        ("status", "statuses"),
        ("basis", "bases"),
    ],
)
def test_plurals(one: str, several: str) -> None:
    assert plural(one) == several


def test_words_of_a_name() -> None:
    names = ("memorySize", "kmsKeyArn", "s3Bucket", "xrayTracingEnabled", "ARNOfRole")
    assert [snake(name) for name in names] == [
        "memory_size",
        "kms_key_arn",
        "s3_bucket",
        "xray_tracing_enabled",
        "arn_of_role",
    ]
    assert camel("ipv6_cidr_block_2") == "ipv6CidrBlock2"


def test_the_names_are_those_of_the_installed_package(names: Names) -> None:
    committed = (DATA / "pulumi_names.txt").read_text("utf-8")
    assert names_text(names) == committed, "run python -m tools.aws_types write"


def test_every_type_of_the_schema_has_a_token_unless_it_was_removed(names: Names) -> None:
    left = without_token(schema.types(), names.resources)
    assert [type_ for type_ in left if not type_.startswith(REMOVED)] == []


def test_every_data_source_has_a_function_unless_there_is_none(names: Names) -> None:
    assert without_token(schema.data_types(), names.functions) == WITHOUT_FUNCTION


def test_nearly_every_token_and_property_is_known(names: Names) -> None:
    assert len(names.resources.types) + len(names.newer) + len(names.unknown) == 1748
    assert len(names.resources.types) >= 1517
    assert len(names.functions.types) >= 606
    assert sum(found.matched for found in names.resources.properties.values()) >= 30_900


def test_what_is_decided_by_hand_is_needed_and_has_a_reason(names: Names) -> None:
    assert all(reason for _, reason in TYPES.values())
    found = {**names.resources.properties, **names.functions.properties}
    for token, decided in PROPERTIES.items():
        assert {path: attribute for path, (attribute, _) in decided.items()}.items() <= found[token].renamed.items()
        assert all(reason for _, reason in decided.values())


def test_the_report_says_what_is_left(names: Names) -> None:
    text = report(names)
    assert f"| with a type in the schema | {len(names.resources.types)} | {len(names.functions.types)} |" in text
    assert "- aws:ecs/daemon:Daemon" in text
    assert "- aws_opsworks_stack" in text
    assert "aws:lambda/function:Function (aws_lambda_function): Pulumi: capacityProviderConfig" in text


def test_the_names_that_pulumi_makes_are_those_of_the_installed_package(names: Names) -> None:
    types = {token: match.type for token, match in names.resources.types.items()}
    committed = (DATA / "made_names.txt").read_text("utf-8")
    assert made_names_text(read_types(), types) == committed, "run python -m tools.aws_types write"
