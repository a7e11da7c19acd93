import time

import pytest

from stack_parity.sources.pulumi import capture
from stack_parity.sources.pulumi.registrations import PulumiInputError
from tests.stack_parity.sources.pulumi.conftest import Write

BUCKET_TWICE = "import pulumi_aws as aws\naws.s3.Bucket('b')\naws.s3.Bucket('b')"


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ("import sys\nsys.exit(3)", "it calls sys.exit(3) instead of running to its end (line 2 of __main__.py)."),
        ("import os\nos._exit(7)", "its process ends with code 7 before it is done."),
        ("import os\nos.kill(os.getpid(), 9)", "its process ends with code 137 before it is done."),
        ("import pulumi_nope", "it needs the module 'pulumi_nope', which the Python 3."),
        (
            "import pulumi\npulumi.Config().require('dbName')",
            "the configuration value 'p:dbName', which Pulumi.dev.yaml lacks; add it there, or give --config (line 2",
        ),
        (
            "import pulumi\npulumi.Config().require_int('encrypted')",
            "it needs the configuration value 'p:encrypted' as 'int'; Pulumi.dev.yaml has another kind or holds it",
        ),
        (BUCKET_TWICE, "it registers urn:pulumi:dev::p::aws:s3/bucket:Bucket::b twice; the engine refuses the second"),
        ("x = (\n", ": '(' was never closed (line 1 of __main__.py); --python chooses another"),
        ("import pulumi_aws as aws\naws.lambda_.Function('f')", "TypeError: Missing required property 'role' (line 2"),
        ("import pulumi_aws as aws\naws.nope", "AttributeError: module 'pulumi_aws' has no attribute 'nope' (line 2"),
        (
            "import pulumi_aws as aws\naws.s3.Bucket('b', nonsense=1)\naws.nope",
            "AttributeError: module 'pulumi_aws' has no attribute 'nope' (line 3",
        ),
        (
            "import pulumi, pulumi_aws as aws\naws.s3.Bucket('b').arn.apply(lambda arn: 1 / 0)",
            "ZeroDivisionError: division by zero (line 2 of __main__.py)",
        ),
        (
            "import urllib.request\nurllib.request.urlopen('http://192.0.2.1/')",
            "it opens a network connection (192.0.2.1) while it is read; a program that is compared must not (line 2",
        ),
        ("raise ValueError('\\x1b[31m<b>\\x00' + 'x' * 10_000)", "it fails with ValueError: [31m<b>"),
    ],
    ids=lambda value: value.splitlines()[-1][:40],
)
def test_a_program_that_fails_gets_one_clear_line(write: Write, main: str, message: str) -> None:
    folder = write(main, config="config:\n  p:encrypted:\n    secure: xyz\n")
    with pytest.raises(PulumiInputError) as caught:
        capture(folder, None)
    text = str(caught.value)
    assert text.startswith("project, stack dev: ")
    assert message in text
    assert text.isprintable()
    assert len(text) < 700


@pytest.mark.parametrize(
    "main",
    [
        "while True: pass",
        "import subprocess\nsubprocess.run(['sleep', '60'])",
        "import pulumi, pulumi_aws as aws\naws.s3.Bucket('b').id.apply(lambda id: __import__('time').sleep(60))",
    ],
)
def test_a_program_that_does_not_end_is_ended(write: Write, main: str) -> None:
    began = time.monotonic()
    with pytest.raises(PulumiInputError, match=r"does not end within 1.5 seconds"):
        capture(write(main), None, timeout=1.5)
    assert time.monotonic() - began < 10


def test_a_program_that_leaves_a_thread_behind_is_not_waited_for(write: Write) -> None:
    began = time.monotonic()
    folder = write("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()")
    assert capture(folder, None).resources == ()
    assert time.monotonic() - began < 20


def test_a_program_never_gets_the_packages_of_this_project(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # no walls, which would hide them anyway
    with pytest.raises(PulumiInputError, match="it needs the module 'tap_stack', which the Python 3"):
        capture(write("import tap_stack"), None)


def test_a_program_keeps_its_own_modules_whatever_they_are_called(write: Write) -> None:
    names = ("run", "watch", "faults", "monitor", "channel", "tap_stack", "stack_parity")
    main = f"import pulumi\nfor name in {names!r}: pulumi.export(name, __import__(name).WHOSE)"
    folder = write(main, {f"{name}.py": "WHOSE = 'the program'" for name in names})
    assert capture(folder, None).exports == dict.fromkeys(names, "the program")
