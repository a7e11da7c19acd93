import os
import shlex
import subprocess

from tap_emulator import variables

URL = "http://127.0.0.1:5001"
KEY = "EMULATORKEY"
STRAY = {
    "AWS_PROFILE": "production",
    "AWS_SESSION_TOKEN": "token",
    "AWS_ROLE_ARN": "arn",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "file",
    "AWS_ENDPOINT_URL_S3": "http://example.invalid",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "real",
    "HOME": "home",
    "NO_PROXY": "internal.example",
    "no_proxy": "internal.example, 127.0.0.1",
}


def test_only_the_emulator_can_be_reached() -> None:
    assert variables.for_clients(URL, KEY, STRAY) == {
        "HOME": "home",
        "AWS_ENDPOINT_URL": URL,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "3",
        "NO_PROXY": "internal.example,127.0.0.1,localhost",
        "no_proxy": "internal.example,127.0.0.1,localhost",
    }


def test_the_shell_line_turns_one_environment_into_the_other() -> None:
    shell = dict(STRAY)
    wanted = variables.for_clients(URL, KEY, STRAY)
    for statement in variables.shell_line(wanted, STRAY).split("; "):
        command, *words = shlex.split(statement)
        if command == "unset":
            for name in words:
                del shell[name]
        else:
            assert command == "export"
            shell.update({name: value for name, _, value in (word.partition("=") for word in words)})
    assert shell == wanted


def test_a_shell_runs_the_line() -> None:
    shell = {"HOME": "home", "AWS_PROFILE": "it's; mine", "PATH": os.defpath, "NO_PROXY": "a;b c'd"}
    wanted = variables.for_clients(URL, KEY, shell)
    line = variables.shell_line(wanted, shell)
    said = subprocess.run(
        ["/bin/sh", "-c", f"{line}; env -0"], env=shell, capture_output=True, text=True, check=True
    ).stdout
    found = dict(entry.split("=", 1) for entry in said.split("\0") if entry)
    assert {name: value for name, value in found.items() if name not in {"PWD", "_", "SHLVL", "OLDPWD"}} == wanted


def test_a_clean_shell_has_nothing_to_unset() -> None:
    shell = {"HOME": "home"}
    assert variables.shell_line(variables.for_clients(URL, KEY, shell), shell).startswith("export ")
