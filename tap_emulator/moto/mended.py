"""Classes of moto with the faults mended that ``faults.py`` lists."""

import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda.models import LambdaFunction
from moto.awslambda.responses import LambdaResponse
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse


class MendedFunction(LambdaFunction):
    """A Lambda function of moto that keeps all the settings that it is given."""

    def __init__(self, account_id: str, spec: dict[str, Any], region: str, version: str | int = 1) -> None:
        super().__init__(account_id, spec, region, version)
        self.logging_config = self._logging_config(spec.get("LoggingConfig", {}))
        self.dead_letter_arn = _dead_letter_arn(spec)

    def get_configuration(self, on_create: bool = False) -> dict[str, Any]:
        """Return the function's configuration, as GetFunctionConfiguration answers it."""
        configuration = super().get_configuration(on_create) | {"LoggingConfig": self.logging_config}
        if self.dead_letter_arn:
            configuration["DeadLetterConfig"] = {"TargetArn": self.dead_letter_arn}
        return configuration

    def get_code(self) -> dict[str, Any]:
        """Return the configuration, the code's place, the tags and the concurrency, as GetFunction answers them."""
        answer = super().get_code()
        if self.reserved_concurrency is not None:
            answer["Concurrency"] = {"ReservedConcurrentExecutions": self.reserved_concurrency}
        return answer

    def update_configuration(self, config_updates: dict[str, Any]) -> dict[str, Any]:
        """Take over every setting that UpdateFunctionConfiguration names."""
        for name, value in config_updates.items():
            match name:
                case "LoggingConfig":
                    self.logging_config = self._logging_config(value)
                case "DeadLetterConfig":
                    self.dead_letter_arn = _dead_letter_arn(config_updates)
                case "TracingConfig":
                    self.tracing_config = value
                case "EphemeralStorage":
                    self.ephemeral_storage = value["Size"]
                case "KMSKeyArn":
                    self.kms_key_arn = value or None
        if "Environment" in config_updates:
            variables = {"Variables": {}} | config_updates["Environment"]
            config_updates = config_updates | {"Environment": variables}
        return super().update_configuration(config_updates)

    def update_function_code(self, updated_spec: dict[str, Any]) -> dict[str, Any]:
        """Take over the code, and the architecture that it was built for."""
        if "Architectures" in updated_spec:
            self.architectures = updated_spec["Architectures"]
        return super().update_function_code(updated_spec)

    def _logging_config(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return what AWS answers for ``given``: a group always; two levels, by default ``INFO``, with JSON alone."""
        config = {
            "LogFormat": given.get("LogFormat", "Text"),
            "LogGroup": given.get("LogGroup", self.logs_group_name),
        }
        if config["LogFormat"] == "JSON":
            config |= {level: given.get(level, "INFO") for level in ("ApplicationLogLevel", "SystemLogLevel")}
        return config


class MendedLambdaResponse(LambdaResponse):
    """Lambda's API of moto, with the two actions that change who must have signed a function's code."""

    def put_function_code_signing_config(self) -> str:
        """Ask for code that is signed as this configuration says, from now on."""
        function = self._signed_function()
        function.code_signing_config_arn = json.loads(self.body)["CodeSigningConfigArn"]
        return json.dumps(function.get_function_code_signing_config())

    def delete_function_code_signing_config(self) -> tuple[int, dict[str, int], str]:
        """Ask for no signature from now on."""
        self._signed_function().code_signing_config_arn = None
        return 204, {"status": 204}, ""

    def _signed_function(self) -> LambdaFunction:
        return self.backend.get_function(unquote(self.path.rsplit("/", 2)[-2]))


class MendedLogsResponse(LogsResponse):
    """CloudWatch Logs of moto, with the two actions that change the key of a log group."""

    def associate_kms_key(self) -> str:
        """Encrypt a log group with this key from now on."""
        return self._set_key(self._get_param("kmsKeyId"))

    def disassociate_kms_key(self) -> str:
        """Encrypt a log group with CloudWatch's own key from now on."""
        return self._set_key(None)

    def _set_key(self, key: str | None) -> str:
        group = self.logs_backend.groups.get(self._get_param("logGroupName"))
        if group is None:
            raise ResourceNotFoundException
        group.kms_key_id = key
        return ""


def _dead_letter_arn(spec: dict[str, Any]) -> str | None:
    return spec.get("DeadLetterConfig", {}).get("TargetArn") or None
