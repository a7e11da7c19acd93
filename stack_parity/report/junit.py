"""The report as JUnit XML, for pipelines: a suite per environment, a case per point and per principle.

A failure is a difference and a skipped case is what could not be decided, so the counts are those of every format.
"""

from __future__ import annotations

from typing import Final, TextIO
from xml.etree import ElementTree as ET

from stack_parity.checks.outcomes import Outcome
from stack_parity.compare.verdicts import DIFFERENCES, Row, Verdict
from stack_parity.report.model import Report
from stack_parity.report.results import ChangedAttribute, EnvironmentChange, EnvironmentResult, PrincipleResult
from stack_parity.report.wording import STATUS_WORDS, WORDS, printable, remark

_NAME: Final = "parity"


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    suites = ET.Element("testsuites", name=printable(report.headline, None))
    for result in report.environments:
        _environment(result, suites)
    for change in report.environment_changes:
        _environment_change(change, suites)
    _total(suites)
    ET.indent(suites)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(suites, encoding="unicode") + "\n")


def _environment(result: EnvironmentResult, suites: ET.Element) -> None:
    suite = _suite(result.name, suites)
    for section in result.sections:
        for row in section.rows:
            _point(_case(f"{result.name}.{section.label}", f"{section.label} {row.path}", suite), row)
    for item in result.principles:
        _principle(item, result.name, suite)
    _total(suite)


def _point(case: ET.Element, row: Row | ChangedAttribute) -> None:
    if row.verdict in DIFFERENCES:
        lines = [f"left: {printable(row.left)}", f"right: {printable(row.right)}", printable(remark(row))]
        _fail(case, WORDS[row.verdict], "\n".join(filter(None, lines)))
    elif row.verdict is Verdict.UNDECIDABLE:
        ET.SubElement(case, "skipped", message="not decidable")


def _principle(item: PrincipleResult, environment: str, suite: ET.Element) -> None:
    case = _case(f"{environment}.principles", item.title, suite)
    if item.verdict is Verdict.DIFFERENT:
        sides = f"left: {_spelled(item.left)}\nright: {_spelled(item.right)}"
        _fail(case, "one side keeps the principle, the other breaks it", sides)
    elif item.verdict is Verdict.UNDECIDABLE:
        ET.SubElement(case, "skipped", message="not decidable on at least one side")


def _environment_change(change: EnvironmentChange, suites: ET.Element) -> None:
    name = f"{change.start} → {change.end}"
    suite = _suite(name, suites)
    for item in change.changes:
        _point(_case(name, f"{item.label} {item.path}", suite), item)
    _total(suite)


def _suite(name: str, suites: ET.Element) -> ET.Element:
    return ET.SubElement(suites, "testsuite", name=printable(name))


def _case(group: str, name: str, suite: ET.Element) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=f"{_NAME}.{printable(group)}", name=printable(name))


def _fail(case: ET.Element, message: str, text: str) -> None:
    ET.SubElement(case, "failure", message=message).text = text


def _total(element: ET.Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("skipped", str(len(element.findall(".//skipped"))))


def _spelled(outcome: Outcome) -> str:
    evidence = "; ".join(printable(f"{item.address} {item.property}: {item.value}") for item in outcome.evidence)
    return f"{STATUS_WORDS[outcome.status]} ({evidence})"
