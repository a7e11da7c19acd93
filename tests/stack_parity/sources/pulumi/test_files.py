import json
from pathlib import Path
from typing import Any

import pytest

from stack_parity.errors import InputError
from stack_parity.sources.pulumi import read_export, read_preview
from stack_parity.sources.pulumi.references import restore_exports, restore_inputs
from stack_parity.sources.pulumi.registrations import (
    Asset,
    Reference,
    Registration,
    Registrations,
    RunReport,
    Secret,
    Template,
    Unknown,
)

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

PREFIX = "urn:pulumi:dev::p::"
STACK = f"{PREFIX}pulumi:pulumi:Stack::p-dev"
COMPONENT = f"{PREFIX}my:lib:Group::group"
ROLE = f"{PREFIX}my:lib:Group$aws:iam/role:Role::role"
FUNCTION = f"{PREFIX}my:lib:Group$aws:lambda/function:Function::odd::name$1"
PROVIDER = f"{PREFIX}pulumi:providers:aws::default_7_51_1"
ARN = "arn:aws:iam::123456789012:role/explicit"

ROLE_STATE: dict[str, Any] = {
    "urn": ROLE,
    "custom": True,
    "id": "explicit",
    "type": "aws:iam/role:Role",
    "inputs": {"name": "explicit", "assumeRolePolicy": "{}", "description": None},
    "outputs": {"arn": ARN, "id": "explicit", "name": "explicit", "uniqueId": "AROA1234", "path": ARN[:-4]},
    "parent": COMPONENT,
    "provider": f"{PROVIDER}::{UNKNOWN}",
    "protect": True,
    "sequenceNumber": 3,
}
FUNCTION_STATE: dict[str, Any] = {
    "urn": FUNCTION,
    "custom": True,
    "type": "aws:lambda/function:Function",
    "inputs": {
        "role": ARN,
        "description": f"runs as {ARN}, AROA1234",
        "memorySize": 512.0,
        "code": {SIGNATURE: ARCHIVE, "hash": "abc", "path": "./code"},
        "environment": {"variables": {"my_Key": {SIGNATURE: SECRET, "ciphertext": "hushhush"}, "ROLE": "explicit"}},
        "other": {SIGNATURE: RESOURCE, "urn": ROLE, "id": "explicit"},
    },
    "parent": COMPONENT,
    "dependencies": [ROLE],
    "propertyDependencies": {"role": [ROLE], "description": [ROLE], "environment": [ROLE], "memorySize": None},
}
STATES: list[dict[str, Any]] = [
    {
        "urn": STACK,
        "type": "pulumi:pulumi:Stack",
        "outputs": {"arn": ARN, "password": {SIGNATURE: SECRET, "plaintext": '"hushhush"'}, "size": 512},
    },
    {"urn": COMPONENT, "custom": False, "type": "my:lib:Group", "parent": STACK, "outputs": {"roleArn": ARN}},
    ROLE_STATE,
    FUNCTION_STATE,
]


def export(tmp_path: Path, states: object, **changed: object) -> Registrations:
    file = tmp_path / "stack.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": states}, **changed}))
    return read_export(file)


def preview(tmp_path: Path, steps: object, **changed: object) -> Registrations:
    file = tmp_path / "preview.json"
    file.write_text(json.dumps({"config": {}, "steps": steps, "changeSummary": {}, **changed}))
    return read_preview(file)


def test_an_export_reads_as_a_run_does(tmp_path: Path) -> None:
    registrations = export(tmp_path, STATES)
    assert (registrations.project, registrations.stack) == ("p", "dev")
    assert registrations.run == RunReport(ran=False, strict=False)
    role, function, component = registrations.resources
    assert (role.name, role.type, role.parent, role.custom) == ("role", "aws:iam/role:Role", COMPONENT, True)
    assert role.inputs == {"name": "explicit", "assumeRolePolicy": "{}"}
    assert (role.provider, role.options) == (PROVIDER, {"protect": True})
    assert (component.urn, component.parent, component.outputs) == (COMPONENT, None, {"roleArn": ARN})
    arn = Reference(ROLE, "arn")
    assert (function.name, function.type) == ("odd::name$1", "aws:lambda/function:Function")
    assert function.inputs == {
        "role": arn,
        "description": Template(("runs as ", arn, ", ", Reference(ROLE, "uniqueId"))),
        "memorySize": 512,
        "code": Asset("file-archive", "code", hash="abc"),
        "environment": {"variables": {"my_Key": Secret(), "ROLE": "explicit"}},
        "other": Reference(ROLE, "id"),
    }
    assert function.property_dependencies == {"role": (ROLE,), "description": (ROLE,), "environment": (ROLE,)}
    assert registrations.exports == {"arn": arn, "password": Secret(), "size": 512}
    assert "hushhush" not in repr(registrations)


def test_the_order_in_a_file_does_not_matter(tmp_path: Path) -> None:
    assert export(tmp_path, STATES) == export(tmp_path, STATES[::-1])


def test_what_is_to_be_deleted_is_not_there(tmp_path: Path) -> None:
    registrations = export(tmp_path, [*STATES, {**ROLE_STATE, "urn": f"{ROLE}-old", "delete": True}])
    assert len(registrations.resources) == 3


def test_a_preview_gives_the_new_state(tmp_path: Path) -> None:
    planned = {**FUNCTION_STATE, "inputs": {"role": UNKNOWN, "tags": {"password": "[secret]"}}}
    steps = [
        {"op": "same", "urn": STACK, "oldState": STATES[0], "newState": STATES[0]},
        {"op": "same", "urn": COMPONENT, "oldState": STATES[1], "newState": STATES[1]},
        {"op": "create", "urn": FUNCTION, "newState": planned},
        {"op": "delete", "urn": ROLE, "oldState": ROLE_STATE},
        {"op": "create-replacement", "urn": ROLE, "oldState": ROLE_STATE, "newState": {**ROLE_STATE, "outputs": {}}},
        {"op": "replace", "urn": ROLE, "oldState": ROLE_STATE, "newState": {**ROLE_STATE, "outputs": {}}},
        {"op": "delete-replaced", "urn": ROLE, "oldState": ROLE_STATE, "newState": ROLE_STATE},
    ]
    registrations = preview(tmp_path, steps, config={"aws:region": "eu-west-1", "p:password": "[secret]"})
    role, function, _ = registrations.resources
    assert role.outputs == {}
    assert function.inputs == {"role": Unknown(), "tags": {"password": Secret()}}
    assert function.property_dependencies["role"] == (ROLE,)
    assert registrations.configuration == {"aws:region": "eu-west-1", "p:password": Secret()}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"deployment": {"resources": STATES}, "version": 9}, "an export of format 9; formats 3 and 4 are known"),
        ({"deployment": None, "version": 3}, "no export, it has no deployment"),
        ({"deployment": {"resources": {}}, "version": 3}, "it holds no resource"),
        ({"deployment": {"resources": "x"}, "version": 3}, "its resources are no list"),
        ({"deployment": {"resources": [1]}, "version": 3}, "one of its resources has no URN"),
        ({"deployment": {"resources": [{"urn": "\x1b[31m" + "x" * 10_000}]}, "version": 3}, "is no URN"),
        ({"deployment": {"resources": [{**ROLE_STATE, "parent": "x"}]}, "version": 3}, "'x' is no URN"),
    ],
)
def test_an_export_that_cannot_be_read_is_told(tmp_path: Path, document: object, message: str) -> None:
    file = tmp_path / "stack.json"
    file.write_text(json.dumps(document))
    with pytest.raises(InputError) as caught:
        read_export(file)
    assert message in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"sequence": 1, "timestamp": 2, "preludeEvent": {}}', "one event of a stream"),
        ('{"sequence": 1, "timestamp": 2}\n{"sequence": 2, "timestamp": 2}\n', "an event stream"),
        ('{"steps": 5}', "no preview, it has no list of steps"),
        ('{"steps": []}', "it holds no resource"),
        ('{"steps": [{"op": "create", "newState": {}}]}', "one of its resources has no URN"),
        ("[" * 100_000, "nested too deeply"),
        ("nonsense", "not JSON"),
    ],
)
def test_a_preview_that_cannot_be_read_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "preview.json"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_preview(file)
    assert message in str(caught.value)


@pytest.mark.parametrize("strange", [None, 5, "x", [], {"a": 5}, [["x"]], {"a": [None, 3]}])
def test_fields_of_another_shape_count_as_empty(tmp_path: Path, strange: object) -> None:
    fields = ("propertyDependencies", "dependencies", "provider", "outputs")
    state = {**ROLE_STATE, **dict.fromkeys(fields, strange)}
    (role,) = export(tmp_path, [state]).resources
    assert (role.property_dependencies, role.dependencies) == ({}, ())


def test_a_thousand_resources_are_read_at_once(tmp_path: Path) -> None:
    """Each refers to the one before; no reader may look at all pairs."""
    states = [
        {
            **ROLE_STATE,
            "urn": f"{ROLE}{index}",
            "inputs": {"description": f"after arn:{index - 1:08}"},
            "outputs": {"arn": f"arn:{index:08}"},
            "propertyDependencies": {"description": [f"{ROLE}{index - 1}"]},
        }
        for index in range(1000)
    ]
    resources = export(tmp_path, states).resources
    assert sum(isinstance(resource.inputs["description"], Template) for resource in resources) == 999


def test_what_the_bridge_writes_among_the_inputs_is_none_of_the_programs(tmp_path: Path) -> None:
    tags = {"__defaults": [], "Team": "a"}
    inputs = {
        "__defaults": ["name", "forceDetachPolicies"],
        "__meta": '{"schema_version": 1}',
        "assumeRolePolicy": "{}",
        "forceDetachPolicies": False,
        "name": "role-1a2b3c4",
        "inlinePolicies": [{"__defaults": ["name"], "name": "x", "policy": "{}"}],
        "tags": tags,
        "tagsAll": {**tags, "Stage": "dev"},
    }
    outputs = {"arn": ARN, "name": "role-1a2b3c4", "__meta": "{}"}
    (role,) = export(tmp_path, [{**ROLE_STATE, "inputs": inputs, "outputs": outputs}]).resources
    assert role.inputs == {"assumeRolePolicy": "{}", "inlinePolicies": [{"policy": "{}"}], "tags": {"Team": "a"}}
    assert role.outputs == {"arn": ARN, "name": "role-1a2b3c4"}


def test_what_was_given_by_reference_belongs_to_the_resource_that_it_came_from() -> None:
    def state(name: str, inputs: dict[str, str], outputs: dict[str, str], *needs: str) -> Registration:
        edges = dict.fromkeys(inputs, needs)
        return Registration(
            f"urn:pulumi:dev::p::t:m/t:T::{name}", "t:m/t:T", name, None, True, inputs, edges, (), outputs
        )

    api = state("api", {}, {"id": "a1b2c3d4e5"})
    route = state("route", {"apiId": "a1b2c3d4e5"}, {"apiId": "a1b2c3d4e5"}, api.urn)
    restored = restore_inputs((api, route))
    assert restored[1].inputs == {"apiId": Reference(api.urn, "id")}
    assert restore_exports({"api": "a1b2c3d4e5"}, restored) == {"api": Reference(api.urn, "id")}
