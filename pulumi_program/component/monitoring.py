"""The component that watches a function: alarms, a dashboard, and the topic that is told."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, get_caller_identity_output, get_partition_output, get_region_output, kms, sns

from . import policies
from .args import NONE, OWN, TapStackArgs
from .dashboard import PERIOD, board, graph, line
from .http_api import HttpApi

WITHIN = f"within {PERIOD // 60} minutes"


@dataclass(frozen=True, kw_only=True)
class MonitoringArgs:
    """The thresholds, and who is notified."""

    errors: int = 5
    """Invocations that fail within five minutes."""
    duration_seconds: int | None = None
    """Seconds of one invocation; without it three quarters of the timeout."""
    throttles: int = 1
    """Invocations that Lambda refuses within five minutes."""
    api_errors: int = 5
    """Answers 5xx of the HTTP API within five minutes."""
    notifications: str = NONE
    """The topic that is told: `none`, `own`, or an ARN."""

    def milliseconds(self, timeout: int) -> int:
        """Return the threshold of the alarm on duration.

        Raises:
            ValueError: when it does not lie below the timeout.
        """
        if self.duration_seconds is None:
            return timeout * 750
        if self.duration_seconds >= timeout:
            raise ValueError(f"durationSeconds is {self.duration_seconds}, the timeout {timeout}: lower it")
        return self.duration_seconds * 1000


class Monitoring(pulumi.ComponentResource):
    """Alarms on errors, duration and throttles of a function, and a dashboard.

    Args:
        name: the component's name, unique in the program; the first part of its children's.
        args: the thresholds, and who is notified.
        watched: the arguments of the function that is watched.
        api: the HTTP API in front of it, where there is one.
        opts: the usual ones.
    """

    topic: sns.Topic | None
    alarms: tuple[cloudwatch.MetricAlarm, ...]
    dashboard: cloudwatch.Dashboard

    def __init__(
        self,
        name: str,
        args: MonitoringArgs,
        watched: TapStackArgs,
        opts: pulumi.ResourceOptions | None = None,
        *,
        api: HttpApi | None = None,
    ) -> None:
        super().__init__("tap:stack:Monitoring", name, {}, opts)
        self._name, self._args, self._watched, self._api = name, args, watched, api
        self._tags = {**watched.own_tags, **watched.tags}
        self._child = pulumi.ResourceOptions(parent=self)
        self.topic = self._build_topic() if args.notifications == OWN else None
        self.alarms = (
            self._build_errors(),
            self._build_duration(),
            self._build_throttles(),
            *([self._build_api_errors(api)] if api else []),
        )
        self.dashboard = self._build_dashboard()
        self.register_outputs({"dashboard": self.dashboard.dashboard_name})

    def _build_errors(self) -> cloudwatch.MetricAlarm:
        function, threshold = self._watched.function_name, self._args.errors
        return self._build_alarm(
            "errors",
            "Errors",
            "Sum",
            threshold,
            f"{function}: {threshold} or more invocations failed {WITHIN}. Read the errors in the log group "
            f"{self._watched.log_group_name}; where a release brought them, deploy the one before it.",
        )

    def _build_duration(self) -> cloudwatch.MetricAlarm:
        function, timeout = self._watched.function_name, self._watched.timeout
        threshold = self._args.milliseconds(timeout)
        return self._build_alarm(
            "duration",
            "Duration",
            "Maximum",
            threshold,
            f"{function}: an invocation took {threshold / 1000:g} s or more; Lambda ends it after {timeout} s. Look in "
            f"its trace (X-Ray) for the slow part; then mend it, or raise function.timeout or function.memory_size.",
        )

    def _build_throttles(self) -> cloudwatch.MetricAlarm:
        function, threshold = self._watched.function_name, self._args.throttles
        return self._build_alarm(
            "throttles",
            "Throttles",
            "Sum",
            threshold,
            f"{function}: Lambda refused {threshold} or more invocations {WITHIN}. Compare the executions at once "
            f"with function.reserved_concurrency and the account's limit; raise what is reached, or slow the callers.",
        )

    def _build_api_errors(self, api: HttpApi) -> cloudwatch.MetricAlarm:
        function, threshold = self._watched.function_name, self._args.api_errors
        return self._build_alarm(
            "api-errors",
            "5xx",
            "Sum",
            threshold,
            f"{function}: its HTTP API answered {threshold} or more requests with 5xx {WITHIN}. Look for "
            f"their error in the log group {self._watched.api_log_group_name}, then at the function's own alarms.",
            api,
        )

    def _build_alarm(
        self,
        name: str,
        metric: str,
        statistic: str,
        threshold: int,
        description: str,
        api: HttpApi | None = None,
    ) -> cloudwatch.MetricAlarm:
        """Make an alarm that takes missing points for calm: without a call Lambda publishes none."""
        told = [self.topic.arn if self.topic else self._args.notifications]
        actions = None if self._args.notifications == NONE else told
        return cloudwatch.MetricAlarm(
            f"{self._name}-{name}",
            name=f"{self._watched.function_name}-{name}",
            alarm_description=description,
            namespace="AWS/ApiGateway" if api else "AWS/Lambda",
            metric_name=metric,
            dimensions={"ApiId": api.api.id, "Stage": self._watched.environment}
            if api
            else {"FunctionName": self._watched.function_name},
            statistic=statistic,
            period=PERIOD,
            evaluation_periods=1,
            threshold=threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=actions,
            ok_actions=actions,
            tags=self._tags,
            opts=self._child,
        )

    def _build_dashboard(self) -> cloudwatch.Dashboard:
        watched, args = self._watched, self._args
        function = ("FunctionName", watched.function_name)

        def of(metric: str, statistic: str = "Sum") -> list[object]:
            return [*line("AWS/Lambda", metric, statistic, *function)]

        limits = {"alarm": args.milliseconds(watched.timeout), "timeout": watched.timeout * 1000}
        graphs = [
            graph("Invocations and errors", [of("Invocations"), of("Errors")], {"alarm, errors": args.errors}),
            graph("Duration (ms)", [of("Duration", name) for name in ("p50", "p99", "Maximum")], limits),
            graph(
                "Throttles and executions at once",
                [of("Throttles"), of("ConcurrentExecutions", "Maximum")],
                {"alarm, throttles": args.throttles},
            ),
        ]
        if api := self._api:
            place = ("ApiId", api.api.id, "Stage", watched.environment)
            lines = [line("AWS/ApiGateway", metric, "Sum", *place) for metric in ("Count", "4xx", "5xx")]
            graphs.append(graph("Requests and errors of the API", lines, {"alarm, 5xx": args.api_errors}))
        return cloudwatch.Dashboard(
            f"{self._name}-dashboard",
            dashboard_name=watched.function_name,
            dashboard_body=pulumi.Output.json_dumps(board(watched.region, watched.log_group_name, graphs)),
            opts=self._child,
        )

    def _build_topic(self) -> sns.Topic:
        """Make a topic with a key that CloudWatch may use: it may not use the one that AWS owns for SNS."""
        name, look = f"{self._watched.function_name}-alarms", pulumi.InvokeOutputOptions(parent=self)
        partition, region = get_partition_output(opts=look).partition, get_region_output(opts=look).region
        account = get_caller_identity_output(opts=look).account_id
        root = pulumi.Output.concat("arn:", partition, ":iam::", account, ":root")
        key = kms.Key(
            f"{self._name}-key",
            description=f"Notifications of the topic {name}",
            policy=pulumi.Output.json_dumps(policies.alarm_key(root, account)),
            enable_key_rotation=True,
            deletion_window_in_days=30,
            tags=self._tags,
            opts=self._child,
        )
        kms.Alias(f"{self._name}-key-alias", name=f"alias/{name}", target_key_id=key.arn, opts=self._child)
        topic = sns.Topic(
            f"{self._name}-topic", name=name, kms_master_key_id=key.arn, tags=self._tags, opts=self._child
        )
        prefix = f":alarm:{self._watched.function_name}-*"
        alarms = pulumi.Output.concat("arn:", partition, ":cloudwatch:", region, ":", account, prefix)
        sns.TopicPolicy(
            f"{self._name}-topic-policy",
            arn=topic.arn,
            policy=pulumi.Output.json_dumps(policies.alarm_topic(topic.arn, alarms, account)),
            opts=self._child,
        )
        return topic
