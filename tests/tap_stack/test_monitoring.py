"""Alarms, dashboard and topic, as data of an environment; and nothing where none is written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cdktf import App, TerraformStack

from pytest_cdktf import SynthesizedStack, synthesize
from tap_stack import (
    ConstructError,
    FunctionSettings,
    Monitoring,
    MonitoringSettings,
    Settings,
    SettingsError,
    load_environments,
)
from tap_stack.framework import AwsProvider
from tests.support.project import HANDLER

Project = Callable[..., Path]
Synthesize = Callable[[str], SynthesizedStack]

GOLDEN_ADDRESSES = [
    "aws_cloudwatch_dashboard.Monitoring_Dashboard_DA10F213",
    "aws_cloudwatch_metric_alarm.Monitoring_Duration_660130EA",
    "aws_cloudwatch_metric_alarm.Monitoring_Errors_84FC1403",
    "aws_cloudwatch_metric_alarm.Monitoring_Throttles_20C194BC",
    "aws_kms_alias.Monitoring_Topic_Alias_24D6ADAD",
    "aws_kms_key.Monitoring_Topic_Key_07CBC0FA",
    "aws_sns_topic.Monitoring_Topic_2EDA8B02",
    "aws_sns_topic_policy.Monitoring_Topic_Policy_D38CF4F0",
]
"""In users' states. A changed one replaces the resource: never change it."""

REGION = 'region = "eu-west-1"\n'


def test_an_empty_table_turns_on_alarms_and_a_dashboard_and_notifies_nobody(synthesized: Synthesize) -> None:
    stack = synthesized("[monitoring]\n")
    assert {kind for kind in stack.json["resource"] if "cloudwatch" in kind or "sns" in kind} == {
        "aws_cloudwatch_dashboard",
        "aws_cloudwatch_log_group",
        "aws_cloudwatch_metric_alarm",
    }
    alarms = stack.resources("aws_cloudwatch_metric_alarm").values()
    found = {alarm["alarm_name"]: (alarm["metric_name"], alarm["statistic"], alarm["threshold"]) for alarm in alarms}
    assert found == {
        "tap-live-errors": ("Errors", "Sum", 5),
        "tap-live-duration": ("Duration", "Maximum", 45_000),
        "tap-live-throttles": ("Throttles", "Sum", 1),
    }
    for alarm in alarms:
        assert alarm["treat_missing_data"] == "notBreaching"
        assert alarm["dimensions"] == {"FunctionName": "tap-live"}
        assert alarm["tags"]["Environment"] == "live"
        assert "alarm_actions" not in alarm


def test_each_description_says_what_it_means_and_what_to_do(synthesized: Synthesize) -> None:
    alarms = synthesized("[monitoring]\nerrors = 3\n").resources("aws_cloudwatch_metric_alarm")
    texts = {alarm["metric_name"]: alarm["alarm_description"] for alarm in alarms.values()}
    assert "3 or more invocations failed within 5 minutes. Read the errors in the log group" in texts["Errors"]
    assert "took 45 s or more; Lambda ends it after 60 s. Look in its trace" in texts["Duration"]
    assert "with function.reserved_concurrency" in texts["Throttles"]


def test_the_dashboard_names_the_function_the_thresholds_and_the_log(synthesized: Synthesize) -> None:
    text = synthesized("[monitoring]\nduration_seconds = 25\n").only("aws_cloudwatch_dashboard")["dashboard_body"]
    assert "\n  " in text, "a person reads it"
    *graphs, log = json.loads(text)["widgets"]
    assert {metric[3] for graph in graphs for metric in graph["properties"]["metrics"]} == {"tap-live"}
    marks = [mark for graph in graphs for mark in graph["properties"]["annotations"]["horizontal"]]
    assert {mark["label"]: mark["value"] for mark in marks} == {
        "alarm, errors": 5,
        "alarm": 25_000,
        "timeout": 60_000,
        "alarm, throttles": 1,
    }
    assert log["properties"]["query"].startswith("SOURCE '/aws/lambda/tap-live'")
    places = [(widget["x"], widget["y"]) for widget in (*graphs, log)]
    assert len(set(places)) == len(places)


def test_a_topic_of_its_own_is_encrypted_and_serves_its_alarms_only(synthesized: Synthesize) -> None:
    stack = synthesized('[monitoring]\nnotifications = "own"\n')
    assert [one for one in stack.addresses() if ".Monitoring_" in one and not one.startswith("data.")] == (
        GOLDEN_ADDRESSES
    )
    topic, key = stack.only("aws_sns_topic"), stack.only("aws_kms_key")
    (address,) = stack.resources("aws_sns_topic")
    assert topic["kms_master_key_id"].startswith("${aws_kms_key.Monitoring_Topic_Key")
    for alarm in stack.resources("aws_cloudwatch_metric_alarm").values():
        assert alarm["alarm_actions"] == alarm["ok_actions"] == [f"${{aws_sns_topic.{address}.arn}}"]
    publish, only_tls = json.loads(stack.only("aws_sns_topic_policy")["policy"])["Statement"]
    assert publish["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert publish["Condition"]["ArnLike"]["aws:SourceArn"].endswith("}:alarm:tap-live-*")
    assert publish["Condition"]["StringEquals"].keys() == {"aws:SourceAccount"}
    assert only_tls["Effect"] == "Deny"
    use = json.loads(key["policy"])["Statement"][1]
    assert (use["Principal"], use["Action"]) == (publish["Principal"], ["kms:Decrypt", "kms:GenerateDataKey*"])
    assert use["Condition"]["StringEquals"].keys() == {"aws:SourceAccount"}


def test_a_given_topic_is_notified(synthesized: Synthesize) -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:on-call"
    stack = synthesized(f'[monitoring]\nnotifications = "{topic}"\n')
    assert {alarm["alarm_actions"][0] for alarm in stack.resources("aws_cloudwatch_metric_alarm").values()} == {topic}
    assert stack.resources("aws_sns_topic") == {}


@pytest.mark.parametrize(
    ("text", "found", "rule"),
    [
        ("duration_seconds = 60", "monitoring.duration_seconds = 60, function.timeout = 60", "lies below the timeout"),
        ("duration_seconds = 901", "901", "from 1 to 900"),
        ("errors = 0", "0", "a whole number from 1"),
        ('notifications = "me@example.org"', "'me@example.org'", '"own" for an encrypted topic'),
        (
            'notifications = "arn:aws:sns:us-east-1:123456789012:on-call"',
            "of the region us-east-1",
            "lies in its region, eu-west-1",
        ),
        ("erors = 3", "the unknown field 'erors'", "errors"),
    ],
)
def test_thresholds_that_cannot_be_are_refused(project: Project, text: str, found: str, rule: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_environments(project(live=f"{REGION}[monitoring]\n{text}"))
    (fault,) = caught.value.faults
    assert fault.where.startswith("environments/live.toml")
    assert found in fault.found
    assert rule in fault.rule


def test_a_consumer_uses_it_alone(tmp_path: Path) -> None:
    watched = Settings(project="shop", environment="qa", region="eu-west-1", function=FunctionSettings(code=HANDLER))

    def build(app: App) -> None:
        stack = TerraformStack(app, "shop")
        AwsProvider(stack, "Aws", region="eu-west-1")
        Monitoring(stack, "Watch", MonitoringSettings(errors=2), watched)
        with pytest.raises(ConstructError, match="has a construct of this id already"):
            Monitoring(stack, "Watch", MonitoringSettings(), watched)

    stack = synthesize(tmp_path, build)["shop"]
    assert stack.json["resource"].keys() == {"aws_cloudwatch_dashboard", "aws_cloudwatch_metric_alarm"}
