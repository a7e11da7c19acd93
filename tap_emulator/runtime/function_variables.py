"""The variables of a function's process: defaults, then the deployed ones, then those that Lambda reserves.

The names that Lambda reserves: "Defined runtime environment variables" in the Lambda developer guide.
"""

import os

from tap_emulator.invocation import Credentials, Function, Invocation
from tap_emulator.runtime.folders import Folders
from tap_emulator.variables import bypassing_proxies, without_aws

_DEFAULTS = {"LANG": "en_US.UTF-8", "TZ": ":UTC", "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
_NO_ESCAPE = ("AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_PROFILE")


def function_variables(
    function: Function, invocation: Invocation, credentials: Credentials, folders: Folders, endpoint: str
) -> dict[str, str]:
    """Return all variables of the process.

    Deployed ones that would send an SDK elsewhere than to ``endpoint`` are left out: nothing that runs here reaches
    real AWS by an endpoint or a profile.
    """
    own = {name: value for name, value in function.variables.items() if not name.startswith(_NO_ESCAPE)}
    return (
        _DEFAULTS
        | own
        | without_aws({})
        | bypassing_proxies(own)
        | _of_logging(function, invocation)
        | _of_credentials(credentials, endpoint)
        | {
            "HOME": str(folders.temporary),
            "TMPDIR": str(folders.temporary),
            "AWS_REGION": function.region,
            "AWS_DEFAULT_REGION": function.region,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": function.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
            "LAMBDA_TASK_ROOT": str(folders.task),
            "_HANDLER": function.handler,
        }
    )


def _of_logging(function: Function, invocation: Invocation) -> dict[str, str]:
    level = function.logging.application_level
    return {
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logging.group,
        "AWS_LAMBDA_LOG_STREAM_NAME": invocation.log_stream,
        "AWS_LAMBDA_LOG_FORMAT": function.logging.format,
    } | ({} if level is None else {"AWS_LAMBDA_LOG_LEVEL": level})


def _of_credentials(credentials: Credentials, endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
        "AWS_SESSION_TOKEN": credentials.session_token,
    }
