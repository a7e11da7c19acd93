"""The plugin as a project uses it: runs of pytest in a process and a folder of their own."""

import json
import os
import re

import pytest

from tests.support.project import ROOT

README = (ROOT / "wheels" / "pytest-cdktf" / "README.md").read_text("utf-8")
EXAMPLE = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[0]
STACK = """
    import os
    import pytest
    from cdktf import App, DataResource, TerraformOutput, TerraformStack

    def build(stack, value="one"):
        TerraformOutput(stack, "seen", value=os.environ.get("AWS_REGION", "nothing"))
        TerraformOutput(stack, "outdir", value=stack.node.root.node.try_get_context("steered") or "nothing")
        DataResource(stack, "Data", input={"value": value})
"""
ONE_SNAPSHOT = """
    def test_it(synthesize_stack, stack_snapshot):
        assert synthesize_stack(build) == stack_snapshot
"""
WITH_TERRAFORM = """
    @pytest.mark.terraform
    def test_it(synthesize_stack, terraform):
        stack = synthesize_stack(build)
        terraform.validate(stack)
        (change,) = terraform.plan(stack)["resource_changes"]
        assert change["address"] == "terraform_data.Data"
"""
INVALID = """
    @pytest.mark.terraform
    def test_it(synthesize_stack, terraform):
        terraform.validate(synthesize_stack(lambda stack: DataResource(stack, "Data").add_override("nonsense", 1)))
"""
NO_PROVIDER = """
    from cdktf import TerraformProvider

    class Lost(TerraformProvider):
        def __init__(self, scope):
            super().__init__(scope, "lost", terraform_resource_type="lost", terraform_provider_source="nobody/lost")

    @pytest.mark.terraform
    def test_it(synthesize_stack, terraform):
        terraform.validate(synthesize_stack(Lost))
"""


@pytest.fixture(autouse=True)
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that has the plugin and nothing of this one."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "constructs")]))
    monkeypatch.setenv("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")
    monkeypatch.delenv("TERRAFORM_BINARY_NAME", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # syrupy is silent in a process that shares the tests
    pytester.makeini("[pytest]\naddopts = -p pytest_cdktf.plugin -p no:cacheprovider --strict-markers\n")


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess(*options, timeout=300)


def test_the_example_of_the_readme(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(EXAMPLE)
    run(pytester, "--snapshot-update").assert_outcomes(passed=2)
    result = run(pytester)
    result.assert_outcomes(passed=2)
    (file,) = pytester.path.glob("__snapshots__/*/*.json")
    assert json.loads(file.read_text())["resource"]["aws_sqs_queue"] == {
        "Orders": {"name": "orders", "sqs_managed_sse_enabled": True}
    }


def test_a_synthesis_sees_nothing_of_the_user(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("CDKTF_CONTEXT_JSON", '{"steered": "yes"}')
    pytester.makepyfile(
        STACK
        + """
    def test_it(synthesize_stack):
        assert synthesize_stack(build).outputs == {"seen": "nothing", "outdir": "nothing"}
        assert os.environ["AWS_REGION"] == "eu-west-1"
"""
    )
    run(pytester).assert_outcomes(passed=1)


def test_two_syntheses_in_one_test_and_a_whole_app(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        STACK
        + """
    def test_it(synthesize_stack, synthesize_app):
        one, other = synthesize_stack(build), synthesize_stack(lambda stack: build(stack, "two"), name="other")
        assert [str(found) for found in one.differences(other)][-1] == (
            'terraform.backend.local.path: "<folder>/terraform.stack.tfstate" → "<folder>/terraform.other.tfstate"'
        )
        stacks = synthesize_app(lambda app: [build(TerraformStack(app, name)) for name in ("a", "b")])
        assert [*stacks] == ["a", "b"]
        assert stacks["a"].only("terraform_data")["input"] == {"value": "one"}
"""
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_missing_a_changed_and_an_unused_snapshot_fail(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(STACK + ONE_SNAPSHOT)
    missing = run(pytester)
    missing.assert_outcomes(failed=1)
    missing.stdout.fnmatch_lines(["*1 snapshot failed.*"])
    run(pytester, "--snapshot-update").assert_outcomes(passed=1)
    (file,) = pytester.path.glob("__snapshots__/*/test_it.json")
    assert str(pytester.path) not in file.read_text()
    assert '"//"' not in file.read_text()

    pytester.makepyfile((STACK + ONE_SNAPSHOT).replace('value="one"', 'value="two"'))
    changed = run(pytester)
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(['*resource.terraform_data.Data.input.value: "one" → "two"'])

    pytester.makepyfile(STACK + "\n    def test_other():\n        pass\n")
    unused = run(pytester)
    assert unused.ret == 1
    unused.stdout.fnmatch_lines(["*1 snapshot unused.*"])


@pytest.mark.terraform
def test_real_terraform_validates_and_plans_without_the_state(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(STACK + WITH_TERRAFORM)
    run(pytester).assert_outcomes(passed=1)


@pytest.mark.terraform
def test_what_is_not_valid_is_told_with_its_place(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(STACK + INVALID)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*stack: error in resource.terraform_data.Data: Extraneous JSON object property.*"])


def test_without_terraform_it_is_skipped_with_one_loud_last_line(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terraform-that-is-missing")
    pytester.makepyfile(STACK + WITH_TERRAFORM)
    result = run(pytester)
    result.assert_outcomes(skipped=1)
    assert result.outlines[-1] == (
        "1 TESTS WITH REAL TERRAFORM WERE SKIPPED. Terraform is missing: there is no 'terraform-that-is-missing' on "
        "PATH. Install it, or name it in TERRAFORM_BINARY_NAME."
    )
    required = run(pytester, "--require-terraform")
    required.assert_outcomes(errors=1)
    assert "WERE SKIPPED" not in required.stdout.str()


@pytest.mark.terraform
def test_without_the_provider_it_is_skipped_as_loudly(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(pytester.path / "terraform.rc"))
    nowhere = f'provider_installation {{ filesystem_mirror {{ path = "{pytester.path}" }} }}'
    (pytester.path / "terraform.rc").write_text(nowhere)
    pytester.makepyfile(STACK + NO_PROVIDER)
    result = run(pytester)
    result.assert_outcomes(skipped=1)
    assert result.outlines[-1] == (
        "1 TESTS WITH REAL TERRAFORM WERE SKIPPED. Terraform did not get a provider of stack: check the network or the "
        "mirror."
    )
    run(pytester, "--require-terraform").assert_outcomes(failed=1)


def test_the_fixture_without_the_mark_says_so(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terraform-that-is-missing")
    pytester.makepyfile("def test_it(terraform): pass")
    result = run(pytester)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*The fixture terraform is for tests with the mark terraform.*"])


def test_a_project_names_its_own_terraform(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        "from pytest_cdktf import TerraformMissing\n\n"
        "def pytest_cdktf_terraform():\n    raise TerraformMissing('Ours is away. Run: fetch it')\n"
    )
    pytester.makepyfile(STACK + WITH_TERRAFORM)
    assert run(pytester).outlines[-1] == "1 TESTS WITH REAL TERRAFORM WERE SKIPPED. Ours is away. Run: fetch it"


def test_a_module_that_is_skipped_whole_is_no_test_with_terraform(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\npytest.importorskip('nothing_of_this_name')")
    result = run(pytester)
    result.assert_outcomes(skipped=1)
    assert "WERE SKIPPED" not in result.stdout.str()


def test_what_tests_import_of_a_provider_is_loaded_fast(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys
        from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

        def test_it():
            assert len([name for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws.")]) < 20
        """
    )
    run(pytester).assert_outcomes(passed=1)
