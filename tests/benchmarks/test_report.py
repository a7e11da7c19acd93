from xml.etree import ElementTree as ET

from benchmarks.measure import Cost
from benchmarks.plan import Case, Results
from benchmarks.report import Circumstances, markdown, plot

SVG_TEXT = "{http://www.w3.org/2000/svg}text"
ABOUT = Circumstances("2026-11-23", "a machine", {"cdktf": "0.21.0"})
RESULTS = Results(
    {
        Case("floor", 3, "warm"): [Cost(0.5, 0.4), Cost(0.7, 0.4), Cost(0.6, 0.5)],
        Case("tapstack", 3, "warm"): [Cost(0.9, 0.8), Cost(0.8, 0.6), Cost(1.0, 0.7)],
        Case("cdktf", 3, "warm"): [Cost(13.0, 14.0)] * 3,
        Case("floor", 203, "warm"): [Cost(1.0, 1.0)] * 3,
        Case("tapstack", 203, "warm"): [Cost(3.0, 2.7)] * 3,
        Case("cdktf", 203, "warm"): [Cost(13.0, 16.0)] * 3,
        Case("tapstack", 3, "cold"): [Cost(4.0, 5.0)] * 3,
    },
    {"tapstack": 180.0, "cdktf": 1200.0},
)


def test_the_tables_show_medians_spread_and_ratios() -> None:
    text = markdown(RESULTS, ABOUT, "results.svg")
    assert "Measured on 2026-11-23 by `python -m benchmarks`, each case 3 times" in text
    assert "| **TapStack** | 0.70 (0.60 to 0.80) | 0.05 | 1.75 | 0.90 (0.80 to 1.00) |" in text
    assert "| **TapStack** | 5.00 (5.00 to 5.00) |  |  | 4.00 (4.00 to 4.00) |" in text
    assert "| TapStack | 180 | 0.15 |" in text
    assert "| TapStack | 10.0 |" in text


def test_the_plot_is_an_image_of_every_program() -> None:
    drawing = plot(RESULTS)
    assert drawing is not None
    texts = [element.text for element in ET.fromstring(drawing).iter(SVG_TEXT)]  # noqa: S314 - our own drawing
    assert texts[2:] == [
        "cdktf without a provider (the floor)",
        "0.40 s (0.029 of plain)",
        "TapStack",
        "0.70 s (0.05 of plain)",
        "5.00 s",
        "plain cdktf program",
        "14.00 s (1 of plain)",
    ]


def test_without_three_environments_there_is_no_plot() -> None:
    assert plot(Results({Case("floor", 1, "warm"): [Cost(1, 1)]}, {})) is None
