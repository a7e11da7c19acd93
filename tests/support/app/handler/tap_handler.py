"""The function that the tests deploy: whatever handler/ holds. It answers with where it runs, logs and counts."""

import logging
import os
from typing import Any

import boto3


def handle(event: Any, context: Any) -> dict[str, Any]:
    """Return the environment, region, function and version of this invocation."""
    region, function = os.environ["REGION"], os.environ["FUNCTION_NAME"]
    boto3.client("cloudwatch", region_name=region).put_metric_data(
        Namespace=os.environ["METRICS_NAMESPACE"], MetricData=[{"MetricName": "Invocations", "Value": 1}]
    )
    logging.getLogger().info("answered")
    return {
        "status": 200,
        "environment": os.environ["ENVIRONMENT"],
        "region": region,
        "function": function,
        "version": context.function_version,
    }
