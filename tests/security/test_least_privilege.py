"""Least privilege, judged on what is synthesized: what must be allowed is, and nothing else."""

import tomllib

import pytest
from cdktf import App

from product.security.figures import DOCUMENT, write_into
from product.security.mutants import SERVICE, mutants
from product.security.role import Place, Role, read_role
from product.security.verdict import judge_every_action, judge_roles
from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import DeploymentSettings, EnvironmentStack, FunctionSettings, Settings
from tests.support.project import ENVIRONMENT_NAMES, ENVIRONMENTS, HANDLER

ACCOUNT = "123456789012"
CHINA = Place("aws-cn", "cn-north-1", ACCOUNT)


def place_of(environment: str) -> Place:
    settings = tomllib.loads((ENVIRONMENTS / f"{environment}.toml").read_text("utf-8"))
    return Place("aws", settings["region"], ACCOUNT)


@pytest.fixture(scope="module")
def roles(stacks: dict[str, SynthesizedStack]) -> dict[str, Role]:
    return {name: read_role(stacks[name].folder, place_of(name)) for name in ENVIRONMENT_NAMES}


def test_each_role_allows_what_is_promised_and_nothing_else(roles: dict[str, Role]) -> None:
    verdicts = judge_roles(roles)
    assert {name: verdict.faults for name, verdict in verdicts.items()} == dict.fromkeys(ENVIRONMENT_NAMES, ())
    assert all(verdict.judged > 90 for verdict in verdicts.values())


def test_the_promise_holds_in_another_partition(stacks: dict[str, SynthesizedStack]) -> None:
    verdict = judge_roles({"dev": read_role(stacks["dev"].folder, CHINA)})["dev"]
    assert verdict.faults == ()


@pytest.mark.parametrize("environment", ENVIRONMENT_NAMES)
def test_of_every_action_of_aws_only_the_promised_are_allowed(roles: dict[str, Role], environment: str) -> None:
    verdict = judge_every_action(roles[environment])
    assert verdict.faults == ()
    assert verdict.judged > 22_000


def test_the_judge_sees_every_mutant(roles: dict[str, Role]) -> None:
    """A judge that cannot say no proves nothing: each fault put into the role on purpose must turn the verdict."""
    faulty = mutants(roles["dev"])
    verdicts = judge_roles(faulty)
    assert [name for name, verdict in verdicts.items() if not verdict.faults] == []
    assert len(faulty) > 60


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory) -> Role:
    """A role with every permission that a setting adds."""
    function = FunctionSettings(
        code=HANDLER,
        dead_letters="own",
        subnets=("subnet-0a1b2c3d", "subnet-1a1b2c3d"),
        security_groups=("sg-0a1b2c3d",),
    )
    settings = Settings(environment="dev", region="eu-west-1", function=function)

    def build(app: App) -> None:
        EnvironmentStack(app, DeploymentSettings(settings=settings))

    stack = synthesize(tmp_path_factory.mktemp("connected"), build)["dev"]
    return read_role(stack.folder, Place("aws", "eu-west-1", ACCOUNT))


def test_dead_letters_and_a_vpc_are_lambdas_own_and_nothing_else(connected: Role) -> None:
    verdict = judge_roles({"connected": connected})["connected"]
    assert verdict.faults == ()
    assert verdict.judged > 150


def test_the_judge_sees_every_mutant_of_these(connected: Role) -> None:
    own = {name: role for name, role in mutants(connected).items() if name in SERVICE}
    assert own.keys() == SERVICE.keys()
    assert [name for name, verdict in judge_roles(own).items() if not verdict.faults] == []


def test_the_figures_of_the_document_are_those_that_are_judged(roles: dict[str, Role]) -> None:
    text = DOCUMENT.read_text("utf-8")
    assert write_into(text, roles) == text, "run: python -m product.security"
