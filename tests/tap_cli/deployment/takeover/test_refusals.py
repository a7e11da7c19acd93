"""What a takeover refuses before it asks Terraform, and which planned changes are no mere import."""

import base64
import hashlib
from pathlib import Path
from typing import Any, cast

import pytest

from stack_parity import Report, Takeover
from stack_parity.takeover import Taken
from tap_cli.deployment.adoption import Existing
from tap_cli.deployment.takeover.takeover import existing_of, take_over
from tap_cli.deployment.takeover.unread import fault_of
from tap_cli.errors import UserError
from tap_cli.toolchain.workstation import this_workstation

QUEUE = Taken("urn:pulumi:dev::shop::aws:sqs/queue:Queue::jobs", "aws_sqs_queue.jobs", "https://queue", protected=False)
MATCHED = Takeover("shop", "dev", (QUEUE,), cast("Report", None))


def planned(type_: str, actions: list[str], before: Any, after: Any, **more: Any) -> dict[str, Any]:
    change = {"actions": actions, "before": before, "after": after, "importing": {"id": "x"}, **more}
    return {"address": f"{type_}.x", "type": type_, "change": change}


def test_what_the_state_knows_already_is_refused() -> None:
    known = {"mode": "managed", "type": "aws_sqs_queue", "name": "jobs", "instances": [{}]}
    assert existing_of(MATCHED, {}) == [Existing("aws_sqs_queue.jobs", "https://queue")]
    with pytest.raises(UserError, match=r"knows these already: aws_sqs_queue\.jobs"):
        existing_of(MATCHED, {"resources": [known]})


def test_a_folder_without_a_configuration_and_one_that_is_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no cdk\.tf\.json or main\.tf\.json"):
        take_over(this_workstation(), None, tmp_path, tmp_path / "out", print)
    (tmp_path / "main.tf.json").write_text("{}")
    with pytest.raises(UserError, match="there already"):
        take_over(this_workstation(), None, tmp_path, tmp_path, print)
    (tmp_path / "export.json").write_text("{}")
    with pytest.raises(UserError, match="nothing was written"):
        take_over(this_workstation(), tmp_path / "export.json", tmp_path, tmp_path / "out", print)


def test_only_what_an_import_cannot_fill_may_change(tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_bytes(b"code")
    live = base64.b64encode(hashlib.sha256(b"code").digest()).decode()
    stated = {"filename": "code.zip", "publish": True, "memory_size": 256}

    def fault(before: Any, after: Any) -> str | None:
        return fault_of(planned("aws_lambda_function", ["update"], before, after), tmp_path)

    assert fault({"memory_size": 256, "code_sha256": live}, {**stated, "code_sha256": live}) is None
    assert "memory_size: live 128, stated 256" in str(fault({"memory_size": 128}, stated))
    assert "other code is live" in str(fault({"memory_size": 256, "code_sha256": "b"}, {**stated, "code_sha256": "b"}))
    assert fault_of(planned("aws_sqs_queue", ["no-op"], {}, {}), tmp_path) is None
    assert "delete and create" in str(fault_of(planned("aws_sqs_queue", ["delete", "create"], {}, {}), tmp_path))
    made = planned("aws_sqs_queue", ["create"], None, {})
    del made["change"]["importing"]
    assert "it is not imported" in str(fault_of(made, tmp_path))
