from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.registrations import (
    Asset,
    ComponentClass,
    DroppedArgument,
    Reference,
    Registration,
    Registrations,
    Secret,
    Template,
    Unknown,
    Value,
)
from stack_parity.sources.pulumi.runner.watch import describe
from stack_parity.sources.pulumi.running.answer import Reader
from tests.stack_parity.sources.pulumi.conftest import Write
from tests.support.project import copy_app

ARGUMENT_CLASSES = """
from dataclasses import dataclass
from typing import Optional, TypedDict
import pulumi
class Plain:
    def __init__(self, size: int = 3):
        self.size = size
class Loose:
    def __init__(self, size=3):
        self.size = size
@dataclass
class Data:
    size: int
class Keys(TypedDict):
    size: int
@pulumi.input_type
class Input:
    def __init__(self, *, size: int):
        pulumi.set(self, "size", size)
"""

PREFIX = "urn:pulumi:dev::p::"


def by_name(registrations: Registrations) -> Mapping[str, Registration]:
    return {resource.name: resource for resource in registrations.resources}


def urn(type_: str, name: str) -> str:
    return f"{PREFIX}{type_}::{name}"


ROLE = urn("aws:iam/role:Role", "role")
BUCKET = urn("aws:s3/bucket:Bucket", "bucket")


def test_unknown_values_become_references_and_never_none(write: Write) -> None:
    folder = write(
        """
        import json
        import pulumi, pulumi_aws as aws
        bucket = aws.s3.Bucket("bucket")
        policy = bucket.arn.apply(lambda arn: json.dumps({"Resource": [arn, f"{arn}/*"]}))
        pulumi.export("policy", policy)
        pulumi.export("arn", bucket.arn)
        pulumi.export("account", bucket.arn.apply(lambda arn: arn.split(":")[4]))
        pulumi.export("shouted", bucket.bucket.apply(str.upper))
        function = aws.lambda_.Function("f", role="r", runtime="python3.12")
        pulumi.export("size", function.source_code_size)
        pulumi.export("text with a number", function.source_code_size.apply(lambda size: f"{size} bytes"))
        pulumi.export("optional", pulumi.Output.format("{0}!", function.description))
        certificate = aws.acm.Certificate("c", domain_name="x.y")
        pulumi.export("nested", certificate.domain_validation_options[0].resource_record_name)
        """
    )
    arn = Reference(BUCKET, "arn")
    assert capture(folder, None).exports == {
        "policy": Template(('{"Resource": ["', arn, '", "', arn, '/*"]}')),
        "arn": arn,
        "account": Reference(BUCKET, "arn[4]"),
        "shouted": Unknown(),
        "size": Unknown(),
        "text with a number": Unknown(),
        "optional": Unknown(),
        "nested": Reference(
            urn("aws:acm/certificate:Certificate", "c"), "domainValidationOptions[0].resourceRecordName"
        ),
    }


def test_property_dependencies_are_edges_even_where_a_literal_hides_them(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        role = aws.iam.Role("role", name="explicit", assume_role_policy="{}")
        aws.iam.RolePolicy("policy", role=role.name, policy="{}")
        aws.lambda_.Function("function", role=role.arn, opts=pulumi.ResourceOptions(depends_on=[role]))
        """
    )
    resources = by_name(capture(folder, None))
    assert resources["policy"].inputs == {"policy": "{}", "role": "explicit"}
    assert resources["policy"].property_dependencies == {"role": (ROLE,)}
    assert resources["function"].inputs == {"role": Reference(ROLE, "arn")}
    assert resources["function"].dependencies == (ROLE,)


def test_components_keep_their_chain_of_types_and_say_how_they_are_typed(write: Write) -> None:
    folder = write(
        """
        import pulumi
        from lib.inner import Inner, Outer
        outer = Outer("outer", {}, opts=pulumi.ResourceOptions(protect=True))
        pulumi.export("bucket", outer.inner.bucket.id)
        """,
        {
            "lib/inner.py": """
            from dataclasses import dataclass
            import pulumi, pulumi_aws as aws
            @dataclass
            class InnerArgs:
                size: int
            class Inner(pulumi.ComponentResource):
                def __init__(self, name: str, args: InnerArgs, opts: pulumi.ResourceOptions | None = None):
                    super().__init__("my:lib:Inner", name, {}, opts)
                    self.bucket = aws.s3.Bucket("bucket", opts=pulumi.ResourceOptions(parent=self))
                    self.register_outputs({"bucketName": self.bucket.bucket, "size": args.size})
            class Outer(pulumi.ComponentResource):
                def __init__(self, name, args, opts=None):
                    super().__init__("my:lib:Outer", name, {}, opts)
                    self.inner = Inner("inner", InnerArgs(3), pulumi.ResourceOptions(parent=self))
                    self.register_outputs({})
            """
        },
    )
    registrations = capture(folder, None)
    outer, inner = urn("my:lib:Outer", "outer"), urn("my:lib:Outer$my:lib:Inner", "inner")
    bucket = urn("my:lib:Outer$my:lib:Inner$aws:s3/bucket:Bucket", "bucket")
    assert [(known.urn, known.parent, known.custom) for known in registrations.resources] == [
        (bucket, inner, True),
        (inner, outer, False),
        (outer, None, False),
    ]
    resources = by_name(registrations)
    assert resources["inner"].outputs == {"bucketName": Reference(bucket, "bucket"), "size": 3}
    assert resources["bucket"].options == {"protect": True}
    assert registrations.components == (
        ComponentClass("my:lib:Inner", "lib.inner", "Inner", "InnerArgs", typed=True),
        ComponentClass("my:lib:Outer", "lib.inner", "Outer", None, typed=False),
    )
    assert registrations.run.import_effects == ()


@pytest.mark.parametrize(
    ("parameters", "arguments", "typed"),
    [
        ("self, name, args: Plain, opts=None", "Plain", True),
        ("self, name: str, args: Loose, opts=None", "Loose", False),
        ("self, name: str, args: Data | None = None, opts: pulumi.ResourceOptions | None = None", "Data", True),
        ("self, name: str, args: Optional[Keys], opts=None", "Keys", True),
        ("self, name: str, args: Input, opts=None", "Input", True),
        ("self, name: str, size: int, label: str = '', opts=None", None, True),
        ("self, name: str, size: int, label='', opts=None", None, False),
        ("self, name: str, args: dict, opts=None", None, False),
        ("self, name: str, args: 'Unheard', opts=None", None, False),
        ("self, name, opts=None", None, False),
    ],
)
def test_what_counts_as_typed_arguments(parameters: str, arguments: str | None, typed: bool) -> None:
    namespace: dict[str, Any] = {"__name__": __name__}
    exec(f"{ARGUMENT_CLASSES}class Group:\n    def __init__({parameters}): ...\n", namespace)  # noqa: S102
    described = describe(namespace["Group"])
    assert (described["arguments"], described["typed"]) == (arguments, typed)


def test_secrets_are_never_held(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        token = pulumi.Output.secret("hushhush-plain")
        database = aws.rds.Instance("db", instance_class="db.t3.micro", password="hushhush-password")
        function = aws.lambda_.Function("f", role="r", environment={"variables": {"TOKEN": token, "OPEN": "yes"}})
        pulumi.export("url", pulumi.Output.concat("pg://", database.endpoint, "/", database.password))
        pulumi.export("deep", {"list": [pulumi.Output.secret({"key": "hushhush-deep"})]})
        pulumi.export("environment", function.environment.apply(lambda environment: environment.variables["OPEN"]))
        pulumi.export("configured", pulumi.Config().require_secret("password"))
        aws.Provider("other", access_key="hushhush-access", secret_key="hushhush-key", region="eu-west-1")
        looked_up = aws.secretsmanager.get_secret_version_output(secret_id=token, version_stage="open")
        pulumi.export("found", looked_up.secret_string)
        """,
        config="config: {p:password: {secure: hushhush-ciphertext}, aws:secretKey: hushhush-open}",
    )
    registrations = capture(folder, None)
    assert "hushhush" not in repr(registrations)
    resources = by_name(registrations)
    assert resources["db"].inputs["password"] == Secret()
    assert resources["f"].inputs["environment"] == {"variables": {"TOKEN": Secret(), "OPEN": "yes"}}
    assert registrations.exports == {
        "url": Secret(),
        "deep": {"list": [Secret()]},
        "environment": Secret(),
        "configured": Secret(),
        "found": Secret(),
    }
    assert registrations.configuration == {"aws:secretKey": Secret(), "p:password": Secret()}
    assert registrations.data_sources[0].inputs == {"secretId": Secret(), "versionStage": "open"}


def test_secrets_never_leave_the_process_of_the_program(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[bytes] = []
    feed = Reader.feed

    def overhear(reader: Reader, came: bytes) -> None:
        received.append(came)
        feed(reader, came)

    folder = write(
        """
        import pulumi, pulumi_aws as aws
        aws.rds.Instance("db", instance_class="db.t3.micro", password="hushhush")
        pulumi.export("deep", [{"key": pulumi.Output.secret("hushhush")}])
        """
    )
    with monkeypatch.context() as patched:
        patched.setattr(Reader, "feed", overhear)
        capture(folder, None)
    assert b"db.t3.micro" in b"".join(received)
    assert b"hushhush" not in b"".join(received)


def test_data_sources_are_recorded_and_policy_documents_computed(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        identity = aws.get_caller_identity()
        assert aws.get_caller_identity().account_id == identity.account_id
        document = aws.iam.get_policy_document_output(statements=[{
            "sid": "Trust", "actions": ["sts:AssumeRole"],
            "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
            "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [identity.account_id]}],
        }])
        pulumi.export("document", document.json)
        provider = aws.Provider("us", region="us-east-1", default_tags={"tags": {"Team": "x"}})
        pulumi.export("region", aws.get_region_output(opts=pulumi.InvokeOutputOptions(provider=provider)).region)
        zones = aws.get_availability_zones(state="available")
        pulumi.export("zone", zones.names[1])
        """
    )
    registrations = capture(folder, None)
    sources = {source.type.split(":")[-1]: source for source in registrations.data_sources}
    account = Reference(sources["getCallerIdentity"].urn, "accountId")
    assert registrations.exports["document"] == Template(
        (
            '{"Version": "2012-10-17", "Statement": [{"Sid": "Trust", "Effect": "Allow", "Action": ["sts:AssumeRole"], '
            '"Principal": {"Service": ["lambda.amazonaws.com"]}, '
            '"Condition": {"StringEquals": {"aws:SourceAccount": ["',
            account,
            '"]}}}]}',
        )
    )
    assert registrations.exports["region"] == Reference(sources["getRegion"].urn, "region")
    assert sources["getRegion"].provider == urn("pulumi:providers:aws", "us")
    assert registrations.exports["zone"] == Reference(sources["getAvailabilityZones"].urn, "names[1]")
    assert sources["getAvailabilityZones"].inputs == {"state": "available"}
    assert len(registrations.data_sources) == len(sources) == 4


def test_what_exists_elsewhere_is_marked_and_its_values_are_references(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        network = pulumi.StackReference("org/network/dev")
        old = aws.s3.Bucket.get("old", "the-old-one")
        aws.s3.Bucket.get("older", old.region)
        aws.s3.BucketPolicy("policy", bucket=old, policy=old.arn)
        pulumi.export("vpc", network.get_output("vpc"))
        """
    )
    registrations = capture(folder, None)
    resources = by_name(registrations)
    assert resources["old"].options == {"external": True, "id": "the-old-one"}
    assert resources["older"].options == {"external": True, "id": Reference(resources["old"].urn, "region")}
    assert resources["policy"].inputs == {
        "bucket": Reference(resources["old"].urn, "id"),
        "policy": Reference(resources["old"].urn, "arn"),
    }
    assert registrations.exports == {"vpc": Reference(resources["org/network/dev"].urn, "outputs.vpc")}


def test_transforms_are_followed(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        def tag(name):
            def transform(args):
                args.props["tags"] = {**args.props.get("tags", {}), name: "yes"}
                return pulumi.ResourceTransformResult(args.props, args.opts)
            return transform
        class Group(pulumi.ComponentResource):
            def __init__(self):
                super().__init__("my:lib:Group", "group", {}, pulumi.ResourceOptions(transforms=[tag("component")]))
                aws.s3.Bucket("inside", tags={"own": "yes"}, opts=pulumi.ResourceOptions(parent=self))
        pulumi.runtime.register_resource_transform(tag("stack"))
        Group()
        aws.s3.Bucket("outside")
        """
    )
    resources = by_name(capture(folder, None))
    assert resources["inside"].inputs["tags"] == {"component": "yes", "own": "yes", "stack": "yes"}
    assert resources["outside"].inputs["tags"] == {"stack": "yes"}


def test_every_run_reads_the_same(write: Write) -> None:
    folder = write(
        """
        import hashlib, pulumi, pulumi_aws as aws
        buckets = [aws.s3.Bucket(f"b{index}", tags={"z": "1", "a": "2"}) for index in range(30)]
        def follow(arn):
            name = hashlib.md5(arn.encode()).hexdigest()
            aws.sns.Topic(name, name=name)
        for bucket in buckets:
            bucket.arn.apply(follow)
        pulumi.export("all", pulumi.Output.all(*[bucket.arn for bucket in buckets]))
        """
    )
    first, second = capture(folder, None), capture(folder, None)
    assert len(first.resources) == 60
    assert repr(first) == repr(second)


def test_keys_of_users_are_kept_and_numbers_are_whole(write: Write) -> None:
    folder = write(
        """
        import pulumi_aws as aws
        aws.lambda_.Function("f", role="r", memory_size=512, environment={"variables": {"snake_and_Camel": "x"}},
            tags={"cost-center": "x", "my_tag": ""}, tracing_config={"mode": "Active"}, dead_letter_config=None)
        aws.cloudwatch.MetricAlarm("a", comparison_operator="X", evaluation_periods=1, threshold=0.5)
        """
    )
    resources = by_name(capture(folder, None))
    assert resources["f"].inputs == {
        "role": "r",
        "memorySize": 512,
        "environment": {"variables": {"snake_and_Camel": "x"}},
        "tags": {"cost-center": "x", "my_tag": ""},
        "tracingConfig": {"mode": "Active"},
    }
    assert repr(resources["f"].inputs["memorySize"]) == "512"
    assert resources["a"].inputs["threshold"] == 0.5


def test_the_program_runs_in_the_folder_of_main_with_its_configuration(write: Write) -> None:
    folder = write(
        "raise Exception('not this one')",
        {
            "infra/app.py": """
            import os, sys, pulumi, helper
            pulumi.require_pulumi_version(">=3.0.0")
            config = pulumi.Config()
            pulumi.export("folder", os.path.basename(os.getcwd()))
            pulumi.export("stdin", sys.stdin.read())
            pulumi.export("file", pulumi.FileAsset("helper.py"))
            code = pulumi.FileArchive(os.path.dirname(__file__) + "/code")
            pulumi.export("archive", pulumi.AssetArchive({"a": code}))
            pulumi.export("names", [pulumi.get_project(), pulumi.get_stack()])
            pulumi.export("object", config.require_object("object"))
            pulumi.export("values", [config.get_int("number"), config.get_bool("flag"), config.get("default")])
            """,
            "infra/helper.py": "",
            "infra/code/x.py": "",
            "settings/Pulumi.live.yaml": "config: {object: {a: [1, two]}, 'p:number': 5, flag: true}",
        },
        project="""
        name: p
        runtime: {name: python, options: {virtualenv: venv}}
        main: infra/app.py
        stackConfigDir: settings
        config: {default: {type: string, default: given}, number: 3}
        """,
    )
    registrations = capture(folder, "live")
    expected: dict[str, Value] = {
        "folder": "infra",
        "stdin": "",
        "file": Asset("file", "infra/helper.py"),
        "archive": Asset("asset-archive", entries={"a": Asset("file-archive", "infra/code", anchored=True)}),
        "names": ["p", "live"],
        "object": {"a": [1, "two"]},
        "values": [5, True, "given"],
    }
    assert registrations.exports == expected
    assert (registrations.project, registrations.stack) == ("p", "live")
    assert registrations.run.strict


def test_the_program_sees_no_credentials_and_leaves_no_trace(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "topsecret")
    monkeypatch.setenv("AWS_PROFILE", "admin")
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "topsecret")
    folder = write(
        """
        import os, sys, pulumi, helper
        print("noise" * 100_000)
        print("noise", file=sys.stderr)
        pulumi.export("variables", sorted(os.environ))
        pulumi.export("home", os.listdir(os.path.expanduser("~")))
        pulumi.export("root", [entry for entry in sys.path if os.path.exists(os.path.join(entry, "stack_parity"))])
        """,
        {"helper.py": ""},
    )
    exports = capture(folder, None).exports
    seen = exports["variables"]
    assert isinstance(seen, list)
    assert not {"AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "PULUMI_ACCESS_TOKEN"} & {str(name) for name in seen}
    assert exports["home"] == []
    assert exports["root"] == []
    assert sorted(file.name for file in folder.iterdir()) == ["Pulumi.yaml", "__main__.py", "helper.py"]


def test_arguments_that_the_sdk_does_not_know_are_dropped_and_told(write: Write) -> None:
    folder = write(
        """
        import pulumi_aws as aws
        aws.apigateway.Deployment("d", rest_api="api", stage_name="dev")
        aws.lambda_.Function("f", role="r", environment=aws.lambda_.FunctionEnvironmentArgs(variables={}, bogus=1))
        """
    )
    registrations = capture(folder, None)
    assert by_name(registrations)["d"].inputs == {"restApi": "api"}
    assert not registrations.run.strict
    assert "unexpected keyword argument 'stage_name' (line 3 of __main__.py)" in registrations.run.message
    assert registrations.run.dropped == (
        DroppedArgument("pulumi_aws.apigateway.deployment.Deployment", "d", "stage_name"),
        DroppedArgument("pulumi_aws.lambda_._inputs.FunctionEnvironmentArgs", "", "bogus"),
    )


def test_files_that_do_not_exist_are_told(write: Write) -> None:
    folder = write("import pulumi\npulumi.export('code', pulumi.FileArchive('../build'))")
    run = capture(folder, None).run
    assert (run.strict, run.message) == (False, "it names files that do not exist: ../build")


def test_what_an_import_registers_is_told(write: Write) -> None:
    folder = write(
        "import storage\nstorage.more()",
        {
            "storage.py": """
            import pulumi_aws as aws
            aws.s3.Bucket("bucket")
            def more():
                aws.s3.Bucket("later")
            """
        },
    )
    assert capture(folder, None).run.import_effects == (BUCKET,)


def test_async_and_nested_programs_are_read_to_their_end(write: Write) -> None:
    folder = write(
        """
        import pulumi, pulumi_aws as aws
        async def main():
            bucket = aws.s3.Bucket("bucket")
            bucket.id.apply(lambda id: aws.s3.Bucket("second", bucket=id).id.apply(
                lambda id: aws.s3.Bucket("third", bucket=id)))
            return {"name": bucket.bucket}
        pulumi.run(main)
        """
    )
    registrations = capture(folder, None)
    assert by_name(registrations).keys() == {"bucket", "second", "third"}
    assert registrations.exports == {"name": Reference(BUCKET, "bucket")}


@pytest.mark.parametrize(("stack", "resources"), [("dev", 6), ("staging", 6), ("prod", 10)])
def test_the_pulumi_version_of_this_project_runs_as_written(stack: str, resources: int, tmp_path: Path) -> None:
    registrations = capture(copy_app(tmp_path) / "pulumi_program", stack)
    assert registrations.run.strict, registrations.run.message
    assert registrations.run.import_effects == ()
    component = f"urn:pulumi:{stack}::tap::tap:stack:TapStack::tap"
    children = [known for known in registrations.resources if known.urn != component]
    assert len(children) == resources  # production's key, alias, queue and its policy besides
    assert {known.parent for known in children} == {component}
    assert registrations.components == (
        ComponentClass("tap:stack:TapStack", "component.tap_stack", "TapStack", "TapStackArgs", typed=True),
    )
