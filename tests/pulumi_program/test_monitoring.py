"""The component that watches a function, and the configuration that turns it on."""

import json
from pathlib import Path

import pytest
from component import Monitoring, MonitoringArgs, TapStackArgs

from tests.pulumi_program.deployment import Run
from tests.pulumi_program.test_program import deploy

WATCHED = TapStackArgs(environment="dev", region="eu-west-1", code=Path())


def test_alarms_and_a_dashboard_lie_inside_it(run: Run) -> None:
    resources = run(lambda: Monitoring("watch", MonitoringArgs(errors=3, duration_seconds=45), WATCHED)).resources
    inside = {name: one for name, one in resources.items() if one.parent == resources["watch"].urn}
    assert inside.keys() == {"watch-errors", "watch-duration", "watch-throttles", "watch-dashboard"}
    thresholds = {name: one.inputs["threshold"] for name, one in inside.items() if "threshold" in one.inputs}
    assert thresholds == {"watch-errors": 3, "watch-duration": 45_000, "watch-throttles": 1}
    assert {one.inputs["treatMissingData"] for one in inside.values() if "threshold" in one.inputs} == {"notBreaching"}
    assert len(json.loads(inside["watch-dashboard"].inputs["dashboardBody"])["widgets"]) == 4


def test_a_topic_of_its_own_is_encrypted_and_told(run: Run) -> None:
    deployment = run(lambda: Monitoring("watch", MonitoringArgs(notifications="own"), WATCHED))
    assert deployment.resources["watch-topic"].inputs["kmsMasterKeyId"] == "arn:watch-key"
    assert deployment.resources["watch-errors"].inputs["alarmActions"] == ["arn:watch-topic"]
    publish, only_tls = deployment.document("watch-topic-policy")["Statement"]
    assert publish["Condition"]["ArnLike"]["aws:SourceArn"].endswith(":123456789012:alarm:tap-dev-*")
    assert only_tls["Effect"] == "Deny"
    assert deployment.document("watch-key")["Statement"][1]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_a_threshold_at_the_timeout_is_refused() -> None:
    with pytest.raises(ValueError, match="durationSeconds is 60, the timeout 60"):
        MonitoringArgs(duration_seconds=60).milliseconds(60)


def test_the_configuration_turns_it_on(run: Run) -> None:
    resources = deploy(run, "dev", **{"tap:monitoring": '{"durationSeconds": 25}'}).resources
    assert resources["monitoring-duration"].inputs["threshold"] == 25_000
    assert "monitoring" not in deploy(run, "dev").resources
