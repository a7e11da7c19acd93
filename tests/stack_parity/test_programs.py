"""Programs of several shapes, run for real: the principles that each breaks, and what the comparison makes of them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from stack_parity.checks.outcomes import Outcome, Status
from stack_parity.compare.verdicts import Verdict
from stack_parity.comparison import compare_inputs
from stack_parity.iam.roles import Architecture, gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.program import Program
from stack_parity.normalize import normalize
from stack_parity.sources.detection import find
from stack_parity.sources.environments import Choice
from stack_parity.sources.inputs import Input
from stack_parity.sources.terraform.configuration import read_configuration
from tests.stack_parity.samples import PROFILE, facts, outcomes, stack
from tests.support.project import copy_app

PROGRAMS = Path(__file__).with_name("programs")
EVERY = {principle.id for principle in PROFILE.principles}


@cache
def architecture(folder: Path, stack_name: str) -> Architecture:
    return gather_roles(normalize(find(folder).load(stack_name)))


def sample(environment: str) -> Program:
    return normalize(read_configuration(stack(environment), Path("cdk.tf.json"), environment))


def check(folder: Path, *environments: str) -> dict[str, Outcome]:
    """Check the first environment of a program, beside the others."""
    return outcomes(PROFILE, facts(*(architecture(folder, name) for name in environments)))


def with_status(results: dict[str, Outcome], status: Status) -> set[str]:
    return {id_ for id_, outcome in results.items() if outcome.status is status}


def test_a_flat_script_of_the_old_kind_fails_where_a_reviewer_would_say() -> None:
    results = check(PROGRAMS / "flat", "dev", "prod")
    assert with_status(results, Status.UNDECIDABLE) == set()
    assert with_status(results, Status.PASS) == {"runs-as-written", "two-environments"}
    assert with_status(results, Status.FAIL) == EVERY - {"runs-as-written", "two-environments"}


ANY_METRICS = '{"Action": "cloudwatch:PutMetricData", "Effect": "Allow", "Resource": "*"}'


@pytest.mark.parametrize(
    ("principle", "property_", "value"),
    [
        ("runtime", "runtime", "python3.9"),
        ("timeout", "timeout", "30"),
        ("memory", "memory_size", "128"),
        ("importable", "path from the current folder", "code"),
        ("metrics", "no condition on cloudwatch:namespace", ANY_METRICS),
        ("logs", "not allowed", "logs:CreateLogGroup"),
        ("traces", "tracing_config.mode", "PassThrough"),
        ("name-variable", "environment.variables.FUNCTION_NAME", "(absent)"),
        ("environments-differ", "differs in names and tags only", "prod"),
        ("all-inside", "parent", "outside any component"),
        ("typed-arguments", "components", "none that could take typed arguments"),
        ("nothing-broader", "no condition on cloudwatch:namespace", ANY_METRICS),
    ],
)
def test_each_failure_has_its_evidence(principle: str, property_: str, value: str) -> None:
    evidence = check(PROGRAMS / "flat", "dev", "prod")[principle].evidence
    assert (property_, value) in {(item.property, item.value) for item in evidence}


def test_components_in_a_library_folder() -> None:
    results = check(PROGRAMS / "library", "dev")
    passed = with_status(results, Status.PASS)
    assert {
        "component-class",
        "all-inside",
        "two-instances",
        "importable",
        "runtime",
        "timeout",
        "own-log-group",
    } <= passed
    assert {"logs", "traces", "metrics", "nothing-broader", "memory"} <= with_status(results, Status.FAIL)
    broad = {item.property for item in results["nothing-broader"].evidence}
    assert broad == {"logs of other functions, too"}  # what the AWS-managed policy for logs grants


def test_the_walk_pairs_what_hangs_on_a_function() -> None:
    one = architecture(PROGRAMS / "library", "dev")
    program = one.program
    renamed = {at: replace(item, name=f"other-{item.name}", parent=None) for at, item in program.resources.items()}
    pairing = pair_up(one, gather_roles(replace(program, resources=renamed)))
    assert {pair.left.type for pair in pairing.pairs} == {
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
        "aws_iam_role",
        "aws_lambda_function",
    }
    assert {pair.reason for pair in pairing.pairs} == {
        "the only Lambda function of the program",
        "the only role of the function",
        "the only log group whose name is that of the function",
        "the only alarm whose dimensions is that of the function",
    }


def test_several_functions_are_told_apart() -> None:
    one = architecture(PROGRAMS / "several", "dev")
    pairing = pair_up(one, one)
    assert not pairing.ambiguous
    assert not pairing.only_left
    assert all(pair.left.address == pair.right.address for pair in pairing.pairs)
    assert {pair.left.type for pair in pairing.pairs} >= {"aws_apigatewayv2_route", "aws_lambda_event_source_mapping"}


def test_functions_that_nothing_tells_apart_are_reported() -> None:
    several, single = architecture(PROGRAMS / "several", "dev"), gather_roles(sample("dev"))
    pairing = pair_up(several, single)
    assert {group.what for group in pairing.ambiguous} == {"aws_iam_role", "aws_lambda_function"}
    assert not [pair for pair in pairing.pairs if pair.left.type == "aws_lambda_function"]


def test_our_own_program_keeps_every_principle(tmp_path: Path) -> None:
    results = check(copy_app(tmp_path) / "pulumi_program", "dev", "prod")
    assert with_status(results, Status.PASS) == EVERY


def test_a_principle_that_one_side_breaks_is_a_difference() -> None:
    left, right = find(PROGRAMS / "flat"), Input(Path("sample"), {"dev": lambda: sample("dev")}, named=True)
    report = compare_inputs(left, right, Choice((("dev", "dev"),)), profile=PROFILE)
    verdicts = {item.id: item.verdict for item in report.environments[0].principles}
    assert verdicts["memory"] is Verdict.DIFFERENT
    assert verdicts["typed-arguments"] is Verdict.UNDECIDABLE  # plain Terraform tells no classes


def test_unknown_values_never_pass() -> None:
    def unknown(document: dict[str, object]) -> dict[str, object]:
        text = '{"memory_size": "${var.memory}", "timeout": "${var.timeout}", "runtime": "${var.runtime}"}'
        import json

        body = document["resource"]["aws_lambda_function"]["function"]  # type: ignore[index]
        body.update(json.loads(text))
        return document

    program = normalize(read_configuration(unknown(stack()), Path("cdk.tf.json"), "dev"))
    side = gather_roles(program)
    results = {id_: outcome.status for id_, outcome in outcomes(PROFILE, facts(side)).items()}
    assert {results[id_] for id_ in ("memory", "timeout", "runtime", "two-environments")} == {Status.UNDECIDABLE}
