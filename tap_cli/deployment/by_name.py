"""Finds in AWS what has a name and cannot be asked for by it: every page of the list is read."""

from __future__ import annotations

from typing import Any


def find_apis(client: Any, name: str) -> list[dict[str, Any]]:
    """Return the HTTP APIs of a name, of which there may be several.

    Args:
        client: boto3's for `apigatewayv2`.
        name: the API's.
    """
    pages = client.get_paginator("get_apis").paginate()
    return [api for page in pages for api in page["Items"] if api["Name"] == name]


def find_topic(client: Any, name: str) -> str | None:
    """Return the ARN of the topic of a name.

    Args:
        client: boto3's for `sns`.
        name: the topic's.
    """
    pages = client.get_paginator("list_topics").paginate()
    arns = (str(topic["TopicArn"]) for page in pages for topic in page["Topics"])
    return next((arn for arn in arns if arn.endswith(f":{name}")), None)
