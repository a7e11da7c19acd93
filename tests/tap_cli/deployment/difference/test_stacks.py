"""The difference between two syntheses of one stack, and its words."""

import json
import zipfile
from pathlib import Path
from typing import Any

from tap_cli.deployment.difference.flat import differing
from tap_cli.deployment.difference.model import Action, EnvironmentDifference, Kind
from tap_cli.deployment.difference.packages import changed_files
from tap_cli.deployment.difference.replacement import facts
from tap_cli.deployment.difference.stacks import compare_stacks
from tap_cli.deployment.difference.words import lines

NOWHERE = (Path("/nowhere"), Path("/nowhere"))

ROLE: dict[str, Any] = {"name": "shop", "assume_role_policy": "{}", "//": {"metadata": {"path": "a"}}}
POLICY = {"name": "logs", "role": "${aws_iam_role.Role.name}", "policy": "{}"}
FUNCTION = {"function_name": "shop", "memory_size": 512, "role": "${aws_iam_role.Role.arn}"}


def stack(more: dict[str, Any] | None = None, **resources: dict[str, Any]) -> dict[str, Any]:
    """A stack of a role, a policy of it and a function, with other values where they are given."""
    given = {"Role": ROLE, "Policy": POLICY, "Function": FUNCTION}
    types = {"Role": "aws_iam_role", "Policy": "aws_iam_role_policy", "Function": "aws_lambda_function"}
    return {
        "resource": {types[name]: {name: {**values, **resources.get(name, {})}} for name, values in given.items()}
    } | (more or {})


def compare(before: dict[str, Any] | None, after: dict[str, Any] | None) -> EnvironmentDifference:
    return compare_stacks("dev", before, after, NOWHERE)


def actions(difference: EnvironmentDifference) -> dict[str, Action]:
    return {each.address.split(".")[1]: each.action for each in difference.resources}


def said(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    return list(lines(compare(before, after)))


def test_two_equal_stacks_say_so_in_one_line() -> None:
    assert said(stack(), stack(Role={"//": {"metadata": {"path": "b"}}})) == ["dev: nothing changes"]


def test_a_change_in_place_is_one_line_and_nothing_is_replaced() -> None:
    assert said(stack(), stack(Function={"memory_size": 1024})) == [
        "dev: 1 resource changes in place; nothing is replaced",
        "  function memory_size 512 → 1024, in place",
    ]


def test_a_replacement_goes_on_to_what_refers_to_it() -> None:
    """The policy's role is the role's name, which replaces it; the function's is its ARN, which AWS gives anew."""
    difference = compare(stack(), stack(Role={"name": "other"}))

    assert actions(difference) == {"Role": Action.REPLACE, "Policy": Action.REPLACE, "Function": Action.UPDATE}
    assert list(lines(difference)) == [
        "dev: 2 resources are replaced, 1 resource changes in place",
        "  role name shop → other, which replaces it",
        "  policy role shop → other, which replaces it",
        "  function role <role arn> → (known after apply), in place",
    ]


def test_a_replacement_under_the_same_name_leaves_what_refers_to_the_name() -> None:
    difference = compare(stack(), stack(Role={"path": "/team/"}))

    assert actions(difference) == {"Role": Action.REPLACE, "Function": Action.UPDATE}


def test_what_terraform_would_refuse_is_said() -> None:
    protected = {"lifecycle": {"prevent_destroy": True}}

    shown = said(stack(Role=protected), stack(Role={**protected, "name": "other"}))

    assert "  role name shop → other, which replaces it; Terraform refuses: prevent_destroy is set" in shown


def test_what_only_terraform_obeys_is_said() -> None:
    shown = said(stack(), stack(Role={"lifecycle": {"prevent_destroy": True}}))

    assert shown[1:] == ["  role lifecycle.prevent_destroy none → true, for Terraform alone"]


def test_of_an_unknown_type_nothing_is_claimed() -> None:
    before, after = ({"resource": {"aws_thing": {"A": {"size": size}}}} for size in (1, 2))

    assert said(before, after) == [
        "dev: 1 resource changes, in place or by replacement",
        "  thing size 1 → 2",
    ]


def test_resources_come_and_go_in_the_order_of_the_program() -> None:
    bare = {"resource": {"aws_iam_role": {"Role": ROLE}}}

    assert said(bare, stack()) == [
        "dev: 2 resources are created; nothing is replaced",
        "  policy is created",
        "  function is created",
    ]
    assert said(stack(), bare)[0] == "dev: 2 resources are destroyed"


def test_an_environment_comes_and_goes() -> None:
    assert compare(None, stack()).kind is Kind.NEW
    assert said(None, stack())[0] == "dev: a new environment: 3 resources are created"
    assert said(stack(), None)[0].startswith("dev: its file is gone: what is deployed stays, and no program knows it")


def test_a_statement_is_known_by_its_sid_whatever_its_place() -> None:
    def policy(*statements: dict[str, Any]) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})

    read, write = {"Sid": "Read", "Action": ["a:Get"]}, {"Sid": "Write", "Action": ["a:Put"]}
    more = {"Sid": "Read", "Action": ["a:Get", "a:List"]}

    assert list(differing(policy(read, write), policy(write, more))) == [
        ("Statement.Read.Action", ["a:Get"], ["a:Get", "a:List"])
    ]
    shown = said(stack(Policy={"policy": policy(read)}), stack(Policy={"policy": policy(more)}))
    assert shown[1:] == ["  policy policy.Read.Action with a:List, in place"]


def test_a_move_of_state_or_region_is_no_change_of_terraforms() -> None:
    before, after = (
        stack({"terraform": {"backend": {"s3": {"bucket": bucket, "key": "k"}}}, "provider": {"aws": [{"region": at}]}})
        for bucket, at in (("a", "eu-west-1"), ("b", "us-east-1"))
    )

    assert [line.partition(":")[0] for line in said(before, after)[1:]] == [
        "  state.bucket a → b",
        "  region eu-west-1 → us-east-1",
    ]


def test_outputs_are_told_last() -> None:
    before, after = (stack({"output": {"size": {"value": size}}}) for size in (1, 2))

    assert said(before, after) == [
        "dev: only outputs change; nothing is replaced",
        "  output size 1 → 2",
    ]


def test_of_a_package_the_files_are_named(tmp_path: Path) -> None:
    folders = (tmp_path / "before", tmp_path / "after")
    for folder, files in zip(folders, ({"a.py": "1", "b.py": "1"}, {"a.py": "2", "c.py": "1"}), strict=True):
        folder.mkdir()
        with zipfile.ZipFile(folder / "package.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
    before, after = ({"filename": "package.zip", "source_code_hash": digest} for digest in ("x", "y"))

    difference = compare_stacks("dev", stack(Function=before), stack(Function=after), folders)

    assert list(lines(difference))[1:] == ["  function code: a.py changed, b.py removed, c.py added, in place"]
    assert changed_files((folders[0], folders[0]), ("package.zip", "package.zip")) == "packed otherwise"


def test_a_long_value_is_shortened() -> None:
    (_, line) = said(stack(), stack(Function={"description": "x" * 500}))

    assert len(line) < 120


def test_the_data_is_read_once_and_names_every_type_for_people() -> None:
    assert facts() is facts()
    assert all(known.word and known.replaces for known in facts().values())
