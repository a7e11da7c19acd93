"""What a run tells of a program's environments and instances, which its files alone do not."""

from pathlib import Path
from textwrap import dedent

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.iam.roles import gather_roles
from stack_parity.normalize import normalize
from stack_parity.sources.detection import find
from tests.stack_parity.samples import PROFILE, facts, outcomes

SERVICE = """
import pulumi, pulumi_aws as aws
class Service(pulumi.ComponentResource):
    def __init__(self, name: str, size: int):
        super().__init__("x:y:Service", name)
        queue = aws.sqs.Queue(f"{name}-queue", opts=pulumi.ResourceOptions(parent=self))
        pulumi.export(NAME, queue.arn)
"""


def results(folder: Path, main: str, *stacks: str) -> dict[str, Outcome]:
    """Run a program for its stacks, or for none that it has, and check the first."""
    (folder / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    (folder / "__main__.py").write_text(dedent(main))
    for name in stacks:
        (folder / f"Pulumi.{name}.yaml").write_text(f"config:\n  p:stage: {name}\n")
    project = find(folder)
    read = [gather_roles(normalize(project.load(name))) for name in project.loaders]
    return outcomes(PROFILE, facts(*read))


def test_a_second_instance_that_overwrites_the_exports_of_the_first_serves_one_environment(tmp_path: Path) -> None:
    main = SERVICE.replace("NAME", '"queue"') + 'Service("blue", 1)\nService("green", 2)\n'
    found = results(tmp_path, main, "dev", "prod")
    assert found["two-environments"].status is Status.FAIL
    assert {item.value for item in found["two-environments"].evidence} == {"queue"}
    assert found["two-instances"].status is Status.FAIL


def test_a_component_that_exports_under_a_fixed_name_cannot_be_made_twice(tmp_path: Path) -> None:
    found = results(tmp_path, SERVICE.replace("NAME", '"queue"') + 'Service("blue", 1)\n', "dev", "prod")
    assert found["two-environments"].status is Status.PASS
    assert found["two-instances"].status is Status.FAIL
    (evidence,) = found["two-instances"].evidence
    assert (evidence.property, evidence.value) == ("exported by the component 'blue'", "'queue' without its name")


def test_exports_with_the_name_of_their_component_clash_with_none(tmp_path: Path) -> None:
    main = SERVICE.replace("NAME", 'f"{name}-queue"') + 'Service("blue", 1)\nService("green", 2)\n'
    found = results(tmp_path, main, "dev", "prod")
    assert found["two-environments"].status is found["two-instances"].status is Status.PASS


def test_an_invented_stack_name_is_not_held_against_the_program(tmp_path: Path) -> None:
    main = """
    import pulumi_aws as aws
    aws.lambda_.Function("f", role="r", runtime="python3.12", handler="a.b",
                         environment={"variables": {"ENVIRONMENT": "production"}}, tags={"Environment": "production"})
    """
    found = results(tmp_path, main)
    for principle in ("environment-variable", "tag-follows"):
        assert found[principle].status is Status.UNDECIDABLE, principle


def test_after_a_run_without_components_the_principle_of_their_arguments_is_broken(tmp_path: Path) -> None:
    found = results(tmp_path, "import pulumi_aws as aws\naws.sqs.Queue('q')\n", "dev")
    assert found["typed-arguments"].status is Status.FAIL
