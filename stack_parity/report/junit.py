"""The report as JUnit XML, for pipelines: a suite per environment, a case per part and per principle."""

from __future__ import annotations

from typing import Final, TextIO
from xml.etree import ElementTree as ET

from stack_parity.compare.verdicts import Outcome, PrincipleResult, Row, Section, Status, Verdict
from stack_parity.comparison import COUNTED, Drift, EnvironmentResult, Report
from stack_parity.report.wording import headline, printable

_NAME: Final = "parity"


def write(report: Report, stream: TextIO) -> None:
    """Write the report."""
    suites = ET.Element("testsuites", name=headline(report))
    for result in report.environments:
        _environment(result, suites)
    for drift in report.drifts:
        suite = _suite(f"{drift.start} → {drift.end}", suites)
        _drift(drift, suite)
        _total(suite)
    _total(suites)
    ET.indent(suites)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(ET.tostring(suites, encoding="unicode") + "\n")


def _environment(result: EnvironmentResult, suites: ET.Element) -> None:
    suite = _suite(result.name, suites)
    for section in result.sections:
        _section(section, result.name, suite)
    for item in result.principles:
        _principle(item, result.name, suite)
    _total(suite)


def _section(section: Section, environment: str, suite: ET.Element) -> None:
    case = _case(f"{environment}.architecture", section.label, suite)
    counted = [row for row in section.rows if row.verdict in COUNTED]
    if counted:
        _fail(case, f"{len(counted)} of {len(section.rows)} differ", "\n".join(map(_line, counted)))


def _principle(item: PrincipleResult, environment: str, suite: ET.Element) -> None:
    case = _case(f"{environment}.principles", item.title, suite)
    if item.verdict is Verdict.DIFFERENT:
        sides = f"left: {_spelled(item.left)}\nright: {_spelled(item.right)}"
        _fail(case, "one side keeps the principle, the other breaks it", sides)
    elif Status.UNDECIDABLE in {item.left.status, item.right.status}:
        ET.SubElement(case, "skipped", message="not decidable on at least one side")


def _drift(drift: Drift, suite: ET.Element) -> None:
    for label, row in drift.rows:
        case = _case(f"{drift.start} → {drift.end}", f"{label} {row.path}", suite)
        if row.verdict in COUNTED:
            _fail(case, "the change is another on each side", _line(row))


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


def _line(row: Row) -> str:
    return f"{printable(row.path)}: {row.verdict.value}: left {printable(row.left)}, right {printable(row.right)}"


def _spelled(outcome: Outcome) -> str:
    evidence = "; ".join(printable(f"{item.address} {item.property}: {item.value}") for item in outcome.evidence)
    return f"{outcome.status.value} ({evidence})"
