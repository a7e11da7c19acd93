"""The results as Markdown tables, and the plot of the main one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median
from typing import Final

from benchmarks.measure import Cost
from benchmarks.plan import COLD_ENVIRONMENTS, MEMORY_ENVIRONMENTS, Case, Results, State
from benchmarks.subjects import KINDS

PLAIN, FLOOR, OURS = "cdktf", "floor", "tapstack"
PLOT_ENVIRONMENTS: Final = 3


@dataclass(frozen=True)
class Circumstances:
    """When and on what the benchmark ran.

    Args:
        date: the day, ISO 8601.
        machine: system, processors, Python and Node.
        versions: package to version.
    """

    date: str
    machine: str
    versions: Mapping[str, str]


def markdown(results: Results, about: Circumstances, plot: str | None) -> str:
    """Write the report.

    Args:
        results: all runs.
        about: when and on what.
        plot: the file of the plot, as seen from the report.
    """
    return "\n".join(_sections(results, about, plot)) + "\n"


def _sections(results: Results, about: Circumstances, plot: str | None) -> Iterator[str]:
    rounds = max(len(costs) for costs in results.costs.values())
    yield "# What a synth costs"
    yield ""
    yield f"Measured on {about.date} by `python -m benchmarks`, each case {rounds} times, the cases interleaved."
    yield "CPU is the user and system time of all processes of a run: median (lowest to highest). Ratios are those of"
    yield "the medians, to the plain cdktf program and to the floor: the framework without a provider and resources."
    yield "All others build the same architecture."
    yield ""
    yield f"On {about.machine}."
    yield ", ".join(f"{name} {version}" for name, version in sorted(about.versions.items())) + "."
    if plot:
        yield f"\n![CPU time of {PLOT_ENVIRONMENTS} environments]({plot})"
    for count in sorted({case.environments for case in results.costs if case.state == "warm"}):
        yield f"\n## {count} environment{'s' if count > 1 else ''}, warm\n"
        yield from _table(results, count, "warm")
    yield f"\n## {COLD_ENVIRONMENTS} environments, first run ever (jsii's cache empty)\n"
    yield from _table(results, COLD_ENVIRONMENTS, "cold")
    yield f"\n## Peak memory, {MEMORY_ENVIRONMENTS} environments, warm\n"
    yield from _memory(results.memory)
    if slopes := _slopes(results):
        yield "\n## Each environment beyond the first, warm\n"
        yield "| program | CPU ms |\n| --- | ---: |"
        for key, slope in slopes.items():
            yield f"| {KINDS[key].title} | {slope * 1000:.1f} |"


def _table(results: Results, count: int, state: State) -> Iterator[str]:
    costs = _costs(results, count, state)
    yield "| program | CPU s | to plain | to floor | wall s | to floor |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    for key, runs in costs.items():
        cpu, wall = [run.cpu for run in runs], [run.wall for run in runs]
        plain, floor = (_ratio(cpu, [run.cpu for run in costs.get(other, ())]) for other in (PLAIN, FLOOR))
        wall_floor = _ratio(wall, [run.wall for run in costs.get(FLOOR, ())])
        title = f"**{KINDS[key].title}**" if key == OURS else KINDS[key].title
        yield f"| {title} | {_spread(cpu)} | {plain} | {floor} | {_spread(wall)} | {wall_floor} |"


def _memory(memory: Mapping[str, float]) -> Iterator[str]:
    yield "| program | MB | to plain |\n| --- | ---: | ---: |"
    for key, peak in memory.items():
        ratio = f"{peak / memory[PLAIN]:.2f}" if PLAIN in memory else ""
        yield f"| {KINDS[key].title} | {peak:.0f} | {ratio} |"


def _costs(results: Results, count: int, state: State) -> dict[str, list[Cost]]:
    """Select the runs of one table, by subject in the order of `KINDS`."""
    cases = {key: Case(key, count, state) for key in KINDS}
    return {key: results.costs[case] for key, case in cases.items() if case in results.costs}


def _slopes(results: Results) -> dict[str, float]:
    """Return the CPU seconds of one environment more, from the lowest to the highest number measured."""
    counts = sorted({case.environments for case in results.costs if case.state == "warm"})
    few, many = counts[0], counts[-1]
    if few == many:
        return {}
    low, high = _costs(results, few, "warm"), _costs(results, many, "warm")
    return {key: (_cpu(high[key]) - _cpu(low[key])) / (many - few) for key in low}


def _cpu(runs: Sequence[Cost]) -> float:
    return median(run.cpu for run in runs)


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _ratio(seconds: Sequence[float], other: Sequence[float]) -> str:
    return f"{median(seconds) / median(other):.3g}" if other else ""


def plot(results: Results) -> str | None:
    """Draw CPU time of three environments, warm and cold, as SVG; None when they were not measured."""
    warm = _costs(results, PLOT_ENVIRONMENTS, "warm")
    cold = _costs(results, PLOT_ENVIRONMENTS, "cold")
    if not warm:
        return None
    left, width, row, top = 240, 460, 44, 56
    scale = width / max(_cpu(runs) for runs in (*warm.values(), *cold.values()))
    plain = _cpu(warm[PLAIN]) if PLAIN in warm else None
    title = f"CPU seconds to synthesize {PLOT_ENVIRONMENTS} environments"
    legend = "dark: warm, and its share of the plain cdktf program; light: first run ever"
    bars = []
    for number, key in enumerate(sorted(warm, key=lambda key: _cpu(warm[key]))):
        y = top + number * row
        weight = ' font-weight="bold"' if key == OURS else ""
        bars.append(f'<text x="{left - 10}" y="{y + 20}" text-anchor="end"{weight}>{escape(KINDS[key].title)}</text>')
        bars.append(_bar(left, y, _cpu(warm[key]), scale, "#1a6e54" if key == OURS else "#7a8a99", plain))
        if key in cold:
            bars.append(_bar(left, y + 17, _cpu(cold[key]), scale, "#a9cfc0" if key == OURS else "#cdd5dc", None))
    height = top + len(warm) * row + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {height}" font-family="sans-serif" font-size="13" '
        f'role="img" aria-label="{title}">\n'
        f'<rect width="860" height="{height}" fill="#ffffff"/>\n'
        f'<text x="16" y="24" font-size="15" font-weight="bold">{title}</text>\n'
        f'<text x="16" y="42" fill="#555555">{legend}</text>\n' + "\n".join(bars) + "\n</svg>\n"
    )


def _bar(x: float, y: float, seconds: float, scale: float, colour: str, plain: float | None) -> str:
    ratio = f" ({seconds / plain:.2g} of plain)" if plain else ""
    return (
        f'<rect x="{x}" y="{y + 4}" width="{max(seconds * scale, 1):.1f}" height="15" fill="{colour}"/>'
        f'<text x="{x + seconds * scale + 6:.1f}" y="{y + 16}" font-size="12">{seconds:.2f} s{ratio}</text>'
    )
