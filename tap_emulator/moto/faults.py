"""The faults of moto that stand between a Terraform apply and an empty second plan.

Each is shown on stock moto by the test of its name in ``tests/tap_emulator/moto/test_mended.py``. The same test fails
when a newer moto has mended the fault by itself: then its part in ``mended.py`` can go.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What the API shows when it should not, and the place in moto 5.2.5 that makes it so."""

    name: str
    symptom: str
    place: str


_INIT = "awslambda/models.py: LambdaFunction.__init__, get_configuration"
_UPDATE = "awslambda/models.py: LambdaFunction.update_configuration"

FAULTS = (
    Fault("logging_config_on_create", "CreateFunction drops LoggingConfig", _INIT),
    Fault("logging_config_on_update", "UpdateFunctionConfiguration drops LoggingConfig", _UPDATE),
    Fault("dead_letter_config_on_create", "CreateFunction drops DeadLetterConfig", _INIT),
    Fault("dead_letter_config_on_update", "UpdateFunctionConfiguration drops DeadLetterConfig", _UPDATE),
    Fault("tracing_config_on_update", "UpdateFunctionConfiguration ignores TracingConfig", _UPDATE),
    Fault("ephemeral_storage_on_update", "UpdateFunctionConfiguration ignores EphemeralStorage", _UPDATE),
    Fault("kms_key_on_update", "UpdateFunctionConfiguration ignores KMSKeyArn", _UPDATE),
    Fault(
        "empty_environment_on_update",
        "UpdateFunctionConfiguration answers 500 to an Environment without Variables, which removes them all",
        _UPDATE,
    ),
    Fault(
        "architecture_on_code_update",
        "UpdateFunctionCode ignores Architectures",
        "awslambda/models.py: LambdaFunction.update_function_code",
    ),
    Fault(
        "kms_key_of_log_group",
        "AssociateKmsKey and DisassociateKmsKey, which change a log group's key, are not there",
        "logs/responses.py: LogsResponse",
    ),
    Fault(
        "code_signing_of_function",
        "PutFunctionCodeSigningConfig and DeleteFunctionCodeSigningConfig are not there",
        "awslambda/responses.py: LambdaResponse",
    ),
    Fault(
        "no_reserved_concurrency",
        "GetFunction does not report a reserved concurrency of 0, which stops a function",
        "awslambda/models.py: LambdaFunction.get_code",
    ),
)
