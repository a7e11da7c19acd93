"""The bucket of a state: the state in it, and whether it is versioned, encrypted and closed to the public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tap_cli.deployment.account import PATIENCE
from tap_cli.errors import UserError
from tap_stack.settings import DeploymentSettings, S3State

NOT_SET: Final = ("ServerSideEncryptionConfigurationNotFoundError", "NoSuchPublicAccessBlockConfiguration")
"""What S3 answers where a bucket has no such setting."""

Settings = dict[str, Any]


class StateBucket:
    """The bucket of an environment's state, as the user's credentials see it.

    Args:
        deployment: an environment whose state is in S3.
        state: that state.
    """

    def __init__(self, deployment: DeploymentSettings, state: S3State) -> None:
        self.name = state.bucket
        self._environment = deployment.settings.environment
        self._key, self._place = deployment.state_key, deployment.state_location
        self._client: Any = boto3.Session(region_name=deployment.state_region).client("s3", config=PATIENCE)

    def read_state(self) -> str:
        """Return the state's text; "" where there is none yet.

        Raises:
            UserError: the bucket is missing, or does not let the user read the state.
        """
        return self._read(self._key)

    def read_lock(self) -> str:
        """Return the lock's text; "" where nobody holds it.

        Raises:
            UserError: as `read_state`.
        """
        return self._read(f"{self._key}.tflock")

    def _read(self, key: str) -> str:
        try:
            body: bytes = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
            return body.decode("utf-8", "replace")
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "NoSuchKey":
                return ""
            if code == "NoSuchBucket":
                remedy = f"Make it: tap state-bucket {self._environment}; or correct the file's [state]."
                raise UserError(f"The bucket of the state, {self.name}, does not exist. {remedy}") from None
            raise self._unreadable(error) from None
        except BotoCoreError as error:
            raise self._unreadable(error) from None

    def set_aside(self, suffix: str) -> str:
        """Copy the state beside itself under a further suffix, take it away, and return the copy's key."""
        copy = f"{self._key}{suffix}"
        self._client.copy_object(Bucket=self.name, Key=copy, CopySource={"Bucket": self.name, "Key": self._key})
        self._client.delete_object(Bucket=self.name, Key=self._key)
        return copy

    def describe(self) -> Iterator[str]:
        """Yield one line each on versioning, encryption and public access, with the remedy where there is one."""
        yield self._line("versioning", self._versioning)
        yield self._line("encryption", self._encryption)
        yield self._line("public access", self._public_access)

    def _line(self, what: str, ask: Callable[[], str]) -> str:
        try:
            return f"State bucket {self.name}: {what} {ask()}"
        except (ClientError, BotoCoreError) as error:
            return f"State bucket {self.name}: {what} could not be read: {error}"

    def _versioning(self) -> str:
        if self._client.get_bucket_versioning(Bucket=self.name).get("Status") == "Enabled":
            return "on"
        return (
            "OFF: a state that was overwritten cannot be had back. Turn it on: aws s3api put-bucket-versioning "
            f"--bucket {self.name} --versioning-configuration Status=Enabled"
        )

    def _encryption(self) -> str:
        answer = self._unless_unset(lambda: self._client.get_bucket_encryption(Bucket=self.name))
        rules = answer.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
        chosen = [rule.get("ApplyServerSideEncryptionByDefault", {}).get("SSEAlgorithm") for rule in rules]
        return f"by default: {chosen[0]}" if any(chosen) else "by S3's own keys: the state asks for it"

    def _public_access(self) -> str:
        answer = self._unless_unset(lambda: self._client.get_public_access_block(Bucket=self.name))
        blocks = answer.get("PublicAccessBlockConfiguration", {})
        names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        if all(blocks.get(name) for name in names):
            return "blocked"
        configuration = ",".join(f"{name}=true" for name in names)
        return (
            "NOT blocked: a policy could open the state to anyone. Block it: aws s3api put-public-access-block "
            f"--bucket {self.name} --public-access-block-configuration {configuration}"
        )

    @staticmethod
    def _unless_unset(ask: Callable[[], Settings]) -> Settings:
        try:
            return ask()
        except ClientError as error:
            if error.response["Error"]["Code"] in NOT_SET:
                return {}
            raise

    def _unreadable(self, error: Exception) -> UserError:
        remedy = "Your credentials need s3:GetObject on it and s3:ListBucket on the bucket, as Terraform does."
        return UserError(f"The state {self._place} cannot be read: {error}. {remedy}")
