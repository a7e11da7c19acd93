"""Does a Pulumi program build the same architecture as a Terraform or CDKTF program? The comparison, with evidence.

It reads what each side registers or synthesizes and imports neither side's classes. `docs/comparison.md` says what a
verdict may claim. These names are the public door; each is loaded when it is first used, so that the process that runs
a Pulumi program loads nothing of the comparison.

    from pathlib import Path
    from stack_parity import compare_programs, render

    report = compare_programs(Path("pulumi_program"), Path("cdktf.out"))
    print(report.verdict, report.differences)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from stack_parity.__main__ import EXIT_CODES, NOT_COMPARED, main
    from stack_parity.comparison import compare_programs
    from stack_parity.errors import InputError
    from stack_parity.report import FORMATS, render
    from stack_parity.report.model import Judgement, Report
    from stack_parity.takeover import Takeover, match_export
    from stack_parity.translation.command import translate

__all__ = [
    "EXIT_CODES",
    "FORMATS",
    "NOT_COMPARED",
    "InputError",
    "Judgement",
    "Report",
    "Takeover",
    "compare_programs",
    "main",
    "match_export",
    "render",
    "translate",
]

_PLACES: Final = {
    "EXIT_CODES": "stack_parity.__main__",
    "FORMATS": "stack_parity.report",
    "InputError": "stack_parity.errors",
    "Judgement": "stack_parity.report.model",
    "NOT_COMPARED": "stack_parity.__main__",
    "Report": "stack_parity.report.model",
    "Takeover": "stack_parity.takeover",
    "compare_programs": "stack_parity.comparison",
    "main": "stack_parity.__main__",
    "match_export": "stack_parity.takeover",
    "render": "stack_parity.report",
    "translate": "stack_parity.translation.command",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
