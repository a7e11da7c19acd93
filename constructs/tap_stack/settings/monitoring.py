"""What watches a function: the thresholds of its alarms, and who is notified."""

from __future__ import annotations

from tap_stack.settings import service_fields as fields
from tap_stack.settings.fields import NONE, Timeout
from tap_stack.settings.model import SettingsModel


class MonitoringSettings(SettingsModel):
    """Alarms and a dashboard. A table of this name turns them on, also an empty one."""

    errors: fields.AlarmCount = 5
    """Invocations that fail within five minutes and set off the alarm on errors."""
    duration_seconds: Timeout | None = None
    """Seconds of one invocation that set off the alarm on duration; without it three quarters of `function.timeout`."""
    throttles: fields.AlarmCount = 1
    """Invocations that Lambda refuses within five minutes and that set off the alarm on throttles."""
    api_errors: fields.AlarmCount = 5
    """Answers 5xx of the HTTP API within five minutes that set off its alarm, where there is an API."""
    notifications: fields.Notifications = NONE
    """The SNS topic that is told of every alarm that goes off, and of its end."""

    def duration_milliseconds(self, timeout: int) -> int:
        """Return the threshold of the alarm on duration for a function's timeout in seconds."""
        return self.duration_seconds * 1000 if self.duration_seconds else timeout * 750
