"""The function that Lambda runs. Replace it by yours."""

from __future__ import annotations

import logging
import os
from typing import Any

logger = logging.getLogger()


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes both
    """Greet whom the event names."""
    logger.info("answered", extra={"environment": os.environ["ENVIRONMENT"]})
    return {"message": f"Hello, {event.get('name', 'world')}."}
