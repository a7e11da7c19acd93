"""What a run makes up for values that only AWS, or another stack, can tell, and what its reader makes of them."""

from stack_parity.model.program import Program
from stack_parity.model.values import Code, Document, Ref, Text
from stack_parity.sources.detection import find
from tests.stack_parity.sources.pulumi.conftest import Write

PROGRAM = """
import json
import pulumi, pulumi_aws as aws
from pulumi_aws import iam
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": ["vpc-1"]}])
pulumi.export("all", subnets.ids)
pulumi.export("first", [subnets.ids[0]])
pulumi.export("two", subnets.ids[:2])
other = pulumi.StackReference("network", stack_name="org/network/prod")
first = other.require_output("subnets")[0]
aws.ec2.Instance("i", ami="ami-1", subnet_id=first, tags={"vpc": other.get_output("vpcId")})
pulumi.export("groups", other.get_output("groups"))
pulumi.export("second", other.get_output("subnets").apply(lambda ids: ids[1]))
trust = iam.PolicyDocumentArgs(version="2012-10-17", statement=[iam.PolicyStatementArgs(
    effect="Allow", action="sts:AssumeRole", principal=iam.ServicePrincipalArgs(service="lambda.amazonaws.com"))])
role = iam.Role("r", assume_role_policy=trust)
pulumi.export("service", role.assume_role_policy.apply(lambda text: json.loads(text)["Statement"][0]["Principal"]))
aws.s3.BucketObject("notes/a b.txt", bucket="b", content="x")
aws.s3.BucketObject("file", key="k", bucket="b", source=pulumi.StringAsset("hello"))
key = iam.AccessKey("key", user="u")
pulumi.export("key", key.secret)
"""


def _captured(write: Write) -> Program:
    project = find(write(PROGRAM))
    return project.load(next(iter(project.loaders)))


def test_values_that_only_a_deployment_knows(write: Write) -> None:
    program = _captured(write)
    assert program.run is not None
    assert program.run.ok, program.run.message
    (looked_up,) = (address for address, one in program.data.items() if one.type == "aws_subnets")
    (network,) = (address for address, one in program.data.items() if one.type == "stack_reference")
    assert program.outputs["all"] == Ref(looked_up, "ids")
    assert program.outputs["first"] == [Ref(looked_up, "ids.0")]
    assert program.outputs["two"] == [Ref(looked_up, "ids.0"), Ref(looked_up, "ids.1")]
    assert program.data[network].attributes == {"name": "org/network/prod"}
    assert program.outputs["groups"] == Ref(network, "outputs.groups")
    assert program.outputs["second"] == Ref(network, "outputs.subnets.1")
    by_name = {one.name: one for one in program.resources.values()}
    assert by_name["i"].attributes["subnet_id"] == Ref(network, "outputs.subnets.0")
    assert by_name["i"].attributes["tags"] == {"vpc": Ref(network, "outputs.vpc_id")}
    assert isinstance(by_name["r"].attributes["assume_role_policy"], Document)
    assert program.outputs["service"] == {"Service": "lambda.amazonaws.com"}
    assert by_name["notes/a b.txt"].attributes["key"] == "notes/a b.txt"
    source = by_name["file"].attributes["source"]
    assert by_name["file"].attributes["key"] == "k"
    assert isinstance(source, Code)
    assert source.texts == (("", "hello"),)
    assert not isinstance(program.outputs["key"], Text)
