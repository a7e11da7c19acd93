"""The Terraform stack of one environment: provider, state, TapStack, what stands beside it, outputs."""

from __future__ import annotations

from typing import Final

from tap_stack.framework import App, AwsProvider, LocalBackend, S3Backend, TerraformOutput, TerraformStack
from tap_stack.http_api import HttpApi
from tap_stack.literal import literal
from tap_stack.monitoring import Monitoring
from tap_stack.placement import check_settings, placing
from tap_stack.settings import RUNTIME, DeploymentSettings, S3State
from tap_stack.tap_stack import TapStack

TERRAFORM_VERSION: Final = ">= 1.10"
"""1.10 is the first release that locks a state in S3 by a file (Terraform's S3 backend, `use_lockfile`)."""

PROVIDER_VERSION: Final = ">= 5.100.0, < 7.0.0"
"""Versions 5 and 6 of the AWS provider both take the synthesized JSON as it is."""

STATE_FROM_STACK: Final = "../../.."
"""From a stack's folder, where Terraform runs (`cdktf.out/stacks/<stack>`), up to the project."""


class EnvironmentStack(TerraformStack):
    """One environment, ready to deploy: `cdktf deploy <environment>`.

    Args:
        app: the app.
        deployment: what the environment says; its name becomes the stack's id.

    Raises:
        ConstructError: when the app has a stack of that name already.
        PackageError: when the code folder cannot become a Lambda package.
    """

    def __init__(self, app: App, deployment: DeploymentSettings) -> None:
        check_settings("EnvironmentStack", deployment, DeploymentSettings)
        with placing("EnvironmentStack", app, deployment.settings.environment):
            super().__init__(app, deployment.settings.environment)
        self.deployment = deployment
        self._literal = literal(deployment)
        self._configure_terraform()
        self._configure_state()
        self._configure_provider()
        self.tap_stack: TapStack = TapStack(self, "TapStack", deployment.settings)
        self.http_api: HttpApi | None = self._build_http_api()
        self.monitoring: Monitoring | None = self._build_monitoring()
        self._add_outputs()

    def _configure_terraform(self) -> None:
        """State what may run this; the bindings would pin one exact version of the provider."""
        aws = {"source": "hashicorp/aws", "version": PROVIDER_VERSION}
        self.add_override("terraform", {"required_version": TERRAFORM_VERSION, "required_providers": {"aws": aws}})

    def _configure_state(self) -> None:
        """Say where the state lies; Terraform reads a backend's texts as they are, so none of them is a template."""
        deployment = self.deployment
        if isinstance(deployment.state, S3State):
            S3Backend(
                self,
                bucket=deployment.state.bucket,
                key=deployment.state_key,
                region=deployment.state_region,
                encrypt=True,
            )
            self.add_override("terraform.backend.s3.use_lockfile", True)  # S3Backend of cdktf 0.21 lacks the property
            if account := self._literal.account_id:  # so that another account is refused before it writes a lock
                self.add_override("terraform.backend.s3.allowed_account_ids", [account])
        else:
            LocalBackend(self, path=f"{STATE_FROM_STACK}/{deployment.state_path}")

    def _configure_provider(self) -> None:
        account, region = self._literal.account_id, self._literal.settings.region
        AwsProvider(self, "Aws", region=region, allowed_account_ids=[account] if account else None)

    def _build_http_api(self) -> HttpApi | None:
        api = self.deployment.api
        return HttpApi(self, "HttpApi", api, self.tap_stack) if api else None

    def _build_monitoring(self) -> Monitoring | None:
        deployment = self.deployment
        if not deployment.monitoring:
            return None
        return Monitoring(self, "Monitoring", deployment.monitoring, deployment.settings, api=self.http_api)

    def _add_outputs(self) -> None:
        settings, tap_stack = self._literal.settings, self.tap_stack
        outputs = {
            "lambda_function_name": settings.function_name,
            "lambda_function_arn": tap_stack.function_arn,
            "lambda_role_arn": tap_stack.role_arn,
            "cloudwatch_log_group": settings.log_group_name,
            "environment_suffix": settings.environment,
            "region": settings.region,
            "memory_size": settings.function.memory_size,
            "timeout": settings.function.timeout,
            "runtime": RUNTIME,
        }
        if self.http_api:
            outputs |= {"api_gateway_id": self.http_api.api_id, "api_gateway_url": self.http_api.url}
        for name, value in outputs.items():
            TerraformOutput(self, name, value=value)
