"""Whatever a program says, a report shows it as text: in every format, for texts that nobody thought of."""

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from stack_parity.report import FORMATS, render
from stack_parity.report.model import Report
from tests.stack_parity.samples import Json, allow, changed, function, policy, report, stack

PIECES = (
    "<script>alert(1)</script>", "</style>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&#x3c;", "\"", "'", "`",
    "```", "|", "\\|", "**b**", "[a](javascript:x)", "![i](x)", "\n", "\r\n", "\n# h", "\t", "\x1b[31m",
    "\x1b]8;;x\x07", "\x00", "\x7f", "\x9b", "\u202e", "\u2028", "\u2029", "\ufeff", "\ud800", "\U000e0041",
    "{{ 7 * 7 }}", "{% raw %}", "${a.b}", "[bold]", ":smile:", "\u6f22", "x" * 500,
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=5).map("".join)
TAGS = {
    "a", "b", "body", "br", "button", "code", "dd", "details", "div", "dl", "dt", "h1", "h2", "head", "header", "html",
    "input", "label", "li", "main", "meta", "p", "script", "section", "span", "strong", "style", "summary", "table",
    "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip


def saying(text: str) -> Report:
    """Compare two programs, one of which says a text wherever it can."""

    def change(document: Json) -> None:
        body = function(document)
        body["memory_size"] = 128
        body["description"] = text
        body["environment"]["variables"] |= {text: text}
        body["tags"] |= {text: text}
        document["resource"]["aws_sqs_queue"] = {text or "q": {"name": text}}
        document["resource"]["aws_iam_role_policy"]["more"] = {
            "role": "${aws_iam_role.role.name}",
            "policy": policy(allow(f"s3:{text}*", text or "*", Condition={"StringLike": {text: text}})),
        }
        document["output"][text] = {"value": text}
        document["module"] = {text: {}}

    return report({"dev": stack()}, {"dev": changed(change)})


def written(result: Report, format_: str) -> str:
    stream = io.StringIO()
    render(result, format_, stream, everything=True)
    return stream.getvalue()


def check_terminal(text: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]", text)
    assert all(cell_len(line) <= 100 for line in text.split("\n"))


def check_markdown(text: str) -> None:
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} <= {3, 5, 6, 7}
    for line in text.split("\n"):
        outside = "".join(line.split("`")[::2])
        assert not re.search(r"(?<!\\)[<\[*]", outside), line
    assert text.splitlines() == text.split("\n")[:-1]


class Tags(HTMLParser):
    """The tags of a page, and the names of their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


def check_html(text: str) -> None:
    found = Tags(text)
    assert set(found.tags) <= TAGS
    assert found.tags.count("script") == found.tags.count("style") == 1
    assert not {name for name in found.attributes if name.startswith("on")} | {"src"} & found.attributes
    assert set(re.findall(r'href="([^"]*)"', text)) == {"#results"}


def check_junit(text: str) -> None:
    assert {element.tag for element in ET.fromstring(text).iter()} == {  # noqa: S314 - our own
        "testsuites", "testsuite", "testcase", "failure", "skipped",
    }  # fmt: skip


def check_json(text: str) -> None:
    document: Any = json.loads(text)
    assert document["verdict"] == "different"
    text.encode("utf-8")


CHECKS: dict[str, Callable[[str], object]] = {
    "terminal": check_terminal,
    "markdown": check_markdown,
    "html": check_html,
    "junit": check_junit,
    "json": check_json,
    "sarif": lambda text: json.loads(text)["runs"][0]["results"],
}


def test_every_format_is_checked() -> None:
    assert set(CHECKS) == set(FORMATS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_text_stays_a_text_in_every_format(text: str) -> None:
    result = saying(text)
    for format_, check in CHECKS.items():
        check(written(result, format_))


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_alone(piece: str) -> None:
    result = saying(piece)
    for format_, check in CHECKS.items():
        check(written(result, format_))
