"""What an HTTP API in front of a function allows: origins of browsers, callers, and how much of both."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from tap_stack.settings import service_fields as fields
from tap_stack.settings.fields import Flag
from tap_stack.settings.model import SettingsModel
from tap_stack.settings.rules import broken_rule


class HttpApiSettings(SettingsModel):
    """An HTTP API. A table of this name turns it on, also an empty one; its logs are kept as `[logs]` says."""

    authorization: fields.Authorization = "none"
    """Who may call: anybody, or who signs the request with permissions of IAM."""
    allowed_origins: fields.Origins = ()
    """Origins whose pages a browser lets read the answers; without any, no other page but the API's own."""
    allowed_methods: fields.Methods = ("GET", "POST")
    """Methods that such a page may use."""
    allow_credentials: Flag = False
    """Let such a page send cookies and the like."""
    rate_limit: fields.RequestCount = 100
    """Requests a second, of all callers together, beyond which API Gateway answers 429."""
    burst_limit: fields.RequestCount = 200
    """Requests at once that it lets through above the rate."""

    @model_validator(mode="after")
    def _check_origins(self) -> Self:
        if fields.ANY_ORIGIN in self.allowed_origins:
            if len(self.allowed_origins) > 1:
                rule = '"*" is every origin, and stands alone'
                raise broken_rule("allowed_origins with more than '*'", rule, "remove the others, or the '*'")
            if self.allow_credentials:
                rule = "credentials are sent to named origins only (Fetch standard, CORS protocol and credentials)"
                raise broken_rule("allow_credentials with the origin '*'", rule, "name the origins")
        return self
