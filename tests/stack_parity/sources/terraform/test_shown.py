"""Plans and states, recorded from `terraform show -json` of a deployment of the sample."""

import json
from pathlib import Path
from typing import Any

import pytest

from stack_parity.__main__ import main
from stack_parity.compare.differences import compare
from stack_parity.compare.verdicts import Row, Verdict
from stack_parity.errors import InputError
from stack_parity.iam.roles import gather_roles
from stack_parity.match.walk import pair_up
from stack_parity.model.values import Ref, Secret, Unknown, Value
from stack_parity.normalize import normalize
from stack_parity.sources.terraform.shown import read_shown
from tests.stack_parity.samples import Json, architecture, changed, function
from tests.support.project import ROOT

RECORDED = ROOT / "tests" / "stack_parity" / "recorded"
HASH = "aGFzaA=="


def recorded(kind: str) -> Json:
    document: Json = json.loads((RECORDED / f"{kind}.json").read_text("utf-8"))
    return document


def configuration(**more: object) -> Json:
    return changed(lambda document: function(document).update(filename="code.zip", source_code_hash=HASH, **more))


def findings(document: Json, shown: Json, file: Path = Path("shown.json")) -> list[Row]:
    left, right = architecture(document), gather_roles(normalize(read_shown(shown, file)))
    pairing = pair_up(left, right)
    sections = compare(left, right, pairing, pairing.labels())
    return [row for part in sections for row in part.rows if row.verdict is not Verdict.SAME]


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Return the place of a plan or a state, with the configuration that it was made from beside it."""
    (tmp_path / "cdk.tf.json").write_text(json.dumps(configuration()), "utf-8")
    return tmp_path / "shown.json"


@pytest.mark.parametrize("kind", ["plan", "state"])
def test_what_was_deployed_is_what_was_written(beside: Path, kind: str) -> None:
    assert findings(configuration(), recorded(kind), beside) == []


@pytest.mark.parametrize("kind", ["plan", "state"])
def test_a_change_since_is_found(beside: Path, kind: str) -> None:
    (row,) = findings(configuration(memory_size=1024), recorded(kind), beside)
    assert (row.path, row.left, row.right) == ("memory_size", "1024", "512")


def test_a_plan_alone_does_not_tell_how_a_value_is_made_from_another() -> None:
    """What refers to `x.arn` and what writes `"${x.arn}/*"` have the same plan."""
    found = [(row.path, row.verdict) for row in findings(configuration(), recorded("plan"))]
    assert found == [("role", Verdict.UNDECIDABLE), ("arn", Verdict.UNDECIDABLE)]


def test_with_its_configuration_a_plan_tells_how_a_value_is_made(tmp_path: Path) -> None:
    written = configuration(role="${aws_iam_role.role.arn}/*")
    (tmp_path / "cdk.tf.json").write_text(json.dumps(written), "utf-8")
    found = [(row.path, row.verdict) for row in findings(configuration(), recorded("plan"), tmp_path / "plan.json")]
    assert found == [("role", Verdict.DIFFERENT)]


@pytest.mark.parametrize("beside", ["{", "[]", '{"resource": {"aws_sqs_queue": {"q": {}}}}'])
def test_another_configuration_beside_a_plan_tells_nothing(tmp_path: Path, beside: str) -> None:
    (tmp_path / "cdk.tf.json").write_text(beside, "utf-8")
    found = findings(configuration(), recorded("plan"), tmp_path / "plan.json")
    assert {row.verdict for row in found} == {Verdict.UNDECIDABLE}


def test_a_plan_is_the_same_as_itself() -> None:
    program = gather_roles(normalize(read_shown(recorded("plan"), Path("plan.json"))))
    pairing = pair_up(program, program)
    rows = [row for part in compare(program, program, pairing, pairing.labels()) for row in part.rows]
    assert {row.verdict for row in rows} == {Verdict.SAME}


def test_what_a_plan_never_holds_is_not_decidable(tmp_path: Path) -> None:
    kept = configuration(lifecycle={"prevent_destroy": True})
    found = findings(kept, recorded("plan"))
    assert (found[0].path, found[0].verdict, found[0].note) == (
        "prevent_destroy",
        Verdict.UNDECIDABLE,
        "a Terraform plan never holds it",
    )
    (tmp_path / "cdk.tf.json").write_text(json.dumps(kept), "utf-8")
    assert findings(kept, recorded("plan"), tmp_path / "plan.json") == []


def test_a_plan_keeps_what_a_resource_refers_to(beside: Path) -> None:
    program = read_shown(recorded("plan"), beside)
    body = program.resources["aws_lambda_function.function"]
    assert body.attributes["role"] == Ref("aws_iam_role.role", "arn")
    assert body.depends_on == {"aws_cloudwatch_log_group.logs"}
    assert program.outputs["arn"] == Ref("aws_lambda_function.function", "arn")
    assert (program.region, program.account) == ("eu-west-1", "123456789012")


def items_of(value: Value) -> list[Value]:
    assert isinstance(value, list)
    return value


def test_what_is_sensitive_is_never_held() -> None:
    document = recorded("state")
    for item in document["values"]["root_module"]["resources"]:
        if item["type"] == "aws_lambda_function":
            item["sensitive_values"] = {"environment": [{"variables": True}], "handler": True}
    document["values"]["outputs"]["arn"]["sensitive"] = True
    program = read_shown(document, Path("state.json"))
    attributes = program.resources["aws_lambda_function.function"].attributes
    assert isinstance(attributes["handler"], Secret)
    (environment,) = items_of(attributes["environment"])
    assert isinstance(environment, dict)
    assert isinstance(environment["variables"], Secret)
    assert isinstance(program.outputs["arn"], Secret)
    assert "tap_handler" not in repr(program)


@pytest.mark.parametrize(
    ("left", "right", "code", "word"),
    [
        ("hunter2", "hunter2", 0, "SAME"),
        ("hunter2", "hunter3", 1, "DIFFERENT"),
        ("hunter2", ["hunter2"], 3, "NOT DECIDABLE"),
    ],
)
def test_secrets_are_compared_and_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], left: str, right: object, code: int, word: str
) -> None:
    files = tmp_path / "left.json", tmp_path / "right.json"
    for file, value in zip(files, (left, right), strict=True):
        document = recorded("state")
        for item in document["values"]["root_module"]["resources"]:
            if item["type"] == "aws_lambda_function":
                item["values"]["description"] = value
                item["sensitive_values"] = {"description": isinstance(value, str)}
        file.write_text(json.dumps(document))
    assert main([*map(str, files), "--all"]) == code
    out = capsys.readouterr().out
    assert out.startswith(word)
    assert ("(secret)" in out) == (code != 0)
    assert code == 3 or "hunter" not in out


def test_what_a_plan_makes_from_several_things_is_unknown() -> None:
    document: Json = recorded("plan")
    for item in document["configuration"]["root_module"]["resources"]:
        if item["type"] == "aws_lambda_function":
            item["expressions"]["role"] = {"references": ["aws_iam_role.role.arn", "aws_iam_role.role", "var.suffix"]}
    program = read_shown(document, Path("plan.json"))
    assert isinstance(program.resources["aws_lambda_function.function"].attributes["role"], Unknown)


@pytest.mark.parametrize(
    "change",
    [
        {"planned_values": {"root_module": 5}},
        {"planned_values": {"root_module": {"resources": [5, {"address": 5}]}}},
        {"configuration": 5},
        {"prior_state": {"values": {"root_module": {"resources": [{"address": "a.b", "values": 5}]}}}},
    ],
)
def test_odd_shapes_tell_less_and_break_nothing(change: dict[str, Any]) -> None:
    assert read_shown(recorded("plan") | change, Path("plan.json")).kind == "Terraform plan"


def test_a_plan_without_values_is_refused() -> None:
    with pytest.raises(InputError, match=r"plan\.json: no values"):
        read_shown(recorded("plan") | {"planned_values": []}, Path("plan.json"))


def state_of(type_: str, **values: object) -> Json:
    item = {"address": f"{type_}.it", "mode": "managed", "type": type_, "name": "it", "values": values}
    return {"format_version": "1.0", "values": {"root_module": {"resources": [item]}}}


def test_what_only_aws_gives_is_left_out_by_type() -> None:
    """A cluster's version is its program's, a function's is AWS's."""
    cluster = read_shown(state_of("aws_eks_cluster", arn="arn:x", id="c", name="c", version="1.29"), Path("s.json"))
    function = read_shown(state_of("aws_lambda_function", function_name="f", version="7"), Path("s.json"))
    assert cluster.resources["aws_eks_cluster.it"].attributes == {"name": "c", "version": "1.29"}
    assert function.resources["aws_lambda_function.it"].attributes == {"function_name": "f"}


def test_another_version_of_a_cluster_is_a_difference() -> None:
    document = {"resource": {"aws_eks_cluster": {"it": {"name": "c", "version": "1.33"}}}}
    rows = findings(document, state_of("aws_eks_cluster", name="c", version="1.29"))
    assert [(row.path, row.left, row.right) for row in rows] == [("version", "1.33", "1.29")]
