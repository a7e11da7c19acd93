"""What is put beside a stack when its state knows resources, and what a state and a stack say of themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from tap_cli.toolchain import stock_cdktf
from tap_cli.toolchain.guard import GUARD, place_guards
from tap_cli.toolchain.moves import find_moves
from tap_cli.toolchain.origin import Origin, origin_of_state
from tap_cli.toolchain.project import Project
from tap_cli.toolchain.workstation import Workstation

ACCOUNT = "111111111111"
DEPLOYED = Origin(ACCOUNT, "eu-west-1", "tap", "dev")


def tags(region: str = "eu-west-1", project: str = "tap", environment: str = "dev") -> dict[str, str]:
    return {"Region": region, "Project": project, "Environment": environment, "ManagedBy": "cdktf"}


def state(*attributes: dict[str, Any], mode: str = "managed") -> str:
    resource = {"mode": mode, "instances": [{"attributes": values} for values in attributes]}
    return json.dumps({"version": 4, "resources": [resource]})


FUNCTION = {"arn": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:tap-dev", "tags": tags()}
ROLE = {"arn": f"arn:aws:iam::{ACCOUNT}:role/tap-dev-execution", "tags": tags()}


def test_a_state_says_where_it_is_deployed() -> None:
    assert origin_of_state(state(FUNCTION, ROLE, {"id": "a policy", "tags": None})) == DEPLOYED


def test_a_first_resource_is_enough_after_a_deployment_that_failed() -> None:
    assert origin_of_state(state(ROLE)) == DEPLOYED


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"resources": []}', state(FUNCTION, mode="data")])
def test_what_knows_no_resource_says_nothing(text: str) -> None:
    assert origin_of_state(text) == Origin()


def test_tags_of_a_users_own_resources_are_not_taken_for_tapstacks() -> None:
    assert origin_of_state(state(FUNCTION, {"tags": {"Project": "of the user"}})) == DEPLOYED


def test_two_accounts_or_projects_in_one_state_are_no_answer() -> None:
    other = {"arn": "arn:aws:sqs:eu-west-1:222222222222:queue", "tags": tags(project="shop")}
    assert origin_of_state(state(FUNCTION, other)) == Origin(None, "eu-west-1", None, "dev")


def test_what_stays_where_it_is_moves_nothing() -> None:
    assert find_moves("dev.tfstate", DEPLOYED, DEPLOYED) == []
    assert find_moves("dev.tfstate", Origin(), DEPLOYED) == []


@pytest.mark.parametrize(
    ("written", "said", "remedy"),
    [
        (Origin("222222222222", "eu-west-1", "tap", "dev"), "lead to account 222222222222", "add a file"),
        (Origin(ACCOUNT, "us-east-1", "tap", "dev"), "with region eu-west-1, and", '`region` to "eu-west-1"'),
        (Origin(ACCOUNT, "eu-west-1", "shop", "dev"), "with project tap, and", '`project` to "tap"'),
        (Origin(ACCOUNT, "eu-west-1", "tap", "qa"), "with environment dev, and", "name to dev.toml"),
    ],
)
def test_each_move_is_named_with_its_remedy(written: Origin, said: str, remedy: str) -> None:
    (message,) = find_moves("dev.tfstate", DEPLOYED, written)

    assert said in message
    assert remedy in message


def test_all_moves_are_told_at_once() -> None:
    assert len(find_moves("dev.tfstate", DEPLOYED, Origin("222222222222", "us-east-1", "shop", "qa"))) == 4


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A synthesized stack, as small as it can be."""
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    synthesized = {
        "terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}},
        "data": {"aws_caller_identity": {"Caller": {}}},
        "resource": {"aws_iam_role": {"Role": {"tags": tags()}}},
    }
    folder.joinpath("cdk.tf.json").write_text(json.dumps(synthesized))
    return folder


def guards(stack: Path) -> dict[str, Any]:
    variables: dict[str, Any] = json.loads(stack.joinpath(GUARD).read_text())["variable"]
    return variables


def test_without_a_state_there_is_no_guard_and_an_old_one_goes(stack: Path, tmp_path: Path) -> None:
    stack.joinpath(GUARD).write_text("{}")

    place_guards(tmp_path / "cdktf.out")

    assert not stack.joinpath(GUARD).exists()


def test_the_guard_of_a_stack_that_stays_asks_for_the_account_alone(stack: Path, tmp_path: Path) -> None:
    before = stack.joinpath("cdk.tf.json").read_text()
    tmp_path.joinpath("terraform.dev.tfstate").write_text(state(FUNCTION))

    place_guards(tmp_path / "cdktf.out")

    variables = guards(stack)
    assert list(variables) == ["deployed_account"]
    assert variables["deployed_account"]["default"] == ACCOUNT
    (rule,) = variables["deployed_account"]["validation"]
    assert rule["condition"] == "${var.deployed_account == data.aws_caller_identity.Caller.account_id}"
    assert stack.joinpath("cdk.tf.json").read_text() == before


def test_the_guard_of_a_stack_that_moves_refuses_it(stack: Path, tmp_path: Path) -> None:
    moved = state({"arn": FUNCTION["arn"], "tags": tags(region="us-east-1")})
    tmp_path.joinpath("terraform.dev.tfstate").write_text(moved)

    place_guards(tmp_path / "cdktf.out")

    (rule,) = guards(stack)["deployed_region"]["validation"]
    assert rule["condition"] == '${var.deployed_region == "eu-west-1"}'


def test_a_stack_without_a_local_state_or_an_identity_has_no_guard(stack: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("terraform.dev.tfstate").write_text(state(FUNCTION))
    stack.joinpath("cdk.tf.json").write_text('{"terraform": {"backend": {"s3": {}}}}')

    place_guards(tmp_path / "cdktf.out")

    assert not stack.joinpath(GUARD).exists()


def test_the_command_line_places_it_where_nothing_is_synthesized(
    stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `pipenv run cdktf deploy dev --skip-synth` right after a first deployment."""
    tmp_path.joinpath("terraform.dev.tfstate").write_text(state(FUNCTION))
    monkeypatch.setattr(stock_cdktf, "this_workstation", lambda: Workstation(Project(tmp_path), {}, tmp_path))
    monkeypatch.setattr(stock_cdktf, "find_toolbox", lambda _: None)
    found = []
    monkeypatch.setattr(stock_cdktf, "become_cdktf", lambda *_: found.append(guards(stack)))

    stock_cdktf.main()

    assert list(found[0]) == ["deployed_account"]
