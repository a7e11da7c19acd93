"""The body of a function's dashboard."""

from collections.abc import Mapping, Sequence
from typing import Any

PERIOD = 300
"""Seconds that one point of a graph, and one decision of an alarm, sums up."""

Metric = Sequence[Any]
"""A line of a graph: namespace, metric, pairs of dimension and value, statistic."""


def line(namespace: str, metric: str, statistic: str, *dimensions: Any) -> Metric:
    """Return one line of a graph."""
    return [namespace, metric, *dimensions, {"stat": statistic}]


def graph(title: str, lines: Sequence[Metric], thresholds: Mapping[str, int]) -> Mapping[str, Any]:
    """Return one graph; its place and its region come with the board."""
    marks = [{"label": label, "value": value} for label, value in thresholds.items()]
    return {"title": title, "view": "timeSeries", "metrics": lines, "annotations": {"horizontal": marks}}


def board(region: str, log_group: str, graphs: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the body: graphs of half the board's 24 columns, and the latest errors of the log below them."""
    widgets = [
        {
            "type": "metric",
            "x": 12 * (index % 2),
            "y": 6 * (index // 2),
            "width": 12,
            "height": 6,
            "properties": {**properties, "region": region, "period": PERIOD},
        }
        for index, properties in enumerate(graphs)
    ]
    query = f"SOURCE '{log_group}' | fields @timestamp, message, requestId | filter level = 'ERROR' | limit 20"
    errors = {
        "type": "log",
        "x": 0,
        "y": 6 * -(-len(graphs) // 2),
        "width": 24,
        "height": 6,
        "properties": {"title": "Latest errors", "region": region, "view": "table", "query": query},
    }
    return {"widgets": [*widgets, errors]}
