"""The two scanners, in an environment of their own, and what they find in one plan."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from product.scan.plans import as_stated
from tap_cli.toolchain.python import base_interpreter

PROJECT: Final = Path(__file__).resolve().parents[2]
REQUIREMENTS: Final = Path(__file__).with_name("requirements.txt")
ENVIRONMENT: Final = PROJECT / ".tools" / "scan"
INSTALL_SECONDS: Final = 900
SCAN_SECONDS: Final = 120


class ScanError(Exception):
    """A scanner did not scan: nothing is known of the plan."""


@dataclass(frozen=True)
class Findings:
    """What the scanners say of one plan: how many checks of checkov passed, and each check that failed, by scanner."""

    passed: int
    failed: frozenset[tuple[str, str]]


def is_installed() -> bool:
    """Tell whether the scanners are there, at the versions that are pinned."""
    stamp = ENVIRONMENT / "requirements.sha256"
    return stamp.is_file() and stamp.read_text("utf-8") == _digest()


def install() -> None:
    """Make the scanners' environment: 100 packages, every one checked against its hash.

    Raises:
        subprocess.CalledProcessError: pip failed; it has said why.
    """
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    print("The scanners are installed into .tools/scan, once …", file=sys.stderr)
    pip: list[str | Path] = [
        ENVIRONMENT / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        REQUIREMENTS,
    ]
    subprocess.run([base_interpreter(), "-m", "venv", ENVIRONMENT], check=True, timeout=INSTALL_SECONDS)
    subprocess.run(pip, check=True, timeout=INSTALL_SECONDS)
    (ENVIRONMENT / "requirements.sha256").write_text(_digest(), "utf-8")


def scan(plan: Any) -> Findings:
    """Scan a plan, as `terraform show -json` gives it.

    Raises:
        ScanError: a scanner failed, read nothing, or could not read a part.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(as_stated(plan)), "utf-8")
        passed, by_checkov = _checkov(file)
        return Findings(passed, frozenset(by_checkov | _tf_nag(file)))


def _checkov(file: Path) -> tuple[int, set[tuple[str, str]]]:
    options = ("--framework", "terraform_plan", "--output", "json", "--skip-download", "--compact")
    report = _run("checkov", "-f", file, *options)
    summary = report.get("summary", {}) if isinstance(report, dict) else {}
    if summary.get("parsing_errors", 1) or not summary.get("passed"):
        raise ScanError(f"checkov read nothing, or not all: {summary or report}")
    return summary["passed"], {("checkov", check["check_id"]) for check in report["results"]["failed_checks"]}


def _tf_nag(file: Path) -> set[tuple[str, str]]:
    report = _run("tf-nag", "scan", "--plan-json", file, "--format", "json")
    if not isinstance(report, list):
        raise ScanError(f"tf-nag gave no list of findings: {report}")
    return {("tf-nag", finding["rule_id"]) for finding in report}


def _run(scanner: str, *arguments: str | Path) -> Any:
    """Run a scanner; both answer 1 for findings, so that what counts is whether they wrote a report."""
    done = subprocess.run(
        [ENVIRONMENT / "bin" / scanner, *arguments],
        capture_output=True,
        text=True,
        timeout=SCAN_SECONDS,
        check=False,
    )
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise ScanError(
            f"{scanner} wrote no report (exit code {done.returncode}): {done.stderr.strip()[-500:]}"
        ) from error


def _digest() -> str:
    return hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
