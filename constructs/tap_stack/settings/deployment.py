"""What only a deployment needs: what stands beside the function, the account, and the place of its Terraform state."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tap_stack.settings import fields, state_fields
from tap_stack.settings.construct import Settings
from tap_stack.settings.http_api import HttpApiSettings
from tap_stack.settings.model import SettingsModel
from tap_stack.settings.monitoring import MonitoringSettings
from tap_stack.settings.rules import broken_rule
from tap_stack.settings.service_fields import ANY_ORIGIN


class LocalState(SettingsModel):
    """Terraform state in a file of this project: for one person, or for trying."""

    type: Literal["local"] = "local"
    """Which kind of state this is."""
    path: state_fields.ProjectPath | None = None
    """The state file, relative to the project; without it `terraform.<environment>.tfstate`."""


class S3State(SettingsModel):
    """Terraform state in an S3 bucket, encrypted, and locked by a file beside it (Terraform >= 1.10)."""

    type: Literal["s3"] = "s3"
    """Which kind of state this is."""
    bucket: state_fields.BucketName
    """The bucket, which must exist."""
    key: state_fields.ObjectKey | None = None
    """The object; without it `<project>/<environment>/terraform.tfstate`."""
    region: fields.Region | None = None
    """The bucket's region; without it the environment's."""


class DeploymentSettings(SettingsModel):
    """All that one environment says: what its TapStack is told, and what its deployment needs besides."""

    settings: Settings
    """What the environment's TapStack is told."""
    account_id: fields.AccountId | None = None
    """The only AWS account that this environment may be deployed to; without it any."""
    state: Annotated[LocalState | S3State, Field(discriminator="type")] = LocalState()
    """Where Terraform keeps its state."""
    api: HttpApiSettings | None = None
    """An HTTP API that the function answers."""
    monitoring: MonitoringSettings | None = None
    """Alarms and a dashboard."""
    wave: fields.Wave = 1
    """Of environments that are deployed together, the lowest wave comes first; each wave waits for the one before."""

    @property
    def state_location(self) -> str:
        """Where the state lies, as one comparable text: two environments may never share it."""
        if isinstance(self.state, S3State):
            return f"s3://{self.state.bucket}/{self.state_key}"
        return self.state_path

    @property
    def state_path(self) -> str:
        """The state file of a local state, relative to the project."""
        path = self.state.path if isinstance(self.state, LocalState) else None
        return path or f"terraform.{self.settings.environment}.tfstate"

    @property
    def state_key(self) -> str:
        """The object's key of a state in S3."""
        key = self.state.key if isinstance(self.state, S3State) else None
        return key or f"{self.settings.project}/{self.settings.environment}/terraform.tfstate"

    @property
    def state_region(self) -> str:
        """The region of the bucket of a state in S3."""
        region = self.state.region if isinstance(self.state, S3State) else None
        return region or self.settings.region

    @model_validator(mode="after")
    def _check_named_origins(self) -> Self:
        if self.settings.profile and self.api and ANY_ORIGIN in self.api.allowed_origins:
            found, rule = "api.allowed_origins = '*'", f"the profile {self.settings.profile} names its origins"
            raise broken_rule(found, rule, "name the origins whose pages call the API")
        return self

    @model_validator(mode="after")
    def _check_duration(self) -> Self:
        """Refuse a threshold that no invocation can reach before Lambda ends it."""
        seconds = self.monitoring.duration_seconds if self.monitoring else None
        if seconds and seconds >= (timeout := self.settings.function.timeout):
            found = f"monitoring.duration_seconds = {seconds}, function.timeout = {timeout}"
            rule = "the alarm goes off before Lambda ends the invocation: its threshold lies below the timeout"
            raise broken_rule(found, rule, "lower monitoring.duration_seconds, or remove it for three quarters")
        return self

    @model_validator(mode="after")
    def _check_topic(self) -> Self:
        """Refuse a topic that CloudWatch does not reach (CloudWatch user guide, alarm actions)."""
        topic, region = self.monitoring.notifications if self.monitoring else "", self.settings.region
        if topic.startswith("arn:") and topic.split(":")[3] != region:
            found = f"monitoring.notifications of the region {topic.split(':')[3]}"
            raise broken_rule(found, f"an alarm's topic lies in its region, {region} (CloudWatch)", "name one there")
        return self
