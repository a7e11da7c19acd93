"""Set-up's rules, on steps that are quick: real folders, real processes, a real lock between two of them."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tap_cli.errors import UserError
from tap_cli.toolchain import __main__ as setup
from tap_cli.toolchain import python as python_tool
from tap_cli.toolchain.project import PROJECT, Project
from tap_cli.toolchain.set_up import set_up, steps
from tap_cli.toolchain.step import Step
from tap_cli.toolchain.venv import VENV_HOLDS
from tap_cli.toolchain.workstation import Workstation, this_workstation

SECONDS = 30.0


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def here(project: Project) -> Workstation:
    return Workstation(project, os.environ, Path.home())


def step(project: Project, code: str = "", *, inputs: str = "1", keeps: bool = False, needed: bool = True) -> Step:
    return Step("a thing", project.tools / "thing", inputs, [python(code)], keeps=keeps, needed=needed)


@pytest.fixture
def project(empty_project: Project) -> Project:
    empty_project.tools.mkdir()
    return empty_project


def test_a_step_is_done_until_its_inputs_change(project: Project) -> None:
    step(project).make(here(project))

    assert step(project).is_done()
    assert not step(project, inputs="2").is_done()


def test_a_folder_that_was_deleted_is_made_again(project: Project) -> None:
    step(project).make(here(project))
    (project.tools / "thing").rename(project.tools / "elsewhere")

    assert not step(project).is_done()


@pytest.fixture
def venv(project: Project) -> Step:
    """A step that has made a real venv, with a package in it."""
    folder = project.tools / "venv"
    package = f"import pathlib; (next(pathlib.Path({str(folder)!r}).glob('lib/python*/site-packages')) / 'p').mkdir()"
    commands = [[sys.executable, "-m", "venv", "--without-pip", str(folder)], python(package)]
    made = Step("a venv", folder, "1", commands, keeps=True, holds=VENV_HOLDS)
    made.make(here(project))
    assert made.is_done()
    return made


def test_a_venv_whose_interpreter_is_gone_is_made_anew(project: Project, venv: Step) -> None:
    interpreter = venv.folder / "bin" / "python"
    interpreter.unlink()
    interpreter.symlink_to("/no/such/python")

    assert venv.lost() != []
    assert not venv.is_done()
    venv.make(here(project))

    assert venv.is_done()
    assert subprocess.run([interpreter, "-c", "pass"], check=False, timeout=SECONDS).returncode == 0


def test_a_package_that_was_deleted_is_made_again(project: Project, venv: Step) -> None:
    (package,) = venv.folder.glob("lib/python*/site-packages/p")
    package.rmdir()

    assert venv.lost() == [str(package.relative_to(venv.folder))]
    assert not venv.is_done()
    venv.make(here(project))

    assert venv.is_done()
    assert package.is_dir()


def test_what_was_added_by_hand_is_not_missed_nor_are_caches(project: Project, venv: Step) -> None:
    (packages,) = venv.folder.glob("lib/python*/site-packages")
    (packages / "mine").mkdir()
    (packages / "mine").rmdir()
    (packages / "__pycache__").mkdir()
    (packages / "__pycache__").rmdir()

    assert venv.is_done()


@pytest.mark.parametrize("keeps", [False, True])
def test_what_an_interrupted_run_left_is_not_built_upon(project: Project, keeps: bool) -> None:
    fails = step(project, "import pathlib, sys; pathlib.Path('.tools/thing/half').touch(); sys.exit(1)", keeps=keeps)
    with pytest.raises(UserError):
        fails.make(here(project))
    assert not fails.is_done()

    step(project, keeps=keeps).make(here(project))

    assert not (project.tools / "thing" / "half").exists()


@pytest.mark.parametrize(("keeps", "stays"), [(True, True), (False, False)])
def test_only_a_step_that_keeps_adds_to_what_is_there(project: Project, keeps: bool, stays: bool) -> None:
    (project.tools / "thing").mkdir()
    (project.tools / "thing" / "before").touch()

    step(project, keeps=keeps).make(here(project))

    assert (project.tools / "thing" / "before").exists() == stays


def test_a_failure_tells_the_last_lines_and_the_log(project: Project) -> None:
    with pytest.raises(UserError, match=r"a thing(.|\n)*no such wheel(.|\n)*\.tools/set-up\.log.*make setup"):
        step(project, "import sys; sys.exit('no such wheel')").make(here(project))


def test_a_step_that_is_not_needed_may_fail(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    optional = step(project, "import sys; sys.exit('no wheel for this machine')", needed=False)

    optional.make(here(project))

    assert "no wheel for this machine" in capsys.readouterr().err
    assert not optional.is_done()


def test_without_a_network_it_says_so(project: Project) -> None:
    """Real pip, sent to a loopback port at which nothing listens."""
    pip = ["-m", "pip", "install", "--retries", "1", "--index-url", "http://127.0.0.1:9/simple", "no-such-package"]
    unreachable = Step("packages", project.tools / "thing", "1", [[sys.executable, *pip]])
    environ = {"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull}

    with pytest.raises(UserError, match=r"no package registry was reached(.|\n)*Check the network or the proxy"):
        unreachable.make(Workstation(project, environ, Path.home()))


def test_a_python_without_venv_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_tool, "find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(UserError, match=r"lacks the standard module ensurepip.*apt install python3-venv"):
        set_up(this_workstation())


def test_an_old_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "OLDEST", (3, 99))

    with pytest.raises(SystemExit, match=r"needs Python 3\.99 or newer.*make PYTHON="):
        setup.main([])


def test_what_an_old_python_reads_first_is_written_for_it() -> None:
    """Only the check may come before the modules in today's Python."""
    source = Path(setup.__file__).read_text()

    assert "from __future__" not in source
    assert source.index("version_info") < source.index("import run")


def test_the_steps_of_this_checkout_are_done() -> None:
    """The tests run after set-up, so it must find nothing to do."""
    assert [step.title for step in steps(this_workstation()) if not step.is_done() and step.needed] == []


def test_a_second_set_up_waits_and_an_interrupted_one_can_be_repeated(tmp_path: Path) -> None:
    """Two real processes in one checkout; the first is ended by a signal and releases the lock."""
    code = textwrap.dedent(
        f"""
        import os, signal, sys
        from pathlib import Path
        from tap_cli.toolchain.project import Project
        from tap_cli.toolchain.set_up import alone
        from tap_cli.toolchain.step import Step
        from tap_cli.toolchain.workstation import Workstation
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        project = Project(Path({str(tmp_path)!r}))
        with alone(project):
            print("mine", flush=True)
            seconds = sys.argv[1]
            sleep = [sys.executable, "-c", f"import time; time.sleep({{seconds}})"]
            Step("a thing", project.tools / "thing", "1", [sleep]).make(Workstation(project, os.environ, Path.home()))
        """
    )
    command = [*python(code)]
    first = subprocess.Popen([*command, "600"], cwd=PROJECT.root, stdout=subprocess.PIPE, text=True)
    second = None
    try:
        assert first.stdout
        assert first.stdout.readline() == "mine\n"
        second = subprocess.Popen([*command, "0"], cwd=PROJECT.root, stdout=subprocess.PIPE, text=True)
        assert second.stdout
        assert "waiting for another set-up" in second.stdout.readline()
        while not (tmp_path / ".tools" / "thing").exists():
            time.sleep(0.05)
        first.send_signal(signal.SIGTERM)
        assert first.wait(SECONDS) == 128 + signal.SIGTERM
        assert second.wait(SECONDS) == 0
        assert (tmp_path / ".tools" / "thing" / ".set-up").read_text() != "unfinished\n"
    finally:
        for process in filter(None, (first, second)):
            process.kill()
            process.communicate()
