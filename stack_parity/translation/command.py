"""`stack-parity translate PROJECT --out DIR`: a Pulumi program as Terraform JSON.

Exit code: 0 everything is written, valid and the same; 1 something is left out, refused or different; 2 nothing was
written; 3 nothing of this, but not everything could be decided, or there was no Terraform to ask.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from stack_parity.errors import InputError
from stack_parity.report.findings import differences, undecidable
from stack_parity.report.model import Judgement
from stack_parity.report.wording import printable
from stack_parity.translation.project import Translation, translate_project
from stack_parity.translation.run_options import add_run_options, run_options
from stack_parity.translation.terraform import find_terraform

WRITTEN, NOT_ALL, NOTHING, OPEN = range(4)
MOST: Final = 10
"""Findings of one kind that are listed; the comparison shows all."""


def translate(
    arguments: Sequence[str], *, program: str = "stack-parity translate", variables: Mapping[str, str] | None = None
) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: the words after `translate`.
        program: what the help calls the program.
        variables: those by which Terraform is found and run; None means those of this process.
    """
    options = _parser(program).parse_args(arguments)
    terraform = find_terraform(os.environ if variables is None else variables)
    try:
        found = translate_project(
            options.project, options.out, options.stack, run_options(options), terraform, options.names_from
        )
    except InputError as error:
        print("\n".join(f"translate: {printable(line, None)}" for line in str(error).splitlines()), file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("translate: interrupted; nothing was written.", file=sys.stderr)
        return NOTHING
    for line in (line for one in found for line in _lines(one, options.out, options.project)):
        print(printable(line, None))
    return max((_code(one) for one in found), key=(WRITTEN, OPEN, NOT_ALL).index)


def _code(one: Translation) -> int:
    if one.left_out or one.faults or one.report.verdict is Judgement.DIFFERENT:
        return NOT_ALL
    return OPEN if one.unasked or one.report.verdict is Judgement.UNDECIDABLE else WRITTEN


def _lines(one: Translation, out: Path, project: Path) -> Iterator[str]:
    number = "1 resource" if one.resources == 1 else f"{one.resources} resources"
    yield f"{one.stack}: {number} in {out / one.stack}"
    for what, why in one.left_out.items():
        yield f"  left out: {_short(what)}: {why}"
    if one.unasked:
        yield f"  terraform validate: not run: {one.unasked}"
    elif one.faults:
        yield f"  terraform validate: REFUSED, {len(one.faults)} errors"
        yield from (f"    {fault}" for fault in one.faults[:MOST])
    else:
        yield "  terraform validate: valid"
    rest = " (what is left out apart)" if one.left_out else ""
    yield f"  compared with {project}{rest}: {one.report.headline}"
    for finding in (*differences(one.report), *undecidable(one.report))[:MOST]:
        first = finding.first
        yield f"    {finding.words}: {first.left} | {first.right}"


def _short(address: str) -> str:
    """Return a URN as its type and name; anything else as it is."""
    if not address.startswith("urn:pulumi:"):
        return address
    type_, _, name = address.split("::", 2)[2].partition("::")
    return f"{type_.rpartition('$')[2]} {name}"


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program,
        allow_abbrev=False,
        description="Write a Pulumi program as Terraform JSON, one folder for each stack; validate it and compare it.",
        epilog="Exit code: 0 all written, valid and the same; 1 not all of this; 2 nothing written; 3 not decidable.",
    )
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the folder that holds Pulumi.yaml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--stack", action="append", default=[], help="only this stack (repeatable; default: all)")
    export = "`pulumi stack export` of what runs: names that Pulumi made are taken from it; with --stack"
    parser.add_argument("--names-from", type=Path, metavar="EXPORT", help=export)
    add_run_options(parser)
    return parser
