"""`tap diff` in a git repository of its own: what would change, with real syntheses and no account."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain.project import Project
from tests.tap_cli.conftest import copy_checkout

SECONDS = 300
AUTHOR = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.invalid",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.invalid",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(project: Project, *arguments: str) -> None:
    variables = {**os.environ, **AUTHOR}
    subprocess.run(["git", *arguments], cwd=project.root, env=variables, check=True, capture_output=True)  # noqa: S607


def diff(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tap_cli", "diff", *arguments],
        cwd=project.root,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A checkout with two commits, the second of which changes `dev`."""
    project = copy_checkout(tmp_path_factory.mktemp("repository"))
    (project.root / ".gitignore").write_text(".venv\n.tools\nnode_modules\n__pycache__\n")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "the first")
    change(project, "dev", "[function]", "[function]\nmemory_size = 1024")
    git(project, "commit", "-qam", "more memory")
    return project


def change(project: Project, name: str, old: str, new: str) -> Path:
    file = project.environments / f"{name}.toml"
    file.write_text(file.read_text().replace(old, new))
    return file


def test_without_a_change_it_says_so(repository: Project) -> None:
    result = diff(repository)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.split("\n", 1)[0].endswith(", more memory):")
    assert [line for line in result.stdout.splitlines()[1:] if line] == [
        f"{name}: nothing changes" for name in ("dev", "prod", "staging")
    ]


def test_a_commit_is_compared_with_what_is_here(repository: Project) -> None:
    result = diff(repository, "--since", "HEAD~1", "dev")

    assert result.returncode == 2
    assert result.stdout.splitlines()[2:] == [
        "dev: 1 resource changes in place; nothing is replaced",
        "  function memory_size 512 → 1024, in place",
        "  output memory_size 512 → 1024",
    ]


def test_json_holds_the_same(repository: Project) -> None:
    document = json.loads(diff(repository, "--since", "HEAD~1", "--json", "dev").stdout)

    assert document["since"]["title"] == "the first"
    (environment,) = document["environments"]
    (resource,) = environment["resources"]
    assert (environment["kind"], resource["action"]) == ("changed", "update")
    assert resource["changes"] == [
        {"path": "memory_size", "before": 512, "after": 1024, "replaces": False, "only_terraform": False}
    ]


def test_what_is_not_committed_is_seen_and_nothing_is_left_behind(repository: Project) -> None:
    before = sorted(path.name for path in repository.root.iterdir())
    handler = repository.root / "handler" / "tap_handler.py"
    source = handler.read_text()
    new = repository.environments / "qa.toml"
    try:
        handler.write_text(f"{source}\n# changed\n")
        new.write_text('region = "eu-west-1"\n')
        result = diff(repository)
    finally:
        handler.write_text(source)
        new.unlink()

    assert "  function code: tap_handler.py changed, in place\n" in result.stdout
    assert "qa: a new environment: 6 resources are created\n" in result.stdout
    assert sorted(path.name for path in repository.root.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since", "nope"], "There is no git revision 'nope'. Name a commit, a branch or a tag"),
        (["--since=--output=/tmp/x"], "There is no git revision '--output=/tmp/x'."),
        (["--since", ""], "There is no git revision ''."),
        (["no-such"], "There is no environment 'no-such', neither now nor then. Known are dev, prod, staging."),
    ],
)
def test_what_it_cannot_compare_is_one_message(repository: Project, arguments: list[str], message: str) -> None:
    result = diff(repository, *arguments)

    assert (result.returncode, result.stdout) == (1, "")
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_fault_of_today_is_told_as_validate_tells_it(repository: Project) -> None:
    file = change(repository, "dev", "memory_size = 1024", "memory_size = 64")
    try:
        result = diff(repository)
    finally:
        change(repository, file.stem, "memory_size = 64", "memory_size = 1024")

    assert (result.returncode, result.stdout) == (1, "")
    assert "What is here cannot be synthesized." in result.stderr
    assert "environments/dev.toml: function.memory_size" in result.stderr


def test_a_revision_that_does_not_run_is_told_in_one_message(checkout: Project) -> None:
    (checkout.root / ".gitignore").write_text(".venv\n.tools\nnode_modules\n__pycache__\n")
    main = checkout.root / "main.py"
    working = main.read_text()
    git(checkout, "init", "-q")
    main.write_text("import no_such_module\n")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "broken")
    main.write_text(working)

    result = diff(checkout)

    assert (result.returncode, result.stdout) == (1, "")
    assert (
        "cannot be synthesized.\nmain.py, line 1: ModuleNotFoundError: No module named 'no_such_module'\n"
        in result.stderr
    )
    assert "name a later revision with --since" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_repository_it_says_so(checkout: Project) -> None:
    result = diff(checkout)

    assert result.returncode == 1
    assert "This project is in no git repository" in result.stderr
