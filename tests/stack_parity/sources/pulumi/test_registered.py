"""What a program registers, in Terraform's words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.iam.roles import gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program, Resource
from stack_parity.model.values import Document, Ref
from stack_parity.normalize import normalize
from stack_parity.sources.pulumi.registered import to_program
from stack_parity.sources.pulumi.registrations import (
    DataSource,
    Reference,
    Registration,
    Registrations,
    RunReport,
    Value,
)
from stack_parity.sources.terraform.configuration import read_configuration


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{token}::{name}"


def registration(token: str, inputs: dict[str, Value], name: str = "it") -> Registration:
    return Registration(urn(token, name), token, name, None, True, inputs, {}, (), {})


def program(*registered: Registration, data: tuple[DataSource, ...] = (), exports: Any = None) -> Program:
    run = RunReport(ran=False, strict=False)
    found = Registrations("shop", "shop", "dev", registered, exports or {}, run, data)
    return to_program(found, kind="Pulumi program", folder=None)


def translated(token: str, inputs: dict[str, Value]) -> Resource:
    (found,) = program(registration(token, inputs)).resources.values()
    return found


def differences(token: str, inputs: dict[str, Value], type_: str, attributes: dict[str, Any]) -> list[Row]:
    """Compare one resource of Pulumi's with one of Terraform's."""
    document = {"resource": {type_: {"it": attributes}}}
    left = gather_roles(normalize(program(registration(token, inputs))))
    right = gather_roles(normalize(read_configuration(document, Path("cdk.tf.json"), "dev")))
    pairing = pair_up(left, right)
    sections = compare(left, right, pairing, pairing.labels())
    return [row for part in sections for row in part.rows if row.verdict is not Verdict.SAME]


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("aws:rds/instance:Instance", "aws_db_instance"),
        ("aws:rds/subnetGroup:SubnetGroup", "aws_db_subnet_group"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:apigateway/usagePlan:UsagePlan", "aws_api_gateway_usage_plan"),
        ("aws:cfg/rule:Rule", "aws_config_config_rule"),
        ("aws:s3/bucketVersioningV2:BucketVersioningV2", "aws_s3_bucket_versioning"),
    ],
)
def test_a_type_has_the_name_of_the_providers_schema(token: str, type_: str) -> None:
    found = translated(token, {})
    assert (found.type, found.mapped) == (type_, True)


@pytest.mark.parametrize(
    ("token", "type_"),
    [
        ("random:index/randomId:RandomId", "random_id"),
        ("cloudflare:index/record:Record", "cloudflare_record"),
        ("aws:ecs/daemon:Daemon", "aws_ecs_daemon"),
        ("pulumi-python:dynamic:Resource", "pulumi-python:dynamic:Resource"),
    ],
)
def test_a_type_that_no_facts_tell_follows_the_rule_and_is_not_known(token: str, type_: str) -> None:
    found = translated(token, {"someName": "x"})
    assert (found.type, found.mapped, found.attributes) == (type_, False, {"some_name": "x"})


def test_keys_inside_objects_are_terraforms() -> None:
    tag: Value = {"key": "team", "value": "shop", "propagateAtLaunch": True}
    group = translated("aws:autoscaling/group:Group", {"tags": [tag]})
    assert group.attributes == {"tag": [{"key": "team", "value": "shop", "propagate_at_launch": True}]}
    parameter: Value = {"name": "a", "value": "1", "applyMethod": "immediate"}
    parameters = translated("aws:rds/parameterGroup:ParameterGroup", {"parameters": [parameter]})
    assert parameters.attributes == {"parameter": [{"name": "a", "value": "1", "apply_method": "immediate"}]}


@pytest.mark.parametrize(
    ("token", "property_", "attribute"),
    [
        ("aws:glue/job:Job", "defaultArguments", "default_arguments"),
        ("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "tags", "tags"),
        ("aws:batch/jobDefinition:JobDefinition", "parameters", "parameters"),
        ("aws:kinesisanalyticsv2/application:Application", "tags", "tags"),
        ("aws:ssm/maintenanceWindow:MaintenanceWindow", "tags", "tags"),
    ],
)
def test_the_keys_of_every_map_are_the_users(token: str, property_: str, attribute: str) -> None:
    keys: Value = {"--jobLanguage": "a", "someKey": "b"}
    assert translated(token, {property_: keys}).attributes == {attribute: keys}


def test_a_map_inside_a_block_keeps_its_keys() -> None:
    options: Value = {"logConfiguration": {"logDriver": "awslogs", "options": {"awsLogsGroup": "x"}}}
    inputs: dict[str, Value] = {"repositoryCredentials": {"someSecret": "x"}, "environmentVariables": {"myKey": "x"}}
    app = translated("aws:amplify/app:App", inputs)
    assert app.attributes["environment_variables"] == {"myKey": "x"}
    assert translated("aws:ecs/service:Service", {"serviceConnectConfiguration": options}).attributes == {
        "service_connect_configuration": {
            "log_configuration": {"log_driver": "awslogs", "options": {"awsLogsGroup": "x"}}
        }
    }


def test_an_object_in_the_place_of_a_text_is_a_document() -> None:
    statement: Value = {"Statement": [{"Effect": "Allow", "notAName": 1}]}
    queue = translated("aws:sqs/queue:Queue", {"redrivePolicy": statement})
    assert queue.attributes == {"redrive_policy": Document(statement)}  # type: ignore[arg-type]  # no references inside


def test_a_reference_names_the_attribute_of_the_schema() -> None:
    function, topic = "aws:lambda/function:Function", "aws:eks/cluster:Cluster"
    exports = {
        "name": Reference(urn(function, "it"), "name"),
        "issuer": Reference(urn(topic, "c"), "identities[0].oidcs[0].issuer"),
    }
    outputs = program(registration(function, {}), registration(topic, {}, "c"), exports=exports).outputs
    assert outputs["name"] == Ref(urn(function, "it"), "function_name")
    assert outputs["issuer"] == Ref(urn(topic, "c"), "identity.0.oidc.0.issuer")


def test_a_data_source_has_the_names_of_the_schema() -> None:
    token = "aws:iam/getPolicyDocument:getPolicyDocument"
    condition: Value = {"test": "StringEquals", "variable": "aws:a", "values": ["x"]}
    source = DataSource(urn(token, "d"), token, {"statements": [{"actions": ["s3:*"], "conditions": [condition]}]})
    (found,) = program(data=(source,)).data.values()
    assert found.type == "aws_iam_policy_document"
    assert found.attributes == {"statement": [{"actions": ["s3:*"], "condition": [condition]}]}


def test_one_value_is_the_same_as_a_list_of_it() -> None:
    inputs: dict[str, Value] = {"name": "a", "endpointConfiguration": {"types": "REGIONAL"}}
    attributes = {"name": "a", "endpoint_configuration": [{"types": ["REGIONAL"]}]}
    assert differences("aws:apigateway/restApi:RestApi", inputs, "aws_api_gateway_rest_api", attributes) == []


def test_a_list_of_one_block_stays_a_list_where_there_may_be_several() -> None:
    inputs: dict[str, Value] = {"bucket": "a", "corsRules": [{"allowedMethods": ["GET"], "allowedOrigins": ["*"]}]}
    rule = {"allowed_methods": ["GET"], "allowed_origins": ["*"]}
    for spelled in (rule, [rule]):
        assert differences("aws:s3/bucket:Bucket", inputs, "aws_s3_bucket", {"bucket": "a", "cors_rule": spelled}) == []


@pytest.mark.parametrize(
    ("token", "type_", "property_", "attribute", "is_set"),
    [
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb", "securityGroups", "security_groups", True),
        ("aws:ecs/capacityProvider:CapacityProvider", "aws_ecs_capacity_provider", "x", "x", False),
        ("aws:lambda/function:Function", "aws_lambda_function", "layers", "layers", False),
        ("aws:cognito/userPool:UserPool", "aws_cognito_user_pool", "aliasAttributes", "alias_attributes", True),
    ],
)
def test_the_order_of_a_set_says_nothing_and_that_of_a_list_does(
    token: str, type_: str, property_: str, attribute: str, is_set: bool
) -> None:
    rows = differences(token, {property_: ["a", "b"]}, type_, {attribute: ["b", "a"]})
    assert (rows == []) is is_set


def test_the_order_of_blocks_matters_where_the_schema_has_a_list() -> None:
    rules = [{"allowed_methods": [method], "allowed_origins": ["*"]} for method in ("GET", "PUT")]
    other: list[Value] = [{"allowedMethods": [method], "allowedOrigins": ["*"]} for method in ("PUT", "GET")]
    rows = differences("aws:s3/bucket:Bucket", {"corsRules": other}, "aws_s3_bucket", {"cors_rule": rules})
    assert {row.path for row in rows} == {"cors_rule[0].allowed_methods", "cors_rule[1].allowed_methods"}


def test_the_keys_and_plurals_of_a_document_are_its_own() -> None:
    body = json.dumps({"widgets": [{"type": "text"}, {"type": "metric"}], "userKey": [{"a": 1}]})
    inputs: dict[str, Value] = {"dashboardName": "a", "dashboardBody": body}
    found = normalize(program(registration("aws:cloudwatch/dashboard:Dashboard", inputs)))
    (dashboard,) = found.resources.values()
    assert dashboard.attributes["dashboard_body"] == Document(json.loads(body))


def test_older_and_newer_names_of_one_resource_are_one_type() -> None:
    inputs: dict[str, Value] = {"bucket": "b", "key": "k", "content": "x"}
    attributes = {"bucket": "b", "key": "k", "content": "x"}
    assert differences("aws:s3/bucketObject:BucketObject", inputs, "aws_s3_object", attributes) == []
    assert differences("aws:alb/listener:Listener", {"port": 80.0}, "aws_lb_listener", {"port": 80}) == []


def test_an_empty_block_says_something() -> None:
    def acl(action: str) -> dict[str, Any]:
        return {"name": "a", "scope": "REGIONAL", "default_action": {action: {}}}

    inputs: dict[str, Value] = {"name": "a", "scope": "REGIONAL", "defaultAction": {"allow": {}}}
    assert differences("aws:wafv2/webAcl:WebAcl", inputs, "aws_wafv2_web_acl", acl("allow")) == []
    rows = differences("aws:wafv2/webAcl:WebAcl", inputs, "aws_wafv2_web_acl", acl("block"))
    assert {row.path for row in rows} == {"default_action.allow", "default_action.block"}


def test_a_reference_into_a_block_is_the_same_with_and_without_its_number() -> None:
    token = "aws:eks/cluster:Cluster"
    reference = Reference(urn(token, "c"), "certificateAuthority.data")
    left = normalize(program(registration(token, {}, "c"), exports={"ca": reference}))
    document = {
        "resource": {"aws_eks_cluster": {"c": {"name": "c"}}},
        "output": {"ca": {"value": "${aws_eks_cluster.c.certificate_authority[0].data}"}},
    }
    right = normalize(read_configuration(document, Path("cdk.tf.json"), "dev"))
    assert left.outputs["ca"] == Ref(urn(token, "c"), "certificate_authority.data")
    assert right.outputs["ca"] == Ref("aws_eks_cluster.c", "certificate_authority.data")


@pytest.mark.parametrize(
    ("ignored", "same"),
    [(["tags.Owner", "memorySize"], True), (["memorySize"], False), (["*"], False)],
)
def test_what_a_program_ignores_is_what_terraform_ignores(ignored: list[Value], same: bool) -> None:
    token = "aws:lambda/function:Function"
    registered = replace(registration(token, {"name": "f"}), options={"ignoreChanges": ignored})
    body = {"function_name": "f", "lifecycle": {"ignore_changes": ["memory_size", 'tags["Owner"]']}}
    written = read_configuration({"resource": {"aws_lambda_function": {"it": body}}}, Path("cdk.tf.json"), None)
    one, other = (gather_roles(normalize(side)) for side in (program(registered), written))
    pairing = pair_up(one, other)
    rows = [row for part in compare(one, other, pairing, pairing.labels()) for row in part.rows]
    found = {row.path: row.verdict for row in rows}
    assert (found["ignore_changes"] is Verdict.SAME) is same
