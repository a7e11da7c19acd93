"""Makes the facts of AWS's types: `python -m tools.aws_types write`, or `report` for what was matched."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from stack_parity.aws.schema import DATA
from tap_cli.errors import UserError
from tools.aws_types.made_names import made_names_text
from tools.aws_types.names_data import match_names, names_text
from tools.aws_types.provider_schema import ask_provider, schema_files
from tools.aws_types.pulumi_package import read_types
from tools.aws_types.report import report

NAMES: Final = "pulumi_names.txt"
MADE_NAMES: Final = "made_names.txt"


def main(arguments: list[str] | None = None) -> int:
    """Write the data files, or print the report."""
    parser = argparse.ArgumentParser(prog="python -m tools.aws_types", description=__doc__)
    parser.add_argument("action", choices=["write", "report"])
    if parser.parse_args(arguments).action == "report":
        print(report(match_names()))
        return 0
    try:
        for name, text in schema_files(ask_provider()).items():
            _write(DATA / name, text)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    names = match_names()
    _write(DATA / NAMES, names_text(names))
    types = {token: match.type for token, match in names.resources.types.items()}
    _write(DATA / MADE_NAMES, made_names_text(read_types(), types))
    return 0


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    print(f"{file.name}: {len(text)} characters, {text.count(chr(10))} lines")


if __name__ == "__main__":
    sys.exit(main())
