"""`tap docs`."""

from __future__ import annotations

import shutil
import subprocess

from tap_cli.app import Door
from tap_cli.errors import UserError
from tap_cli.toolchain.documentation import step


def docs(*, workstation: Door) -> None:
    """Make the documentation as a site, build/site/, and check every link in it.

    Args:
        workstation: The checkout and its user.
    """
    root, generator = workstation.project.root, step(workstation.project)
    if not generator.is_done():
        generator.make(workstation)
    site = root / "build" / "site"
    shutil.rmtree(site, ignore_errors=True)
    program = str(generator.folder / "bin" / "sphinx-build")
    command = [program, "-b", "html", "--fail-on-warning", "--keep-going", "--quiet", "-c", str(root / "docs")]
    if subprocess.run([*command, str(root), str(site)], env=dict(workstation.variables), check=False).returncode != 0:
        raise UserError("The site was not made as it should be: each line above names a page and what is wrong in it.")
    print(f"The site begins at {(site / 'docs' / 'index.html').relative_to(root)}")
