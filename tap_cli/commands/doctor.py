"""`tap doctor`."""

from __future__ import annotations

import json
from dataclasses import replace

from tap_cli.app import Door
from tap_cli.deployment.aws_diagnosis import diagnose_aws
from tap_cli.toolchain.diagnosis import diagnose, is_well, lines
from tap_cli.toolchain.project import in_own_words
from tap_cli.toolchain.set_up import set_up_apart


def doctor(*, fix: bool = False, json_: bool = False, workstation: Door) -> int:
    """Look at everything that the project needs: each found, or missing with its remedy; exit code 1 for the latter.

    Args:
        fix: First run set-up, which makes what is missing or broken.
        json_: The findings, as JSON.
        workstation: The checkout and its user.
    """
    if fix:
        set_up_apart(workstation, quiet=json_)
    found = [*diagnose(workstation), *diagnose_aws(workstation)]
    findings = [replace(each, text=in_own_words(each.text)) for each in found]
    if json_:
        shown = [{"what": each.what, "verdict": each.verdict.value, "text": each.text} for each in findings]
        print(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        print(*lines(findings), sep="\n")
    return 0 if is_well(findings) else 1
