"""The first screen: differences only, worst first, a line each, equal ones as one, with the place of the source."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stack_parity.comparison import compare_programs
from stack_parity.iam.actions import matching
from stack_parity.report import render
from stack_parity.report.findings import differences
from stack_parity.report.model import Report
from stack_parity.report.points import CONCERNS
from stack_parity.report.wording import excerpts
from tests.stack_parity.samples import ARN, LOGS, Json, allow, changed, function, policy, report, stack

BOTH = ("dev", "prod")


def shown(result: Report, *, everything: bool = False) -> list[str]:
    stream = io.StringIO()
    render(result, "terminal", stream, everything=everything)
    return stream.getvalue().splitlines()


def compared(change: Callable[[Json], object], *names: str) -> Report:
    """Compare environments with the same, changed in the same way."""
    names = names or ("dev",)
    return report({name: stack(name) for name in names}, {name: changed(change, name) for name in names}, profile=None)


def test_the_differences_only_worst_first() -> None:
    def change(document: Json) -> None:
        body = function(document)
        body["timeout"] = 90
        body["tags"] = body["tags"] | {"Owner": "me"}
        document["resource"]["aws_iam_role"]["role"]["tags"] = body["tags"]
        document["resource"]["aws_cloudwatch_log_group"]["logs"]["retention_in_days"] = 30
        document["resource"]["aws_iam_role_policy"]["logs"]["policy"] = policy(allow("s3:GetObject", "*"))

    result = compared(change)
    lines = shown(result)
    order = [lines.index(next(line for line in lines if line.startswith(words))) for words in CONCERNS.values()]
    assert order == sorted(order)
    (folded,) = (line for line in lines if "tags.Owner" in line)
    assert folded.split()[:6] == ["✗", "tags.Owner", "on", "2:", "function,", "role"]
    assert not any("memory_size" in line for line in lines)
    stream = io.StringIO()
    render(result, "json", stream)
    assert "memory_size" in stream.getvalue()


def test_one_line_for_what_is_the_same_in_several_environments() -> None:
    def change(document: Json) -> None:
        function(document)["timeout"] = 90
        name = function(document)["function_name"]
        own = f"arn:aws:s3:::{name}"
        document["resource"]["aws_iam_role_policy"]["more"] = {
            "role": "${aws_iam_role.role.name}",
            "policy": policy(allow("s3:GetObject", own)),
        }

    result = compared(change, *BOTH)
    lines = [line for line in shown(result) if line[:1] and line[0] in "✗◧◨?"]
    assert [line.split("  ")[0] for line in lines] == [
        "◨ role permissions: Allow s3:GetObject on arn:${aws.partition}:s…",
        "✗ function timeout",
    ]
    assert any("only the right allows s3:GetObject on arn:aws:s3:::tap-<environment>" in line for line in shown(result))


def test_an_environment_is_named_where_not_all_differ() -> None:
    left = {name: stack(name) for name in BOTH}
    right = {"dev": stack("dev"), "prod": changed(lambda document: function(document).update(timeout=90), "prod")}
    result = report(left, right, profile=None)
    assert any(line.startswith("✗ prod: function timeout ") for line in shown(result))


def test_a_change_between_environments_is_folded_into_its_cause() -> None:
    left = {name: stack(name) for name in BOTH}
    right = {"dev": changed(lambda document: function(document).update(timeout=90)), "prod": stack("prod")}
    result = report(left, right, profile=None)
    (finding,) = differences(result)
    assert result.differences == len(finding.points) == 2
    assert finding.environments == ("dev",)


def test_a_wildcard_for_all_that_it_matches_is_no_difference_and_says_so() -> None:
    def listed(document: Json) -> None:
        document["resource"]["aws_iam_role_policy"]["logs"]["policy"] = policy(
            allow([*LOGS, *matching("s3:get*")], [ARN, f"{ARN}:*"])
        )

    def wild(document: Json) -> None:
        document["resource"]["aws_iam_role_policy"]["logs"]["policy"] = policy(
            allow([*LOGS, "s3:Get*"], [ARN, f"{ARN}:*"])
        )

    result = report({"dev": changed(wild)}, {"dev": changed(listed)}, profile=None)
    assert result.differences == 0
    (row,) = (row for part in result.environments[0].sections for row in part.rows if "(wildcards)" in row.path)
    assert "s3:Get*" in (row.left or "")
    assert "AWS's list of actions of 20" in row.note


def test_every_offender_of_a_principle_is_named() -> None:
    def broad(document: Json) -> None:
        document["resource"]["aws_iam_role_policy"]["more"] = {
            "role": "${aws_iam_role.role.name}",
            "policy": policy(allow(["s3:*", "sqs:?endMessage"], "*"), allow("dynamodb:GetItem", "*")),
        }

    result = report({"dev": stack()}, {"dev": changed(broad)})
    lines = [line.strip() for line in shown(result)]
    for why, action in (
        ("a wildcard in the action", "s3:*"),
        ("a wildcard in the action", "sqs:?endMessage"),
        ("any resource", "dynamodb:GetItem"),
    ):
        statement = json.dumps({"Action": action, "Effect": "Allow", "Resource": "*"})
        assert f"right: {why}: {statement}"[:90] in {line[:90] for line in lines}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("60", "61", ("60", "61")),
        (None, "x", ("(nothing)", "x")),
        ("a" * 50 + "1" + "b" * 50, "a" * 50 + "2" + "b" * 50, ("…aaa1bbbbbb…", "…aaa2bbbbbb…")),
        ("a" * 50 + "1", "a" * 50 + "2", ("…" + "a" * 10 + "1", "…" + "a" * 10 + "2")),
        ("1" + "b" * 50, "2" + "b" * 50, ("1bbbbbbbbbb…", "2bbbbbbbbbb…")),
        ("\x1b" + "b" * 50, None, ("\\u001bbbbbb…", "(nothing)")),
    ],
)
def test_a_long_value_is_cut_around_what_differs(
    left: str | None, right: str | None, expected: tuple[str, str]
) -> None:
    assert excerpts(left, right, 12) == expected


def test_the_place_of_the_source_is_named(tmp_path: Path) -> None:
    sides = []
    for name, size in (("left", 60), ("right", 61)):
        document = changed(lambda document, size=size: function(document).update(timeout=size))  # type: ignore[misc]
        file = tmp_path / name / "cdk.tf.json"
        file.parent.mkdir()
        file.write_text(json.dumps(document, indent=2))
        sides.append(file)
    result = compare_programs(*sides)
    text = sides[1].read_text().splitlines()
    line = next(number for number, content in enumerate(text, 1) if content.strip() == '"function": {')
    (shown_line,) = (content for content in shown(result) if content.startswith("✗"))
    assert shown_line.endswith(f"cdk.tf.json:{line}")
    for format_ in ("html", "markdown", "json"):
        stream = io.StringIO()
        render(result, format_, stream)
        if format_ == "json":
            sections = json.loads(stream.getvalue())["environments"][0]["sections"]
            assert {"file": str(sides[1]), "line": line} in [part["right_place"] for part in sections]
        else:
            assert f"{sides[1]}:{line}" in stream.getvalue()
    stream = io.StringIO()
    render(result, "sarif", stream)
    (found,) = json.loads(stream.getvalue())["runs"][0]["results"]
    (location,) = found["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": line}
    assert location["physicalLocation"]["artifactLocation"]["uri"] == str(sides[1])
