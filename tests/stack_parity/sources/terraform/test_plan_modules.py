"""Plans whose resources stand in modules: their attributes, and references through the modules' inputs and outputs."""

from pathlib import Path

import pytest

from stack_parity.model.program import Program
from stack_parity.model.values import Ref, Unknown, Value
from stack_parity.sources.terraform.shown import read_shown
from tests.stack_parity.samples import Json

FUNCTION = "module.api.module.worker.aws_lambda_function.this"
ROLE = "module.identity.aws_iam_role.this"


def item(address: str, **values: object) -> Json:
    type_, name = address.split(".")[-2:]
    mode = "data" if ".data." in f".{address}" else "managed"
    return {"address": address, "mode": mode, "type": type_, "name": name, "values": values}


def written(address: str, depends_on: tuple[str, ...] = (), **expressions: object) -> Json:
    return {
        "address": address,
        "expressions": expressions,
        "depends_on": list(depends_on),
        "provider_config_key": "aws",
    }


def references(*names: str) -> Json:
    return {"references": list(names)}


def plan(memory: int = 128, instance: str = "") -> Json:
    """Return a plan in which a function two modules deep gets its role from a module beside its own."""
    function = item(
        FUNCTION.replace("module.worker", f"module.worker{instance}"), function_name="f", memory_size=memory, timeout=3
    )
    worker = {
        "module": {
            "resources": [
                written(
                    "aws_lambda_function.this",
                    function_name={"constant_value": "f"},
                    memory_size=references("var.memory"),
                    timeout={"constant_value": 3},
                    role=references("var.role_arn"),
                )
            ]
        },
        "expressions": {"memory": references("var.memory"), "role_arn": references("var.role_arn")},
        "depends_on": ["aws_sqs_queue.first"],
    }
    api = {
        "module": {"resources": [written("aws_sqs_queue.first")], "module_calls": {"worker": worker}},
        "expressions": {
            "memory": {"constant_value": memory},
            "role_arn": references("module.identity.arn", "module.identity"),
        },
        "depends_on": ["module.identity"],
    }
    identity = {
        "module": {
            "resources": [written("aws_iam_role.this", name={"constant_value": "r"})],
            "outputs": {"arn": {"expression": references("aws_iam_role.this.arn", "aws_iam_role.this")}},
        }
    }
    root = {
        "module_calls": {"api": api, "identity": identity},
        "outputs": {"role": {"expression": references("module.identity.arn", "module.identity")}},
    }
    return {
        "format_version": "1.2",
        "planned_values": {
            "outputs": {"role": {"sensitive": False}},
            "root_module": {
                "child_modules": [
                    {
                        "address": "module.api",
                        "resources": [item("module.api.aws_sqs_queue.first")],
                        "child_modules": [{"address": "module.api.module.worker", "resources": [function]}],
                    },
                    {"address": "module.identity", "resources": [item(ROLE, name="r")]},
                ]
            },
        },
        "configuration": {"root_module": root},
    }


def read(document: Json) -> Program:
    return read_shown(document, Path("plan.json"))


def made_from(value: Value) -> tuple[Ref, ...]:
    """Return what a value is made from that a plan does not tell."""
    assert isinstance(value, Unknown)
    return tuple(part for part in value.expression if isinstance(part, Ref))


def test_the_provider_of_a_module_is_read() -> None:
    """Terraform names the configuration that a module gets by the one of its caller."""
    document = plan()
    document["configuration"]["provider_config"] = {
        "aws": {"expressions": {"region": {"constant_value": "eu-west-1"}}},
        "aws.far": {"alias": "far", "expressions": {"region": {"constant_value": "us-east-1"}}},
        "module.identity:aws": {"module_address": "module.identity", "expressions": {"region": references("var.r")}},
    }
    calls = document["configuration"]["root_module"]["module_calls"]
    calls["identity"]["module"]["resources"][0]["provider_config_key"] = "module.identity:aws"
    calls["api"]["module"]["resources"][0]["provider_config_key"] = "aws.far"
    program = read(document)
    queue, role = (program.resources[address] for address in ("module.api.aws_sqs_queue.first", ROLE))
    assert program.settings_of(queue) == {"region": "us-east-1"}
    settings = program.settings_of(role)
    assert settings is not None
    assert isinstance(settings["region"], Unknown)


@pytest.mark.parametrize("memory", [128, 10240])
def test_a_resource_of_a_module_keeps_what_it_says(memory: int) -> None:
    function = read(plan(memory)).resources[FUNCTION]
    assert {key: function.attributes[key] for key in ("function_name", "memory_size", "timeout")} == {
        "function_name": "f",
        "memory_size": memory,
        "timeout": 3,
    }


@pytest.mark.parametrize("instance", ["", "[0]", '["eu.west[1]"]'])
def test_a_reference_is_followed_through_inputs_and_outputs(instance: str) -> None:
    program = read(plan(instance=instance))
    (function,) = (one for one in program.resources.values() if one.type == "aws_lambda_function")
    assert made_from(function.attributes["role"]) == (Ref(ROLE, "arn"),)
    assert (function.address, "role", ROLE) in {(edge.source, edge.attribute, edge.target) for edge in function.edges}
    assert made_from(program.outputs["role"]) == (Ref(ROLE, "arn"),)


def test_what_a_module_is_made_after_holds_for_all_that_is_in_it() -> None:
    resources = read(plan()).resources
    assert resources[FUNCTION].depends_on == {ROLE, "module.api.aws_sqs_queue.first"}
    assert resources["module.api.aws_sqs_queue.first"].depends_on == {ROLE}


def test_a_data_source_in_a_module_is_none_of_the_resources() -> None:
    document = plan()
    data = item("module.identity.data.aws_region.here", region="eu-west-1")
    document["planned_values"]["root_module"]["child_modules"][1]["resources"].append(data)
    program = read(document)
    assert set(program.data) == {"module.identity.data.aws_region.here"}


def test_modules_whose_inputs_and_outputs_turn_in_a_circle_end() -> None:
    document = plan()
    calls = document["configuration"]["root_module"]["module_calls"]
    calls["identity"]["module"]["outputs"]["arn"]["expression"] = references("var.back")
    calls["identity"]["expressions"] = {"back": references("module.identity.arn")}
    assert not isinstance(read(document).resources[FUNCTION].attributes["role"], Ref)


def test_what_a_block_leaves_open_is_a_reference() -> None:
    document = plan()
    function = document["planned_values"]["root_module"]["child_modules"][0]["child_modules"][0]["resources"][0]
    function["values"]["dead_letter_config"] = [{}]
    worker = document["configuration"]["root_module"]["module_calls"]["api"]["module"]["module_calls"]["worker"]
    expressions = worker["module"]["resources"][0]["expressions"]
    expressions["dead_letter_config"] = [{"target_arn": references("var.role_arn")}]
    found = read(document).resources[FUNCTION].attributes["dead_letter_config"]
    assert isinstance(found, list)
    assert isinstance(found[0], dict)
    assert made_from(found[0]["target_arn"]) == (Ref(ROLE, "arn"),)


def test_of_a_block_only_what_is_written_is_read_and_of_a_dynamic_one_all() -> None:
    """The provider fills in the defaults of a block; a plan's configuration does not mention dynamic blocks."""
    document = plan()
    modules = document["planned_values"]["root_module"]["child_modules"]
    function = modules[0]["child_modules"][0]["resources"][0]
    function["values"]["tracing_config"] = [{"mode": "Active", "filled": False}]
    function["values"]["filled"] = [{"by": "the provider"}]
    function["values"]["file_system_config"] = [{"arn": "a", "local_mount_path": "/mnt/a"}]
    worker = document["configuration"]["root_module"]["module_calls"]["api"]["module"]["module_calls"]["worker"]
    expressions = worker["module"]["resources"][0]["expressions"]
    expressions["tracing_config"] = [{"mode": {"constant_value": "Active"}}]
    attributes = read(document).resources[FUNCTION].attributes
    assert attributes["tracing_config"] == [{"mode": "Active"}]
    assert attributes["file_system_config"] == [{"arn": "a", "local_mount_path": "/mnt/a"}]
    assert "filled" not in attributes
