"""The body of a function's dashboard, as data.

Source of its shape: CloudWatch API reference, "Dashboard body structure and syntax"; the board is 24 columns wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

PERIOD: Final = 300
"""Seconds that one point of a graph, and one decision of an alarm, sums up."""

WIDTH: Final = 12
HEIGHT: Final = 6


@dataclass(frozen=True)
class Graph:
    """One graph: lines of metrics, and the thresholds that are drawn into it.

    Attributes:
        title: above it.
        metrics: each a metric, with the statistic that is drawn.
        thresholds: value by label.
    """

    title: str
    metrics: Sequence[tuple[Sequence[str], str]]
    thresholds: Mapping[str, int]


def function_graphs(name: str, *, errors: int, duration: int, timeout: int, throttles: int) -> list[Graph]:
    """Return the graphs of a function.

    Args:
        name: the function's.
        errors: the alarm's threshold.
        duration: the alarm's threshold in milliseconds.
        timeout: in milliseconds.
        throttles: the alarm's threshold.
    """

    def of(metric: str) -> Sequence[str]:
        return ("AWS/Lambda", metric, "FunctionName", name)

    return [
        Graph("Invocations and errors", [(of("Invocations"), "Sum"), (of("Errors"), "Sum")], {"alarm, errors": errors}),
        Graph(
            "Duration (ms)",
            [(of("Duration"), statistic) for statistic in ("p50", "p99", "Maximum")],
            {"alarm": duration, "timeout": timeout},
        ),
        Graph(
            "Throttles and executions at once",
            [(of("Throttles"), "Sum"), (of("ConcurrentExecutions"), "Maximum")],
            {"alarm, throttles": throttles},
        ),
    ]


def api_graph(api_id: str, stage: str, *, errors: int) -> Graph:
    """Return the graph of an HTTP API.

    Args:
        api_id: the API's.
        stage: the stage's name.
        errors: the alarm's threshold.
    """
    metrics = [(("AWS/ApiGateway", name, "ApiId", api_id, "Stage", stage), "Sum") for name in ("Count", "4xx", "5xx")]
    return Graph("Requests and errors of the API", metrics, {"alarm, 5xx": errors})


def dashboard(region: str, log_group: str, graphs: Sequence[Graph]) -> dict[str, Any]:
    """Return the body: the graphs two in a row, and below them the latest errors of the log.

    Args:
        region: of all of them.
        log_group: the function's.
        graphs: in their order.
    """
    return {"widgets": list(_widgets(region, log_group, graphs))}


def _widgets(region: str, log_group: str, graphs: Sequence[Graph]) -> Iterator[dict[str, Any]]:
    for number, graph in enumerate(graphs):
        place = {"x": number % 2 * WIDTH, "y": number // 2 * HEIGHT, "width": WIDTH, "height": HEIGHT}
        yield {"type": "metric", **place, "properties": _graph(region, graph)}
    row = (len(graphs) + 1) // 2 * HEIGHT
    query = f"SOURCE '{log_group}' | fields @timestamp, message, requestId | filter level = 'ERROR' | limit 20"
    log = {"title": "Latest errors", "region": region, "view": "table", "query": query}
    yield {"type": "log", "x": 0, "y": row, "width": 2 * WIDTH, "height": HEIGHT, "properties": log}


def _graph(region: str, graph: Graph) -> dict[str, Any]:
    lines = [{"label": label, "value": value} for label, value in graph.thresholds.items()]
    return {
        "title": graph.title,
        "region": region,
        "view": "timeSeries",
        "period": PERIOD,
        "metrics": [[*metric, {"stat": statistic}] for metric, statistic in graph.metrics],
        "annotations": {"horizontal": lines},
    }
