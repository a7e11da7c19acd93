"""Clients of the emulated AWS."""

from typing import Any

import boto3

from emulator import Emulator


def client(aws: Emulator, service: str, region: str) -> Any:
    """Make a client of one service; its endpoint and its credentials come from the emulator together."""
    environment = aws.environment({})
    return boto3.client(  # type: ignore[call-overload]  # its types know each service by a literal only
        service,
        region_name=region,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
