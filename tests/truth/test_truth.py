"""The machine that finds lies, in its small form: the whole of it is `make truth`."""

from dataclasses import replace
from pathlib import Path

from stack_parity.model.program import Program
from tools.truth.by_type import check_types
from tools.truth.generated import program_of
from tools.truth.judging import judge
from tools.truth.learned import drafts
from tools.truth.mutations import Mutation, leaf_mutations, outcome, policy_mutations, whole_mutations
from tools.truth.round_trip import round_trip
from tools.truth.written import service

ORIGIN = service()


def faults(mutations: list[Mutation], origin: Program = ORIGIN) -> list[str]:
    results = [outcome(origin, mutation) for mutation in mutations]
    return [f"{one.mutation.kind} {one.mutation.path} {one}" for one in results if not one.named or one.elsewhere]


def test_a_program_is_the_same_as_itself_and_as_what_is_written_of_it(tmp_path: Path) -> None:
    assert judge(ORIGIN, ORIGIN).word == "same"
    assert round_trip(ORIGIN, tmp_path, None).holds


def test_each_change_of_a_whole_resource_is_named_and_nothing_else() -> None:
    kinds = {one.kind for one in whole_mutations(ORIGIN)}
    assert kinds == {"resource removed", "resource added", "depends_on", "provider", "reference", "output"}
    assert faults([*whole_mutations(ORIGIN)]) == []


def test_each_change_of_a_policy_is_named_and_nothing_else() -> None:
    assert {one.kind.partition(": ")[2] for one in policy_mutations(ORIGIN)} == {
        "action",
        "resource",
        "principal",
        "condition",
        "effect",
    }
    assert faults([*policy_mutations(ORIGIN)]) == []


def test_each_change_of_a_value_is_named_and_nothing_else_and_a_set_has_no_order() -> None:
    mutations = [one for address in ORIGIN.resources for one in leaf_mutations(ORIGIN, address)]
    assert {one.kind for one in mutations} == {"attribute", "order of a list", "order of a set"}
    assert faults(mutations) == []


def test_the_machine_sees_a_change_that_is_not_named_and_a_row_elsewhere() -> None:
    (address, *_) = ORIGIN.resources
    nothing = Mutation("none", ORIGIN, frozenset({address}), "name")
    assert not outcome(ORIGIN, nothing).named
    changed = next(one for one in leaf_mutations(ORIGIN, address) if one.kind == "attribute")
    elsewhere = replace(changed, addresses=frozenset({"somewhere"}), followers=frozenset())
    assert outcome(ORIGIN, elsewhere).elsewhere


def test_types_with_every_input_are_the_same_after_the_round_trip(tmp_path: Path) -> None:
    types = ["aws_lambda_function", "aws_s3_bucket", "aws_cloudwatch_metric_alarm", "aws_ssm_parameter"]
    results = check_types(types, tmp_path, None)
    assert [one.differences for one in results] == [()] * 4
    assert all(one.programs > 1 and one.inputs > 10 and not one.lacking for one in results)


def test_two_of_all_that_may_be_several_are_mutated_in_their_order() -> None:
    (draft,) = (replace(one, copies=2) for one in drafts(["aws_iam_group_membership"]))
    program = program_of([draft])
    changes = [*leaf_mutations(program, draft.address)]
    assert "order of a set" in {one.kind for one in changes}
    assert faults(changes, program) == []
