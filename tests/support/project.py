"""Where the checkout is, and the app of the tests: environments, a handler and Pulumi stacks that no user changes.

The sample app (`environments/`, `handler/`, `pulumi_program/Pulumi.*.yaml`) is the user's; only
`tests/sample_app/` reads it.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = Path(__file__).resolve().parent / "app"
ENVIRONMENTS = APP / "environments"
HANDLER = APP / "handler"
ENVIRONMENT_NAMES = sorted(file.stem for file in ENVIRONMENTS.glob("*.toml"))


def copy_app(folder: Path) -> Path:
    """Copy the app of the tests, with the checkout's own main.py, cdktf.json and Pulumi version, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("main.py", "cdktf.json"):
        shutil.copy(ROOT / name, folder)
    copy_folder(ROOT / "pulumi_program", folder / "pulumi_program", "Pulumi.*")
    copy_folder(APP, folder)
    return folder


def copy_folder(source: Path, target: Path, *left_out: str) -> Path:
    """Copy a folder without caches and whatever matches a pattern of `left_out`; what is there stays."""
    ignored = shutil.ignore_patterns("__pycache__", *left_out)
    return Path(shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True))
