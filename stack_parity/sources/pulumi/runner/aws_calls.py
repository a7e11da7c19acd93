"""Which call of AWS an error came from: what boto's own frames hold tells it, whatever the error says."""

from __future__ import annotations

from types import TracebackType
from typing import Any


def aws_call(error: BaseException) -> str:
    """Return `service:Operation`, or `service` where a client could not even be made; empty for another error."""
    call = ""
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if str(frame.f_globals.get("__name__", "")).startswith("botocore."):
            call = _named(frame.f_code.co_name, frame.f_locals) or call
        trace = trace.tb_next
    return call


def _named(function: str, held: dict[str, Any]) -> str:
    if function == "_make_api_call":
        model = getattr(held.get("self"), "meta", None)
        service = getattr(getattr(model, "service_model", None), "service_name", "aws")
        return f"{service}:{held.get('operation_name', '')}"
    return str(held.get("service_name", "")) if function == "create_client" else ""
