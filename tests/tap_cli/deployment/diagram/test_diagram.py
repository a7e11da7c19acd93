"""The drawings of a stack: everything is in them once, and nothing lies on anything else."""

import json
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_cli.deployment.diagram import svg, text
from tap_cli.deployment.diagram.graph import Edge, Graph, Node, read_graph
from tap_cli.deployment.diagram.layout import WIDTH, Layout, lay_out
from tap_cli.toolchain.project import Project
from tests.support.browser import BROWSER_MARKS, headless

STACK = {
    "resource": {
        "aws_lambda_function": {
            "F": {
                "function_name": "shop",
                "runtime": "python3.12",
                "memory_size": 512,
                "role": "${aws_iam_role.R.arn}",
                "kms_key_arn": "${aws_kms_key.K.arn}",
                "logging_config": {"log_group": "/aws/lambda/shop"},
                "environment": {"variables": {"QUEUE": "${aws_sqs_queue.Q.url}"}},
                "depends_on": ["aws_iam_role_policy.P"],
            }
        },
        "aws_iam_role": {"R": {"name": "shop-execution"}},
        "aws_iam_role_policy": {
            "P": {"name": "shop-logs", "role": "${aws_iam_role.R.id}", "policy": "${aws_kms_key.K.arn}"}
        },
        "aws_cloudwatch_log_group": {
            "L": {"name": "/aws/lambda/shop", "retention_in_days": 7, "kms_key_id": "${aws_kms_key.K.arn}"}
        },
        "aws_kms_key": {"K": {}},
        "aws_kms_alias": {"A": {"name": "alias/shop", "target_key_id": "${aws_kms_key.K.key_id}"}},
        "aws_sqs_queue": {
            "Q": {"name": '<b>&"x"', "redrive_policy": '{"deadLetterTargetArn": "${aws_sqs_queue.D.arn}"}'},
            "D": {"name": "dead"},
        },
        "aws_s3_bucket": {"B": {"bucket": '${join("-", [aws_sqs_queue.Q.name, aws_sqs_queue.D.name])}'}},
        "aws_security_group": {
            "One": {"name": "one", "ingress": [{"security_groups": ["${aws_security_group.Two.id}"]}]},
            "Two": {"name": "two", "ingress": [{"security_groups": ["${aws_security_group.One.id}"]}]},
        },
    }
}


def test_it_reads_what_leads_where() -> None:
    graph = read_graph(STACK)

    assert len(graph.nodes) == 11
    assert graph.nodes["aws_lambda_function.F"].facts == "python3.12, 512 MB"
    assert {(edge.source, edge.label, edge.target) for edge in graph.edges if not edge.is_part} == {
        ("aws_lambda_function.F", "runs as", "aws_iam_role.R"),
        ("aws_lambda_function.F", "encrypted by", "aws_kms_key.K"),
        ("aws_lambda_function.F", "logs to", "aws_cloudwatch_log_group.L"),
        ("aws_cloudwatch_log_group.L", "encrypted by", "aws_kms_key.K"),
        ("aws_sqs_queue.Q", "redrive_policy.deadLetterTargetArn", "aws_sqs_queue.D"),
        ("aws_s3_bucket.B", "bucket", "aws_sqs_queue.Q"),
        ("aws_s3_bucket.B", "bucket", "aws_sqs_queue.D"),
        ("aws_security_group.One", "ingress.0.security_groups", "aws_security_group.Two"),
        ("aws_security_group.Two", "ingress.0.security_groups", "aws_security_group.One"),
    }
    assert {(edge.source, edge.target) for edge in graph.edges if edge.is_part} == {
        ("aws_iam_role.R", "aws_iam_role_policy.P"),
        ("aws_kms_key.K", "aws_kms_alias.A"),
    }


def test_the_text_tells_every_resource_once_and_every_arrow() -> None:
    assert [*text.draw(read_graph(STACK))] == [
        "function shop  (python3.12, 512 MB)",
        "├─ runs as role shop-execution",
        "│  └─ policy shop-logs",
        "├─ encrypted by key",
        "│  └─ key alias alias/shop",
        "└─ logs to log group /aws/lambda/shop  (7 days)",
        "   └─ encrypted by key (above)",
        "s3 bucket",
        '├─ bucket queue <b>&"x"',
        "│  └─ redrive_policy.deadLetterTargetArn queue dead",
        "└─ bucket queue dead",
        "security group one",
        "└─ ingress.0.security_groups security group two",
        "   └─ ingress.0.security_groups security group one (above)",
    ]


def test_the_picture_has_every_resource_and_every_arrow_and_escapes_what_it_shows() -> None:
    graph = read_graph(STACK)
    picture = ElementTree.fromstring(svg.draw(graph, "a & b"))  # noqa: S314 - our own
    shown = " ".join(part.text or "" for part in picture.findall(".//{*}text"))

    for node in graph.nodes.values():
        assert node.name.removeprefix("shop-") in shown
    arrows = Counter((path.get("data-source"), path.get("data-target")) for path in picture.findall(".//{*}path"))
    del arrows[None, None]  # the arrow's head
    assert arrows == Counter((edge.source, edge.target) for edge in graph.edges if not edge.is_part)
    assert svg.draw(graph, "a") == svg.draw(read_graph(json.loads(json.dumps(STACK))), "a")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any graph of up to 12 resources, circles and parts included."""
    names = [f"aws_x.N{number}" for number in range(draw(st.integers(1, 12)))]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names), st.booleans())
    edges = [Edge(one, other, "to", part) for one, other, part in draw(st.lists(ends, max_size=25)) if one != other]
    return Graph({name: Node(name, "thing", name, "") for name in names}, [*dict.fromkeys(edges)])


@given(graphs())
def test_nothing_lies_on_anything_else(graph: Graph) -> None:
    layout = lay_out(graph)

    drawn = [box.node.address for box in layout.boxes]
    inside = [part.address for box in layout.boxes for part in box.parts]
    assert sorted([*drawn, *inside]) == sorted(graph.nodes)
    assert len(layout.arrows) == len(graph.edges) - len(inside)
    for one, other in combinations(layout.boxes, 2):
        assert one.place[0] != other.place[0] or _is_apart(one.place[1], one.height, other.place[1], other.height)
    for arrow in layout.arrows:
        for start, end in pairwise(arrow.points):
            assert abs(start[0] - end[0]) == WIDTH or not _passes_a_column(layout, start[0], end[0])
            if abs(start[0] - end[0]) == WIDTH:
                assert start[1] == end[1]
                column = [box for box in layout.boxes if box.place[0] == min(start[0], end[0])]
                assert all(_is_apart(start[1], 0, box.place[1], box.height) for box in column)
    heights = Counter(point for arrow in layout.arrows for point in (arrow.points[0], arrow.points[-1]))
    assert not heights or max(heights.values()) == 1


def _is_apart(one: int, height: int, other: int, other_height: int) -> bool:
    return one + height < other or other + other_height < one


def _passes_a_column(layout: Layout, one: int, other: int) -> bool:
    return any(min(one, other) < box.place[0] + WIDTH // 2 < max(one, other) for box in layout.boxes)


@given(graphs())
def test_the_text_ends_and_names_every_resource(graph: Graph) -> None:
    told = Counter(re.findall(r"aws_x\.N\d+", "\n".join(text.draw(graph))))
    assert set(told) == set(graph.nodes)


def tap(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tap_cli", "diagram", *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def picture(shared_checkout: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The picture of the app's production."""
    file = tmp_path_factory.mktemp("picture") / "prod.svg"
    result = tap(shared_checkout, "prod", "--svg", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"{file}: prod: 10 resources in eu-west-1\n"
    return file


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], "There is no environment 'nope'."),
        ([""], "The name of the environment is empty."),
        (["dev", "--svg", "no/such/folder.svg"], "no/such/folder.svg cannot be written: there is no folder no/such."),
        (["dev", "--svg", "environments"], "environments cannot be written: it is a folder."),
    ],
)
def test_bad_input_gets_one_message(shared_checkout: Project, arguments: list[str], message: str) -> None:
    result = tap(shared_checkout, *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.lstrip("\n").startswith(message)


CROSSING = """
return [...document.querySelectorAll("g")].flatMap(group => {
  const box = group.querySelector("rect").getBBox();
  return [...group.querySelectorAll("text")].filter(text => {
    const inner = text.getBBox();
    return inner.x < box.x || inner.x + inner.width > box.x + box.width
        || inner.y < box.y || inner.y + inner.height > box.y + box.height;
  }).map(text => text.textContent);
})
"""


class TestInABrowser:
    pytestmark = BROWSER_MARKS

    def test_every_text_stays_in_its_box(self, picture: Path, tmp_path: Path) -> None:
        with headless(tmp_path / "profile") as browser:
            browser.get(picture.as_uri())
            assert len(browser.find_elements("css selector", "g")) == 5
            assert browser.execute_script(CROSSING) == []
