import json
from pathlib import Path
from typing import Any

import pytest

from tap_cli.toolchain.backend_record import RECORD, forget_backends

PLACE = {"bucket": "states", "key": "tap/prod/terraform.tfstate", "region": "eu-west-1"}
ACCOUNT = {"allowed_account_ids": ["111111111111"]}


@pytest.mark.parametrize(
    ("recorded", "written", "is_kept"),
    [
        ({"allowed_account_ids": None}, ACCOUNT, False),
        (ACCOUNT, {}, False),
        (ACCOUNT, ACCOUNT, True),
        ({"allowed_account_ids": None}, {}, True),
        ({}, ACCOUNT | {"key": "elsewhere"}, True),
    ],
    ids=["an account more", "an account less", "the same account", "none", "another place"],
)
def test_the_record_goes_when_the_account_alone_changes(
    tmp_path: Path, recorded: dict[str, Any], written: dict[str, Any], is_kept: bool
) -> None:
    stack = tmp_path / "stacks" / "prod"
    record = stack / RECORD
    record.parent.mkdir(parents=True)
    record.write_text(json.dumps({"backend": {"type": "s3", "config": PLACE | recorded}}))
    stack.joinpath("cdk.tf.json").write_text(json.dumps({"terraform": {"backend": {"s3": PLACE | written}}}))

    forget_backends(tmp_path)

    assert record.exists() is is_kept


def test_what_is_no_record_stays(tmp_path: Path) -> None:
    stack = tmp_path / "stacks" / "prod"
    record = stack / RECORD
    record.parent.mkdir(parents=True)
    record.write_text("{")
    stack.joinpath("cdk.tf.json").write_text("{}")

    forget_backends(tmp_path)

    assert record.read_text() == "{"
