"""The writer: what it writes by the schema, and that it reads back the same."""

import json
import zipfile
from pathlib import Path
from typing import Any

from stack_parity.aws.schema import provider
from stack_parity.emit import emit, save
from stack_parity.model.program import Edge, Program, Provider, Resource
from stack_parity.model.values import Code, Document, Ref, Secret, Text, Value


def resource(address: str, type_: str, **attributes: Value) -> Resource:
    return Resource(address, type_, address, attributes)


def document(*resources: Resource, **more: Any) -> dict[str, Any]:
    program = Program("p", "test", "dev", {one.address: one for one in resources}, **more)
    return dict(emit(program).document)


def body(one: Resource, *others: Resource) -> dict[str, Any]:
    held = document(one, *others)["resource"][one.type]
    return dict(held[one.address])


def test_a_block_is_a_list_of_objects_and_an_attribute_a_value() -> None:
    written = body(resource("f", "aws_lambda_function", function_name="x", tracing_config={"mode": "Active"}))
    assert written == {"function_name": "x", "tracing_config": [{"mode": "Active"}]}


def test_each_member_of_an_attribute_of_objects_stands() -> None:
    rule = body(resource("g", "aws_security_group", ingress=[{"from_port": 80.0, "to_port": 80}]))["ingress"][0]
    assert rule["from_port"] == 80
    assert rule["cidr_blocks"] is None
    assert {"description", "self", "security_groups", "prefix_list_ids", "protocol"} <= rule.keys()


def test_references_lead_into_blocks_by_number_and_into_maps_by_key() -> None:
    function = resource("f", "aws_lambda_function", function_name="x")
    parameter = resource(
        "p",
        "aws_ssm_parameter",
        name=Text(("/", Ref("f", "environment.variables.A-B"))),
        value=Ref("f", "vpc_config.vpc_id"),
    )
    assert body(parameter, function) == {
        "name": '/${aws_lambda_function.f.environment[0].variables["A-B"]}',
        "value": "${aws_lambda_function.f.vpc_config[0].vpc_id}",
    }


def test_literal_templates_are_escaped_and_documents_keep_their_references() -> None:
    policy = Document({"a": ["${x}", Ref("q", "arn"), Text(("%{y}", Ref("q", "url")))]})
    written = body(resource("p", "aws_iam_policy", policy=policy), resource("q", "aws_sqs_queue"))
    assert json.loads(written["policy"]) == {"a": ["$${x}", "${aws_sqs_queue.q.arn}", "%%{y}${aws_sqs_queue.q.url}"]}


def test_required_names_that_pulumi_makes_are_given() -> None:
    assert body(resource("f", "aws_lambda_function"))["function_name"] == "f"
    assert "name" not in body(resource("r", "aws_iam_role"))


def test_an_edge_behind_a_literal_becomes_the_reference_and_any_other_an_order() -> None:
    queue = resource("q", "aws_sqs_queue", name="jobs")
    edges = frozenset({Edge("p", "name", "q"), Edge("p", "value", "q")})
    parameter = Resource("p", "aws_ssm_parameter", "p", {"name": "jobs", "value": "other"}, edges=edges)
    assert body(parameter, queue)["name"] == "${aws_sqs_queue.q.name}"
    alone = Resource("p", "aws_ssm_parameter", "p", {"value": "other"}, edges=edges)
    assert body(alone, queue)["depends_on"] == ["aws_sqs_queue.q"]


def test_secrets_are_sensitive_variables_one_for_each_value() -> None:
    written = document(
        resource("p", "aws_ssm_parameter", name="a", value=Secret("d")),
        resource("q", "aws_ssm_parameter", name=Secret("d"), value=Secret("e")),
    )
    assert [one["sensitive"] for one in written["variable"].values()] == [True, True]
    bodies = written["resource"]["aws_ssm_parameter"]
    assert bodies["p"]["value"] == bodies["q"]["name"] != bodies["q"]["value"]


def test_lifecycle_providers_and_outputs() -> None:
    queue = Resource("q", "aws_sqs_queue", "q", {"name": "x", "prevent_destroy": True}, provider="aws.far")
    written = document(
        queue,
        provider={"region": "eu-west-1"},
        providers={"aws.far": Provider({"region": "us-east-1"}, {"a": "b"})},
        outputs={"url": Ref("q", "url")},
        sensitive_outputs=frozenset({"url"}),
    )
    alias = written["provider"]["aws"][1].pop("alias")
    assert written["provider"]["aws"] == [
        {"region": "eu-west-1"},
        {"region": "us-east-1", "default_tags": {"tags": {"a": "b"}}},
    ]
    held = written["resource"]["aws_sqs_queue"]["q"]
    assert held == {"name": "x", "lifecycle": {"prevent_destroy": True}, "provider": f"aws.{alias}"}
    assert written["output"] == {"url": {"value": "${aws_sqs_queue.q.url}", "sensitive": True}}


def test_what_the_provider_does_not_have_is_named() -> None:
    other = resource("x", "random_id")
    program = Program("p", "test", "dev", {"x": other})
    assert emit(program).left_out == {"x": f"{provider()} has no type random_id"}


def test_names_that_collide_get_a_number() -> None:
    one, other = (Resource(address, "aws_sqs_queue", "a.b", {}) for address in ("x", "y"))
    assert [*document(one, other)["resource"]["aws_sqs_queue"]] == ["a_b", "a_b_2"]


def test_packages_are_written_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("x")
    folder = Code((("app.py", "digest"),), "code")
    built = Code((("in/app.py", "digest"),), "built", places=(("in/app.py", "code/app.py"),))
    lost = Code(None, "nowhere")
    program = Program(
        "p",
        "test",
        "dev",
        {
            name: resource(name, "aws_lambda_function", filename=code)
            for name, code in {"f": folder, "b": built, "l": lost}.items()
        },
        folder=tmp_path,
    )
    configuration = emit(program)
    file = save(configuration, tmp_path / "out")
    functions = json.loads(file.read_text())["resource"]["aws_lambda_function"]
    with zipfile.ZipFile(file.parent / functions["f"]["filename"]) as archive:
        assert archive.namelist() == ["app.py"]
    with zipfile.ZipFile(file.parent / functions["b"]["filename"]) as archive:
        assert archive.namelist() == ["in/app.py"]
    assert configuration.left_out == {"l filename": "the content of nowhere is out of reach"}


def test_what_the_provider_does_not_have_is_left_out_and_told() -> None:
    one = resource("t", "aws_dynamodb_table", name="t", newer=1, attribute=[{"name": "id", "type": "S", "later": 2}])
    configuration = emit(Program("p", "test", "dev", {"t": one}))
    assert configuration.document["resource"] == {
        "aws_dynamodb_table": {"t": {"name": "t", "attribute": [{"name": "id", "type": "S"}]}}
    }
    assert sorted(configuration.left_out) == ["t later", "t newer"]


def test_a_text_is_written_as_a_file(tmp_path: Path) -> None:
    lone = Code((("", "digest"),), "a text", texts=(("", "hello"),))
    built = Code((("a/b.py", "digest"),), "an archive", texts=(("a/b.py", "x = 1"),))
    held = {
        "o": resource("o", "aws_s3_object", bucket="b", key="k", source=lone),
        "f": resource("f", "aws_lambda_function", function_name="f", role="r", filename=built),
    }
    written = emit(Program("p", "test", "dev", held), tmp_path)
    save(written, tmp_path / "out")
    assert not written.left_out
    assert (tmp_path / "out" / "files" / "s3_object_o.txt").read_text() == "hello"
    with zipfile.ZipFile(tmp_path / "out" / "files" / "lambda_function_f.zip") as archive:
        assert archive.read("a/b.py") == b"x = 1"


def test_each_variable_tells_what_it_stands_for() -> None:
    written = emit(Program("p", "test", "dev", {"p": resource("p", "aws_ssm_parameter", name="a", value=Secret("d"))}))
    assert [*written.variables.values()] == [Secret("d")]
