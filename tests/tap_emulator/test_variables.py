import os
import shlex

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


def test_the_shell_lines_turn_one_environment_into_the_other() -> None:
    shell = dict(STRAY)
    for line in variables.shell_lines(variables.for_clients(URL, KEY, STRAY), STRAY):
        command, *words = shlex.split(line)
        if command == "unset":
            for name in words:
                del shell[name]
        else:
            assert command == "export"
            name, _, value = words[0].partition("=")
            shell[name] = value
    assert shell == variables.for_clients(URL, KEY, STRAY)


def test_a_clean_shell_has_nothing_to_unset() -> None:
    shell = {"HOME": "home"}
    lines = variables.shell_lines(variables.for_clients(URL, KEY, shell), shell)
    assert all(line.startswith("export ") for line in lines)
