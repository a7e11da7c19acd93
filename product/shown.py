"""`python -m product.shown`: write into the README what the comparison prints, and take the picture of its page.

Both come from real runs: of our own two versions as they are, and with a setting and a permission changed on the CDKTF
side. The picture needs Chromium on PATH; without it the old one stays.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from product.compare import ALLOWED, PROFILE, PROJECT, PULUMI, SYNTHESIZED

README: Final = PROJECT / "README.md"
PICTURE: Final = PROJECT / "docs" / "comparison.png"
SIZE: Final = (1280, 720)
"""Of the picture."""
ENVIRONMENT: Final = "dev"
CHANGES: Final = ((r"\"logs:PutLogEvents\"", r"\"logs:*\""), ('"memory_size": 512', '"memory_size": 1024'))
"""Texts of the synthesized JSON, and what the second run has in their place."""

_APP: Final = ("main.py", "cdktf.json", "environments", "handler", PULUMI)
_SCREEN: Final = r"(?<=^```text\n)(?:{}): .*?(?=^```)"
_NOTES: Final = re.compile(r"^note: .*?\n\n", re.MULTILINE | re.DOTALL)
"""What is said of the machine that a program ran on."""
_SECONDS: Final = 120


def screens(app: Path = PROJECT, page: Path | None = None) -> tuple[str, str]:
    """Return what is printed for our two versions as they are, and for one environment with the changes.

    Args:
        app: the folder of the two versions.
        page: where to write the second one as HTML, too.
    """
    with tempfile.TemporaryDirectory(prefix="tap-shown-") as folder:
        for name in _APP:
            source = app / name
            if source.is_dir():
                shutil.copytree(source, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, folder)
        _run(folder, "main.py")
        same = _compare(folder)
        file = Path(folder, SYNTHESIZED, "stacks", ENVIRONMENT, "cdk.tf.json")
        text = file.read_text("utf-8")
        for before, after in CHANGES:
            if before not in text:
                raise ValueError(f"{before} is not in what was synthesized: choose another change")
            text = text.replace(before, after)
        file.write_text(text, "utf-8")
        if page is not None:
            _compare(folder, "--env", ENVIRONMENT, "--format", "html", "--output", str(page))
        return same, _compare(folder, "--env", ENVIRONMENT)


def take_picture(page: Path, picture: Path) -> bool:
    """Take the picture of a page; return whether there is a browser for it."""
    browser = shutil.which("chromium")
    if browser is None:
        return False
    size = f"--window-size={SIZE[0]},{SIZE[1]}"
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size, f"--screenshot={picture}")
    subprocess.run([browser, *flags, page.as_uri()], check=True, capture_output=True, timeout=_SECONDS)
    return True


def shown_in(readme: str, same: str, different: str) -> str:
    """Return the README with both screens in their places."""
    for word, screen in (("SAME", same), ("DIFFERENT", different)):
        readme = re.sub(_SCREEN.format(word), lambda _, screen=screen: screen, readme, flags=re.MULTILINE | re.DOTALL)  # type: ignore[misc]
    return readme


def _compare(folder: str, *options: str) -> str:
    own = ("--names", "--allow", str(PROJECT / ALLOWED), "--profile", str(PROJECT / PROFILE))
    return _run(folder, "-m", "stack_parity", PULUMI, SYNTHESIZED, *own, *options)


def _run(folder: str, *arguments: str) -> str:
    variables = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env=variables, capture_output=True, text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    if done.returncode > 1 or done.stderr.startswith("Traceback"):
        raise RuntimeError(done.stderr)
    return _NOTES.sub("", done.stdout)


def main() -> None:
    """Write both screens into the README, and take the picture."""
    with tempfile.TemporaryDirectory(prefix="tap-page-") as folder:
        page = Path(folder, "report.html")
        README.write_text(shown_in(README.read_text("utf-8"), *screens(page=page)), "utf-8")
        if not take_picture(page, PICTURE):
            print(f"No picture was taken, {PICTURE.name} stays as it is: there is no chromium on PATH.")


if __name__ == "__main__":
    main()
