"""What watches a function: alarms that say what to do, a dashboard, and the topic that is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tap_stack.alarm_topic import AlarmTopic
from tap_stack.dashboard import PERIOD, api_graph, dashboard, function_graphs
from tap_stack.framework import CloudwatchDashboard, CloudwatchMetricAlarm, Construct, SnsTopic
from tap_stack.http_api import HttpApi
from tap_stack.literal import literal, literal_text
from tap_stack.placement import check_settings, placing
from tap_stack.settings import MonitoringSettings, Settings
from tap_stack.settings.fields import NONE, OWN

MISSING_DATA: Final = "notBreaching"
"""Without a call there is nothing wrong: Lambda and API Gateway publish no point then."""

API_ID: Final = "<id of the API>"
"""Stands in the dashboard's body where the token of the id goes."""

WITHIN: Final = f"within {PERIOD // 60} minutes"


@dataclass(frozen=True)
class Alarm:
    """One alarm as data.

    Attributes:
        id: of its construct.
        name: the end of its name.
        metric: namespace and name.
        statistic: of all points of a period.
        threshold: at which it goes off.
        dimensions: what the metric is of.
        description: what it means and what to do.
    """

    id: str
    name: str
    metric: tuple[str, str]
    statistic: str
    threshold: int
    dimensions: Mapping[str, str]
    description: str


class Monitoring(Construct):
    """Alarms on errors, duration and throttles of a function, and a dashboard.

    It names the function and needs none of its resources, so that it also watches a function of another construct.

    Args:
        scope: a `TerraformStack`, or a construct inside one.
        id: unique in the scope; a part of every Terraform address below.
        settings: the thresholds, and who is notified.
        watched: the settings of the function that is watched.
        api: the HTTP API in front of it, where there is one.

    Raises:
        ConstructError: when it cannot stand there.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - the framework's own name
        settings: MonitoringSettings,
        watched: Settings,
        *,
        api: HttpApi | None = None,
    ) -> None:
        with placing("Monitoring", scope, id):
            check_settings("Monitoring", settings, MonitoringSettings)
            check_settings("Monitoring", watched, Settings)
            super().__init__(scope, id)
        self._settings = literal(settings)
        self._plain, self._watched = watched, literal(watched)
        self._api = api
        self._topic = self._build_topic()
        self._topic_arn = self._topic.arn if self._topic else self._settings.notifications
        self.alarms: list[CloudwatchMetricAlarm] = [self._build_alarm(alarm) for alarm in self._alarms()]
        self.dashboard: CloudwatchDashboard = self._build_dashboard()

    @property
    def topic(self) -> SnsTopic | None:
        """The topic of its own, where a setting wants one."""
        return self._topic.resource if self._topic else None

    def _build_topic(self) -> AlarmTopic | None:
        if self._settings.notifications != OWN:
            return None
        name = self._watched.function_name
        return AlarmTopic(self, "Topic", name=f"{name}-alarms", alarms=f"{name}-", tags=self._watched.resource_tags)

    def _alarms(self) -> Iterator[Alarm]:
        settings, name = self._settings, self._watched.function_name
        timeout, of = self._watched.function.timeout, {"FunctionName": name}
        milliseconds = settings.duration_milliseconds(timeout)
        yield Alarm(
            "Errors",
            "errors",
            ("AWS/Lambda", "Errors"),
            "Sum",
            settings.errors,
            of,
            f"{name}: {settings.errors} or more invocations failed {WITHIN}. Read the errors in the log group "
            f"{self._watched.log_group_name}; where a release brought them, deploy the one before it.",
        )
        yield Alarm(
            "Duration",
            "duration",
            ("AWS/Lambda", "Duration"),
            "Maximum",
            milliseconds,
            of,
            f"{name}: an invocation took {milliseconds / 1000:g} s or more; Lambda ends it after {timeout} s. Look in "
            f"its trace (X-Ray) for the slow part; then mend it, or raise function.timeout or function.memory_size.",
        )
        yield Alarm(
            "Throttles",
            "throttles",
            ("AWS/Lambda", "Throttles"),
            "Sum",
            settings.throttles,
            of,
            f"{name}: Lambda refused {settings.throttles} or more invocations {WITHIN}. Compare the executions at once "
            f"with function.reserved_concurrency and the account's limit; raise what is reached, or slow the callers.",
        )

        if self._api:
            yield Alarm(
                "ApiErrors",
                "api-errors",
                ("AWS/ApiGateway", "5xx"),
                "Sum",
                settings.api_errors,
                {"ApiId": self._api.api_id, "Stage": self._api.stage_name},
                f"{name}: its HTTP API answered {settings.api_errors} or more requests with 5xx {WITHIN}. Look for "
                f"their error in the log group /aws/vendedlogs/apigateway/{name}, then at the function's own alarms.",
            )

    def _build_alarm(self, alarm: Alarm) -> CloudwatchMetricAlarm:
        namespace, metric = alarm.metric
        notified = [self._topic_arn] if self._topic_arn != NONE else None
        return CloudwatchMetricAlarm(
            self,
            alarm.id,
            alarm_name=f"{self._watched.function_name}-{alarm.name}",
            alarm_description=alarm.description,
            namespace=namespace,
            metric_name=metric,
            dimensions=alarm.dimensions,
            statistic=alarm.statistic,
            period=PERIOD,
            evaluation_periods=1,
            threshold=alarm.threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data=MISSING_DATA,
            alarm_actions=notified,
            ok_actions=notified,
            tags=self._watched.resource_tags,
        )

    def _build_dashboard(self) -> CloudwatchDashboard:
        """Make the dashboard; its body is made literal as a whole, since text inside JSON has escapes of its own."""
        watched, settings, api = self._plain, self._settings, self._api
        timeout = watched.function.timeout
        graphs = function_graphs(
            watched.function_name,
            errors=settings.errors,
            duration=settings.duration_milliseconds(timeout),
            timeout=timeout * 1000,
            throttles=settings.throttles,
        )
        if api:
            graphs.append(api_graph(API_ID, watched.environment, errors=settings.api_errors))
        body = literal_text(json.dumps(dashboard(watched.region, watched.log_group_name, graphs), indent=2))
        return CloudwatchDashboard(
            self,
            "Dashboard",
            dashboard_name=self._watched.function_name,
            dashboard_body=body.replace(API_ID, api.api_id) if api else body,
        )
