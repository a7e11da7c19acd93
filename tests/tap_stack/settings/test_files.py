import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tap_stack import FunctionSettings, Settings, SettingsError, load_environment, load_environments
from tap_stack.settings.user_tables import OWN_VARIABLES, RESERVED_VARIABLES
from tests.support.project import HANDLER

Project = Callable[..., Path]
REGION = 'region = "eu-west-1"\n'
LOCAL = "[state]\ntype='local'\npath="
S3 = "[state]\ntype='s3'\nbucket='bbb'\nkey="


def fault_of(project: Project, text: str) -> tuple[str, str, str, str]:
    """The one fault of an environment file dev.toml."""
    with pytest.raises(SettingsError) as caught:
        load_environments(project(dev=text))
    (fault,) = caught.value.faults
    return fault.where, fault.found, fault.rule, fault.remedy


@pytest.mark.parametrize(
    ("text", "field", "found", "rule", "remedy"),
    [
        ("", "region", "nothing", "an AWS region", "add region"),
        ('region = "Ireland"', "region", "'Ireland'", "an AWS region", "correct"),
        (REGION + "account_id = 123456789012", "account_id", "123456789012", "12 digits, in quotes", "correct"),
        (REGION + "regoin = 1", "regoin", "unknown field 'regoin'", "one of region, project", "write 'region'"),
        (REGION + "zzz = 1", "zzz", "unknown field 'zzz'", "one of region", "remove it"),
        (REGION + 'environment = "dev"', "environment", "'dev'", "the file's name", "remove the line"),
        (REGION + "function = 3", "function", "3", "a table of settings", "correct"),
        (REGION + "[function]\nmemory_size = 64", "function.memory_size", "64", "from 128 to 10240", "default, 512"),
        (REGION + "[function]\nmemory_size = 10241", "function.memory_size", "10241", "from 128 to 10240", "512"),
        (REGION + '[function]\nmemory_size = "512"', "function.memory_size", "'512'", "whole number of MB", "512"),
        (REGION + "[function]\nmemory_size = true", "function.memory_size", "true", "whole number of MB", "512"),
        (REGION + "[function]\ntimeout = 0", "function.timeout", "0", "from 1 to 900", "default, 60"),
        (REGION + "[function]\ntimeout = 901", "function.timeout", "901", "from 1 to 900", "default, 60"),
        (REGION + "[function]\nephemeral_storage = 511", "function.ephemeral_storage", "511", "512 to 10240", "512"),
        (
            REGION + "[function]\nreserved_concurrency = -1",
            "function.reserved_concurrency",
            "-1",
            "0 or more",
            "remove",
        ),
        (REGION + '[function]\narchitecture = "x86"', "function.architecture", "'x86'", "arm64 or x86_64", "arm64"),
        (REGION + '[function]\nlayers = ["arn"]', "function.layers.0", "'arn'", "ARNs of layer versions", "correct"),
        (REGION + '[function]\nkms_key = "k"', "function.kms_key", "'k'", "the ARN of a KMS key", "default, 'aws'"),
        (REGION + '[logs]\nkms_key = "none"', "logs.kms_key", "'none'", '"own" for a key of this stack', "'aws'"),
        (REGION + '[function]\nkms_key_arn = "k"', "kms_key_arn", "the unknown field", "kms_key", "write 'kms_key'"),
        (
            REGION + '[function]\ndead_letters = "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo"',
            "function.dead_letters",
            "jobs.fifo",
            "a standard SQS queue or SNS topic",
            "default, 'none'",
        ),
        (REGION + '[function]\nprevent_destroy = "yes"', "prevent_destroy", "'yes'", "true or false", "False"),
        (REGION + '[function]\nsubnets = ["subnet-1"]', "function.subnets.0", "'subnet-1'", "up to 16 ids", "correct"),
        (REGION + '[function]\nsecurity_groups = ["s"]', "security_groups.0", "'s'", "up to 5 ids", "correct"),
        (REGION + '[function]\nsubnets = ["subnet-0a1b2c3d"]', "function", "without sec", "has both", "add security_"),
        (REGION + '[function]\nsecurity_groups = ["sg-0a1b2c3d"]', "function", "without sub", "has both", "add sub"),
        (
            REGION + '[function]\ncode_signing_config_arn = "csc-1"',
            "function.code_signing_config_arn",
            "'csc-1'",
            "the ARN of a code signing configuration",
            "remove",
        ),
        ('profile = "prod"\n' + REGION, "profile", "'prod'", "production", "remove the line"),
        ("profile = 1\n" + REGION, "profile", "1", "production", "remove the line"),
        (
            REGION + '[function]\npermissions_boundary_arn = "p"',
            "function.permissions_boundary_arn",
            "'p'",
            "ARN of a managed IAM policy",
            "remove",
        ),
        (REGION + '[function]\nhandler = "handle"', "function.handler", "'handle'", "module.function", "tap_handler"),
        (
            REGION + '[function]\nhandler = "tap_handler.go"',
            "function",
            "defines no 'go'",
            "the handler names",
            "correct",
        ),
        (REGION + '[function]\nhandler = "other.handle"', "function", "has no file other.py", "the handler names", "c"),
        (REGION + '[function]\ncode = "nowhere"', "function", "no folder 'nowhere'", "the handler names", "correct"),
        (REGION + '[function]\nname = "Orders"', "function.name", "'Orders'", "lower-case letters", "remove the line"),
        (REGION + '[function.environment]\n1A = "x"', "function.environment", "'1A'", "a letter first", "rename"),
        (REGION + '[function.environment]\nA = "x"', "function.environment", "'A'", "two or more letters", "rename"),
        (REGION + "[function.environment]\nCOUNT = 3", "function.environment.COUNT", "3", "text", "correct"),
        (REGION + '[logs]\nlevel = "LOUD"', "logs.level", "'LOUD'", "TRACE, DEBUG", "default, 'INFO'"),
        (REGION + '[logs]\nsystem_level = "ERROR"', "logs.system_level", "'ERROR'", "DEBUG, INFO or WARN", "INFO"),
        (REGION + "[logs]\nretention_days = 31", "logs.retention_days", "31", "14, 30, 60", "default, 30"),
        (REGION + '[metrics]\nnamespace = "AWS/Lambda"', "metrics.namespace", "'AWS/Lambda'", "for AWS", "another"),
        (REGION + '[metrics]\nnamespace = "a b"', "metrics.namespace", "'a b'", "1 to 255", "remove the line"),
        (REGION + "[state]\npath = 'x'", "state", "{'path': 'x'}", 'type = "local"', "state.type"),
        (REGION + "[state]\ntype = 'gcs'", "state", "{'type': 'gcs'}", 'type = "s3"', "state.type"),
        (REGION + "[state]\ntype = 's3'", "state.bucket", "nothing", "3 to 63", "add bucket"),
        (REGION + "[state]\ntype = 's3'\nbucket = 'B'", "state.bucket", "'B'", "3 to 63", "correct the value"),
        (REGION + "[state]\ntype = 's3'\nbucket = 'bbb'\npath = 'x'", "state.path", "'path'", "bucket, key", "remove"),
        (REGION + "[state]\ntype = 'local'\npath = '/x'", "state.path", "'/x'", "inside it", "write it like"),
        (REGION + "[state]\ntype = 'local'\npath = '../x'", "state.path", "'../x'", "inside it", "write it like"),
        (REGION + "[state]\ntype='local'\npath='.'", "state.path", "'.'", "ends in .tfstate", "write it like"),
        (REGION + "[state]\ntype='local'\npath='cdktf.out/x.tfstate'", "state.path", "in cdktf.out", "anew", "write"),
        (REGION + "[state]\ntype = 'local'\npath = 'main.py'", "state.path", "'main.py'", "ends in .tfstate", "write"),
        (REGION + '[state]\ntype = "local"\npath = "\\u0000.tfstate"', "state.path", "tfstate", "printable", "write"),
        (REGION + f"[state]\ntype = 'local'\npath = '{'x' * 300}.tfstate'", "state.path", "x", "255", "correct"),
        (REGION + '[tags]\nProject = "x"', "tags", "Project = 'x'", "TapStack sets this tag", "remove the line"),
        (REGION + '[tags]\nproject = "x"', "tags", "project = 'x'", "TapStack sets this tag", "remove the line"),
        (REGION + '[tags]\nTeam = "x"\nteam = "y"', "tags", "team = 'y'", "more than their case", "rename one"),
        (REGION + '[tags]\n"aws:x" = "x"', "tags", "aws:x = 'x'", "for itself", "rename the tag"),
        (REGION + '[tags]\nOwner = "a;b"', "tags", "Owner = 'a;b'", "letters, digits, spaces", "replace"),
        (REGION + f'project = "p{"x" * 60}"', "dev.toml", "75 characters", "at most 64", "shorten"),
        (REGION + f'[function.environment]\nBIG = "{"x" * 4096}"', "dev.toml", "bytes", "at most 4096", "SSM"),
        (REGION + f"x = {'[' * 9000}{']' * 9000}", "dev.toml", "nested too deeply", "a TOML file", "flatten"),
        ("region = = 1", "dev.toml", "line 1", "a TOML file", "correct that line"),
    ],
)
def test_each_fault_says_where_what_rule_and_remedy(
    project: Project, text: str, field: str, found: str, rule: str, remedy: str
) -> None:
    where_said, found_said, rule_said, remedy_said = fault_of(project, text)
    assert where_said.startswith("environments/dev.toml")
    assert where_said.endswith(field)
    assert found in found_said
    assert rule in rule_said
    assert remedy in remedy_said


@pytest.mark.parametrize("name", sorted(RESERVED_VARIABLES | OWN_VARIABLES))
def test_variables_that_are_set_already_are_refused(project: Project, name: str) -> None:
    where, found, rule, _ = fault_of(project, f'{REGION}[function.environment]\n{name} = "x"')
    assert where == "environments/dev.toml: function.environment"
    assert name in found
    assert "sets this variable" in rule


def test_all_faults_of_all_files_are_told_at_once(project: Project) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(
            project(dev=f"{REGION}[function]\nmemory_size = 1\ntimeout = 0", prod="region = 1", staging="x")
        )
    message = str(caught.value)
    assert message.startswith("4 faults in the settings; nothing was synthesized.")
    for place in ("dev.toml: function.memory_size", "dev.toml: function.timeout", "prod.toml: region", "staging.toml"):
        assert f"environments/{place}\n" in message


def test_the_limit_of_variables_is_exact(project: Project) -> None:
    own = Settings(environment="dev", region="eu-west-1", function=FunctionSettings(code=HANDLER)).variables
    room = 4096 - sum(len(key) + len(value) for key, value in own.items()) - len("BIG")
    folder = project(dev=f'{REGION}[function.environment]\nBIG = "{"x" * room}"')
    assert len(load_environments(folder)["dev"].settings.variables["BIG"]) == room
    (folder / "dev.toml").write_text(f'{REGION}[function.environment]\nBIG = "{"x" * (room + 1)}"')
    with pytest.raises(SettingsError, match="take 4097 bytes"):
        load_environments(folder)


def test_an_empty_folder_is_a_fault(project: Project) -> None:
    with pytest.raises(SettingsError, match=r"no file that ends in \.toml"):
        load_environments(project())


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        load_environments(tmp_path / "environments")


def test_a_file_name_that_is_no_environment_name_is_a_fault(project: Project) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(project(Dev=REGION))
    (fault,) = caught.value.faults
    assert fault.where == "environments/Dev.toml: environment"
    assert fault.remedy == "rename the file"


def test_faults_at_the_top_of_a_file_do_not_hide_the_others(project: Project) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(project(dev="regoin = 1\nenvironment = 'x'\naccount_id = 1\n[logs]\nlevel = 1"))
    places = [fault.where.removeprefix("environments/dev.toml: ") for fault in caught.value.faults]
    assert sorted(places) == ["account_id", "environment", "logs.level", "region", "regoin"]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("[state]\ntype='local'\npath='s.tfstate'", "[state]\ntype='local'\npath='s.tfstate'", "state 's.tfstate'"),
        ("[state]\ntype='s3'\nbucket='bbb'\nkey='k'", "[state]\ntype='s3'\nbucket='bbb'\nkey='k'", "s3://bbb/k"),
        (LOCAL + "'./s.tfstate'", LOCAL + "'s.tfstate'", "'./s.tfstate' and 's.tfstate'"),
        (LOCAL + "'S.tfstate'", LOCAL + "'s.tfstate'", "'S.tfstate' and 's.tfstate'"),
        (LOCAL + "'link/s.tfstate'", LOCAL + "'s.tfstate'", "'link/s.tfstate' and 's.tfstate'"),
        (S3 + "'a//k'\nregion='us-east-1'", S3 + "'a/./k'", "'s3://bbb/a//k' and 's3://bbb/a/./k'"),
        (S3 + "'k'", S3 + "'k.tflock'", "'s3://bbb/k' and 's3://bbb/k.tflock'"),
    ],
)
def test_two_environments_never_share_a_state(project: Project, first: str, second: str, what: str) -> None:
    folder = project(dev=REGION + first, prod=REGION + second)
    (folder.parent / "link").symlink_to(folder.parent, target_is_directory=True)
    with pytest.raises(SettingsError, match="each environment has a state of its own") as caught:
        load_environments(folder)
    assert what in caught.value.faults[0].found


def test_a_link_leads_no_state_out_of_the_project(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = project(dev=REGION + LOCAL + "'out/s.tfstate'")
    (folder.parent / "out").symlink_to(tmp_path_factory.mktemp("out"), target_is_directory=True)
    with pytest.raises(SettingsError) as caught:
        load_environments(folder)
    (fault,) = caught.value.faults
    assert fault.where == "environments/dev.toml: state.path"
    assert "a link leads out of the project" in fault.found


def test_a_folder_is_no_state(project: Project) -> None:
    folder = project(dev=REGION)
    (folder.parent / "terraform.dev.tfstate").mkdir()
    with pytest.raises(SettingsError, match="which is a folder"):
        load_environments(folder)


def test_a_link_that_leads_to_itself_is_no_traceback(project: Project) -> None:
    folder = project(dev=REGION)
    (folder.parent / "terraform.dev.tfstate").symlink_to("terraform.dev.tfstate")
    assert list(load_environments(folder)) == ["dev"]


def test_two_environments_never_share_a_function_name(tmp_path: Path) -> None:
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copytree(HANDLER, tmp_path / "handler")
    (folder / "a-b.toml").write_text(REGION)
    (folder / "a.toml").write_text(f'{REGION}[function]\nname = "b"')
    with pytest.raises(SettingsError, match="the same function name 'tap-a-b'"):
        load_environments(folder)


@pytest.mark.parametrize("place", ["outside", "../outside", "handler/../../outside"])
def test_code_outside_of_the_project_is_refused_in_a_file(project: Project, tmp_path: Path, place: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    shutil.copytree(HANDLER, outside)
    code = outside.as_posix() if place == "outside" else place.replace("outside", outside.name)
    where, _, rule, _ = fault_of(project, f'{REGION}[function]\ncode = "{code}"')
    assert where == "environments/dev.toml: function.code"
    assert "inside the project" in rule


def test_code_that_a_link_leads_out_of_the_project_is_refused_in_a_file(project: Project, tmp_path: Path) -> None:
    """A change of a checkout alone must not pack what lies beside it."""
    folder = project(dev=REGION)
    outside = tmp_path.parent / f"{tmp_path.name}-beside"
    shutil.move(folder.parent / "handler", outside)
    (folder.parent / "handler").symlink_to(outside)
    with pytest.raises(SettingsError, match="which a link leads out of the project"):
        load_environment(folder / "dev.toml")


@pytest.mark.parametrize("target", ["/dev/zero", "pipe", "."])
def test_what_is_no_file_is_not_read(project: Project, target: str) -> None:
    folder = project(dev=REGION)
    os.mkfifo(folder / "pipe")
    (folder / "endless.toml").symlink_to(target)
    with pytest.raises(SettingsError, match=r"endless\.toml\n +found: +no file"):
        load_environments(folder)


DIGITS = "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660\u0661\u0662"  # Arabic


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f'region = "eu-west-{DIGITS[0]}"', "region"),
        (f'{REGION}account_id = "{DIGITS}"', "account_id"),
        (f'{REGION}[function]\ndescription = "a\\u0000"', "function.description"),
        (f'{REGION}[function]\ndescription = "e\\u0301"', "function.description"),
        (f'{REGION}[function.environment]\nFEATURE = "a\\u0000"', "function.environment"),
        (f"{REGION}[function]\nreserved_concurrency = 12345678901234567890", "function.reserved_concurrency"),
        (f'{REGION}[function]\nkms_key = "arn:aws:kms:us-east-1:123456789012:key/a"', ""),
        (f'{REGION}[logs]\nkms_key = "arn:aws:kms:us-east-1:123456789012:key/a"', ""),
        (f'{REGION}[function]\nlayers = ["arn:aws:lambda:us-east-1:123456789012:layer:a:1"]', ""),
        (f'{REGION}[state]\ntype = "s3"\nbucket = "a..b"', "state.bucket"),
        (f'{REGION}[function]\ncode = "{"x" * 5000}"', "function"),
        (f'{REGION}[function]\ncode = "a\\u0000"', "function.code"),
        (f"{REGION}{'a.' * 30000}a = 1", ""),
        (f"{REGION}# {'x' * 70000}", ""),
        (f"{REGION}a = {'9' * 5000}", ""),
        (f'{REGION}"{"x" * 60000}" = 1', "x" * 60000),
        (f'{REGION}"\\u001b[31m" = 1', "\x1b[31m"),
    ],
)
def test_what_aws_would_refuse_or_no_program_can_read_is_one_short_message(
    project: Project, text: str, place: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(project(dev=text))
    (fault,) = caught.value.faults
    assert fault.where == f"environments/dev.toml: {place}".removesuffix(": ")
    assert len(str(caught.value)) < 3000
    assert all(character.isprintable() or character == "\n" for character in str(caught.value))


def test_a_line_that_ends_in_a_bare_carriage_return_is_no_toml(project: Project) -> None:
    """Python would read it as the end of a line; TOML knows no such end, and a text must not change."""
    folder = project()
    (folder / "dev.toml").write_bytes(b'region = "eu-west-1"\rproject = "shop"\n')
    with pytest.raises(SettingsError, match=r"found: +Expected newline"):
        load_environment(folder / "dev.toml")


def test_lines_may_end_as_on_windows(project: Project) -> None:
    folder = project()
    (folder / "dev.toml").write_bytes(b'region = "eu-west-1"\r\nproject = "shop"\r\n')
    assert load_environment(folder / "dev.toml").settings.project == "shop"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("region = eu-west-1", 'put text in quotes: region = "eu-west-1"'), ("region = ]", "correct that line")],
)
def test_text_without_quotes_is_told_to_have_some(project: Project, text: str, remedy: str) -> None:
    assert fault_of(project, text)[3] == remedy


def test_what_several_files_have_wrong_is_told_once(project: Project) -> None:
    same = REGION + "[function]\nmemory_size = 64"
    with pytest.raises(SettingsError) as caught:
        load_environments(project(dev=same, prod=same, qa=REGION + "[function]\ntimeout = 0"))
    assert [fault.where for fault in caught.value.faults] == [
        "environments/dev.toml, environments/prod.toml: function.memory_size",
        "environments/qa.toml: function.timeout",
    ]
