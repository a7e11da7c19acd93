"""The pin: a statement that holds for calls of one function only, whichever other function or service gets the role.

Source: Lambda developer guide, "Using source function ARN to control function access behavior". AWS sends the key
`lambda:SourceFunctionArn` with every call from inside the environment of the function, extensions included, and with
these of Lambda's own calls for it: `logs:CreateLogGroup`, `logs:CreateLogStream`, `logs:PutLogEvents`,
`xray:PutTraceSegments`, `elasticfilesystem:ClientMount`. It does not send it with others of Lambda's own calls: those
that read an event source, make network interfaces, decrypt variables; nor, as far as is documented, with
`xray:PutTelemetryRecords` or the delivery to a failure destination. A pin on those would deny them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tap_stack.permissions.statement import Statement

SOURCE_FUNCTION: Final = "lambda:SourceFunctionArn"
"""The condition key; its value is the function's ARN without a version."""


def pinned(statement: Statement, function_arn: str) -> Statement:
    """Return the statement for calls of one function only.

    Args:
        statement: one that names the key itself is returned as it is.
        function_arn: without a version or alias, known or with tokens.
    """
    if any(key.lower() == SOURCE_FUNCTION.lower() for keys in statement.conditions.values() for key in keys):
        return statement
    of_function = {**statement.conditions.get("ArnEquals", {}), SOURCE_FUNCTION: function_arn}
    return replace(statement, conditions={**statement.conditions, "ArnEquals": of_function})
