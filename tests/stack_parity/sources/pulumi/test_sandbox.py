"""What a hostile program tries, behind each kind of walls that this machine has, and what comes of it."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from stack_parity.sources.pulumi import RunOptions, capture
from stack_parity.sources.pulumi.registrations import PulumiInputError
from stack_parity.sources.pulumi.running import sandbox
from stack_parity.sources.pulumi.running.sandbox import Kind
from tests.stack_parity.sources.pulumi.conftest import Write

TRY = """
import os, pathlib, socket, subprocess, sys, pulumi
def attempt(name, action):
    try:
        pulumi.export(name, repr(action()))
    except BaseException as error:
        pulumi.export(name, "refused: " + type(error).__name__)
"""

REACH = """
connect = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)"
shell = lambda *words: subprocess.run(words, check=True)
others = lambda: [each for each in pathlib.Path("/proc").glob("[0-9]*") if each.name not in {"1", str(os.getpid())}]
attempt("network", lambda: shell(sys.executable, "-c", connect, str(given["port"])))
attempt("interfaces", lambda: [name for _, name in socket.if_nameindex()])
attempt("home", lambda: [file for file in pathlib.Path(given["home"]).iterdir() if file.is_file()])
attempt("file of the home", lambda: open(given["private"]).read())
attempt("beside its folder", lambda: open(given["beside"]).read())
attempt("passwords", lambda: open("/etc/shadow").read())
attempt("write in its folder", lambda: pathlib.Path(__file__).with_name("new").write_text("x"))
attempt("write its own file", lambda: pathlib.Path(__file__).write_text("x"))
attempt("write in the comparison", lambda: pathlib.Path(given["sandbox"]).write_text("x"))
attempt("write at the root", lambda: pathlib.Path("/new").write_text("x"))
attempt("settings of the kernel", lambda: pathlib.Path("/proc/sys/kernel/domainname").write_text("x"))
attempt("environments", lambda: [each for each in others() if b"PRIVATE" in (each / "environ").read_bytes()])
attempt("processes", lambda: len(others()))
attempt("variables", lambda: sorted(os.environ))
attempt("become another", lambda: os.setuid(12345))
attempt("mount", lambda: shell("/bin/mount", "-t", "tmpfs", "none", "/tmp"))
"""


@pytest.fixture(params=[Kind.BUBBLEWRAP, Kind.NAMESPACES], ids=["bubblewrap", "namespaces"])
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kind:
    """Leave only the tool of one kind on PATH, and skip where it does not work here."""
    kind: Kind = request.param
    tools = tmp_path / "tools"
    tools.mkdir()
    tool = "bwrap" if kind is Kind.BUBBLEWRAP else "unshare"
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    (tools / tool).symlink_to(found)
    monkeypatch.setenv("PATH", str(tools))
    least = ["--unshare-user", "--ro-bind", "/", "/"] if kind is Kind.BUBBLEWRAP else ["--user", "--map-root-user"]
    if subprocess.run([found, *least, "/usr/bin/true"], capture_output=True, check=False).returncode:
        pytest.skip(f"{tool} does not work on this machine")
    return kind


@pytest.mark.usefixtures("walls")
def test_what_is_out_of_reach(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVATE_VARIABLE", "hushhush")
    (tmp_path / "beside.txt").write_text("hushhush")
    home_files = [str(file) for file in Path.home().iterdir() if file.is_file()]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        given = {
            "port": listener.getsockname()[1],
            "home": str(Path.home()),
            "private": home_files[0] if home_files else str(Path.home() / "none"),
            "beside": str(tmp_path / "beside.txt"),
            "sandbox": str(sandbox.__file__),
        }
        found = capture(write(TRY + f"given = {given!r}\n" + REACH), None).exports
    refused = {name for name, value in found.items() if str(value).startswith("refused")}
    assert refused >= {
        "network", "file of the home", "beside its folder", "write in its folder", "write its own file", "passwords",
        "write in the comparison", "write at the root", "settings of the kernel", "become another", "mount",
    }  # fmt: skip
    assert found["interfaces"] == "['lo']"
    assert found["home"] in {"[]", "refused: FileNotFoundError", "refused: PermissionError"}
    assert found["environments"] == "[]"
    assert found["processes"] == "0"
    assert "PRIVATE_VARIABLE" not in str(found["variables"])
    assert "VIRTUAL_ENV" not in str(found["variables"])


@pytest.mark.usefixtures("walls")
def test_nothing_survives(write: Write) -> None:
    token = f"survivor-{os.getpid()}-{time.monotonic_ns()}"
    capture(
        write(
            f"""
            import os, sys
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(300)", {token!r}])
                os._exit(0)
            """
        ),
        None,
    )
    deadline = time.monotonic() + 10
    while (alive := _with_argument(token)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive == []


def _with_argument(text: str) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text in file.read_text():
                found.append(file.parent.name)
        except OSError:
            continue
    return found


END: dict[str, object] = {
    "symbols": {},
    "components": [],
    "import_effects": [],
    "dropped": [],
    "objects_for_texts": [],
    "overwritten_exports": [],
    "component_exports": {},
}
FORGED = json.dumps([0, "done", END])


@pytest.mark.parametrize(
    "attack",
    [
        "for descriptor in range(64):\n    try: os.write(descriptor, frame)\n    except OSError: pass\nos._exit(0)",
        "print(body.decode(), flush=True)\nsys.stderr.write(body.decode())\nos._exit(0)",
        "pathlib.Path('/tmp/answer.json').write_bytes(body)\nos._exit(0)",
        "os.lseek(0, 0, 0)\nassert os.read(0, 10) == b''\nos._exit(0)",
        "os.close(int(max(os.listdir('/proc/self/fd'), key=int)))\nos.closerange(3, 100)\nos._exit(0)",
    ],
    ids=["every descriptor", "standard output", "a file", "the request read again", "closing the channel"],
)
def test_an_answer_is_not_forged(write: Write, attack: str) -> None:
    folder = write(
        f"import hashlib, hmac, os, pathlib, struct, sys\nbody = {FORGED!r}.encode()\n"
        "frame = struct.pack('!I', len(body)) + hmac.digest(b'', body, hashlib.sha256) + body\n"
        f"import pulumi_aws as aws\naws.sqs.Queue('q')\n{attack}\n"
    )
    with pytest.raises(PulumiInputError, match=r"it writes to a channel that is not its own|before it is done"):
        capture(folder, None)


def test_what_is_registered_is_not_taken_back(write: Write) -> None:
    registrations = capture(
        write(
            """
            import gc, pulumi, pulumi_aws as aws
            queue = aws.sqs.Queue("queue", name="real")
            def rewrite(_):
                for held in gc.get_objects():
                    if type(held) is dict and held.get("type") == "aws:sqs/queue:Queue":
                        held["inputs"] = {"name": "forged"}
                    if type(held).__name__ == "Recorder":
                        held.types.clear()
            queue.arn.apply(rewrite)
            """
        ),
        None,
    )
    assert [dict(one.inputs) for one in registrations.resources] == [{"name": "real"}]


def test_a_run_says_what_was_out_of_reach(write: Write, walls: Kind) -> None:
    line = capture(write("import pulumi_aws as aws\naws.sqs.Queue('q')"), None).run.circumstances
    assert line.startswith("ran with Python 3.")
    assert line.endswith(
        f"in a sandbox ({walls}): out of reach were the network, the home folder, its own files for writing, "
        "the environment of other processes; it could read its own folder"
    )


def test_without_a_sandbox_the_report_says_what_could_have_been_reached(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    folder = write("import pulumi_aws as aws\naws.sqs.Queue('q')")
    line = capture(folder, None).run.circumstances
    assert "without a sandbox: it could have reached the network, " in line
    assert "its own files for writing" in line
    assert line.endswith("install bubblewrap")


def test_a_file_that_the_walls_hide_is_named(write: Write, tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "data.txt").write_text("x")
    folder = write("import pulumi\npulumi.export('x', open('../beside/data.txt').read())")
    with pytest.raises(PulumiInputError, match=r"It looks for .*/beside/data.txt, which the sandbox hides: --readable"):
        capture(folder, None)
    assert capture(folder, None, RunOptions(readable=(tmp_path / "beside",))).exports == {"x": "x"}


def test_a_program_that_takes_memory_without_end_is_stopped(write: Write) -> None:
    with pytest.raises(PulumiInputError, match="it needs more memory than a program that is read may have"):
        capture(write("held = []\nwhile True: held.append(bytearray(2**28))"), None)


def test_a_virtual_environment_that_leads_elsewhere_opens_nothing(write: Write, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    (secret / "bin").mkdir(parents=True)
    (secret / "key").write_text("hushhush")
    (secret / "bin" / "python").write_text("#!/bin/sh\n")
    (secret / "bin" / "python").chmod(0o755)
    folder = write(TRY + f"attempt('key', lambda: open({str(secret / 'key')!r}).read())", {".venv/pyvenv.cfg": ""})
    (folder / ".venv" / "bin").mkdir()
    (folder / ".venv" / "bin" / "python").symlink_to(secret / "bin" / "python")
    assert capture(folder, None).exports == {"key": "refused: FileNotFoundError"}


def test_the_walls_take_little_time(write: Write) -> None:
    """The tools cost a fraction of the run: measured as what it takes to run nothing behind them."""
    walls = sandbox.best_walls(os.environ["PATH"])
    if walls.kind is Kind.NONE:
        pytest.skip("there is no sandbox on this machine")
    view = sandbox.View((), Path("/"))
    began = time.monotonic()
    subprocess.run(sandbox.confined(walls, ["/usr/bin/true"], view, Path("/")), check=True)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(("mark", "reads"), [(".git", True), ("cdktf.json", True), ("notes.txt", False)])
def test_a_program_reads_the_project_that_it_is_part_of(
    write: Write, tmp_path: Path, mark: str, *, reads: bool
) -> None:
    (tmp_path / mark).write_text("")
    (tmp_path / "beside.txt").write_text("x")
    found = capture(write(TRY + "attempt('beside', lambda: open('../beside.txt').read())"), None)
    assert found.exports == {"beside": "'x'" if reads else "refused: FileNotFoundError"}
    assert found.run.circumstances.endswith(
        f"it could read the project around it, {tmp_path.name}" if reads else "it could read its own folder"
    )
