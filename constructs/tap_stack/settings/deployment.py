"""What only a deployment needs: the account that it may go to and the place of its Terraform state."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tap_stack.settings import fields, state_fields
from tap_stack.settings.construct import Settings
from tap_stack.settings.model import SettingsModel


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
