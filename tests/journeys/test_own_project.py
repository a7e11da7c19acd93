"""A project of one's own, from the built wheels in an environment that holds nothing else: made, tested, deployed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tap_cli.toolchain.project import PROJECT
from tests.support.project import ROOT
from tools.release.building import build
from tools.release.clean_environment import CleanEnvironment
from tools.release.distributions import read_distributions

SECONDS = 300
STEPS = """
import json
from tap_cli.toolchain.set_up import steps
from tap_cli.toolchain.workstation import this_workstation
print(json.dumps([[str(step.folder), step.fingerprint] for step in steps(this_workstation())]))
"""


class Consumer:
    """Somebody with an environment of their own, in a folder."""

    def __init__(self, environment: CleanEnvironment, folder: Path) -> None:
        self._bin = environment.folder / "bin"
        self.folder = folder

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, which is not activated."""
        return subprocess.run(
            [self._bin / program, *arguments],
            cwd=self.folder,
            env={
                name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON", "TAP_"))
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def succeed(self, program: str, *arguments: str) -> str:
        result = self.run(program, *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def refused(self, program: str, *arguments: str) -> str:
        """Run what must be refused; return the one message."""
        result = self.run(program, *arguments)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        return result.stderr.strip()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> CleanEnvironment:
    """An environment with every wheel."""
    folder = tmp_path_factory.mktemp("consumer")
    made = CleanEnvironment(folder / "venv")
    assert made.install_alone([build(one, folder / "dist") for one in read_distributions()]) is None
    return made


@pytest.fixture
def consumer(environment: CleanEnvironment, tmp_path: Path) -> Consumer:
    return Consumer(environment, tmp_path)


def test_a_project_is_made_and_its_tests_pass(consumer: Consumer) -> None:
    assert consumer.succeed("tap", "init", "market").startswith("market/ is a project. Next:\n\n  cd market\n")
    project = consumer.folder / "market"
    assert sorted(file.name for file in project.iterdir()) == [
        *(".github", ".gitignore", "Pipfile", "README.md", "cdktf.json", "environments", "handler", "main.py"),
        *("package-lock.json", "package.json", "pytest.ini", "terraform.lock.hcl", "tests"),
    ]
    assert "shop" not in "".join(file.read_text() for file in project.rglob("*") if file.is_file())
    assert json.loads((project / "cdktf.json").read_text())["projectId"].count("0") < 20
    consumer.folder = project
    assert "2 snapshots passed" in consumer.succeed("python", "-m", "pytest", "-m", "not terraform")

    (project / "handler" / "other.py").write_text("# a change of code alone changes no snapshot\n")
    consumer.succeed("python", "-m", "pytest", "-m", "not terraform")
    environment = project / "environments" / "dev.toml"
    environment.write_text(environment.read_text().replace("[function]", "[function]\nmemory_size = 1024"))
    changed = consumer.run("python", "-m", "pytest", "-m", "not terraform")
    assert changed.returncode == 1
    assert re.search(r"resource\.aws_lambda_function\.\w+\.memory_size: 512 → 1024\n", changed.stdout)


def test_with_pulumi_the_two_versions_build_the_same(consumer: Consumer) -> None:
    """The packages of this checkout run it: inside its sandbox a Pulumi program sees none that are borrowed."""
    consumer.succeed("tap", "init", "market-2", "--pulumi")
    project = consumer.folder / "market-2"
    assert "shop" not in "".join(file.read_text() for file in project.rglob("*") if file.is_file())

    def compare() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "pytest_cdktf.plugin", "tests/test_comparison.py"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    same = compare()
    assert same.returncode == 0, same.stdout
    settings = project / "pulumi_program" / "Pulumi.dev.yaml"
    settings.write_text(settings.read_text() + "  market-2:timeout: 61\n")
    differs = compare()
    assert differs.returncode == 1
    assert "timeout" in differs.stdout


@pytest.mark.deploy
def test_one_command_deploys_it_to_an_emulated_aws(consumer: Consumer) -> None:
    consumer.succeed("tap", "init", "market")
    consumer.folder /= "market"
    _borrow_what_set_up_makes(consumer)
    shown = consumer.succeed("tap", "demo")
    assert "Set-up: nothing to do" in shown
    assert "market-dev" in shown
    assert "Hello, world." in shown
    assert not (consumer.folder / "cdktf.out").exists()
    assert list((consumer.folder / ".demo").iterdir()) == []
    assert "4 passed" in consumer.succeed("python", "-m", "pytest", "-k", "valid_terraform or reviewed")


def test_what_is_wrong_is_one_message_and_nothing_is_written(consumer: Consumer) -> None:
    taken, file = consumer.folder / "taken", consumer.folder / "file"
    taken.mkdir()
    (taken / "note.txt").write_text("mine")
    file.touch()
    for name in ("taken", "file"):
        assert consumer.refused("tap", "init", name) == (
            f"{name} exists already and is not an empty folder; nothing was written. Choose another name."
        )
    for name in ("", "Shop", "my_shop", "1shop", "a" * 25, "shop-", "../shop", "shöp", "shop\n"):
        message = consumer.refused("tap", "init", name)
        assert message.startswith(f"{name!r} cannot be the name of a project; nothing was written.")
    assert "tap: " in consumer.refused("tap", "init")
    assert sorted(each.name for each in consumer.folder.iterdir()) == ["file", "taken"]

    (consumer.folder / "empty").mkdir()
    consumer.succeed("tap", "init", "empty")
    assert (consumer.folder / "empty" / "main.py").is_file()


def test_a_folder_that_cannot_be_written_is_told(consumer: Consumer, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        consumer.folder = Path("/proc")
    else:
        consumer.folder.chmod(0o500)
    assert f"{consumer.folder / 'market'} cannot be written (" in consumer.refused("tap", "init", "market")


def test_outside_of_a_project_a_verb_says_so(consumer: Consumer) -> None:
    assert consumer.refused("tap", "demo") == (
        f"There is no project in {consumer.folder}: neither it nor a folder above has a cdktf.json. Go to your "
        "project, or make one: tap init NAME"
    )


def test_a_remedy_is_told_in_the_words_of_the_project(consumer: Consumer) -> None:
    consumer.succeed("tap", "init", "market")
    consumer.folder /= "market"
    assert consumer.refused("tap", "plan", "dev").endswith("To try without an account: tap demo dev")


def test_the_verbs_are_those_of_a_project(consumer: Consumer) -> None:
    shown = set(re.findall(r"^│ ([a-z-]+)", consumer.succeed("tap", "--help"), re.MULTILINE))
    assert {"init", "setup", "demo", "deploy"} <= shown
    assert not {"audit", "release", "truth", "compare"} & shown


def test_its_versions_are_todays() -> None:
    version = (ROOT / "wheels" / "VERSION").read_text().strip()
    pipfile = (ROOT / "tap_cli" / "template" / "project" / "Pipfile").read_text()
    assert pipfile.count(f'"~={version}"') == 3
    package, own = (json.loads((folder / "package.json").read_text()) for folder in (ROOT, _template()))
    assert own["devDependencies"].items() <= package["devDependencies"].items()
    assert own["overrides"] == package["overrides"]
    locked, had = (json.loads((folder / "package-lock.json").read_text())["packages"] for folder in (ROOT, _template()))
    assert {name for name in had if name and had[name] != locked[name]} == set()


def _template() -> Path:
    return ROOT / "tap_cli" / "template" / "project"


def _borrow_what_set_up_makes(consumer: Consumer) -> None:
    """Put this checkout's tools into the project, each as the step of its set-up that is done."""
    for folder, fingerprint in json.loads(consumer.succeed("python", "-c", STEPS)):
        place = Path(folder)
        place.mkdir(parents=True)
        for made in (PROJECT.root / place.relative_to(consumer.folder)).iterdir():
            if made.name != ".set-up":
                (place / made.name).symlink_to(made)
        (place / ".set-up").write_text(fingerprint)
