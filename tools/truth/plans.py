"""What the real Terraform plans of a configuration, with the real provider, on an emulated AWS."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from tap_emulator import Emulator
from tools.truth.validation import LOCK, Validator


def plan_of(folder: Path, validator: Validator, aws: Emulator) -> dict[str, Any]:
    """Return `terraform show -json` of the plan of the configuration in a folder.

    Raises:
        RuntimeError: Terraform does not plan it.
    """
    shutil.copyfile(validator.folder / LOCK, folder / LOCK)
    variables = aws.variables(validator.variables)

    def run(*arguments: str) -> str:
        answer = validator.run(folder, *arguments, variables=variables)
        if answer.returncode:
            raise RuntimeError(f"terraform {arguments[0]}: {answer.stderr[:700]}")
        return answer.stdout

    if list(folder.glob("*/main.tf.json")):
        run("get", "-no-color")
    run("plan", "-input=false", "-no-color", "-lock=false", "-out=plan")
    shown: dict[str, Any] = json.loads(run("show", "-json", "plan"))
    return shown
