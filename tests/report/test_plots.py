"""Pictures: the same bytes every time, all words readable, nothing on top of another."""

import itertools
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from simsales.report import plots, style
from simsales.report.numbers import Numbers
from simsales.report.pipeline import Edge, Node, layers, pipeline

US = Numbers()
START = date(2026, 1, 5)


def band(weeks=52, cumulate=True, scale=1.0):
    made = np.random.default_rng(1).gamma(2, 27_000 * scale, (100, weeks))
    made = made.cumsum(axis=1) if cumulate else made
    return plots.Band(*(np.quantile(made, q, axis=0).tolist() for q in (0.1, 0.5, 0.9)))


ROW = plots.DifferenceRow
ROWS = [
    ROW("bookings", 0.045, 0.03, 0.06, "+$120K (+$80K to +$160K)", True),
    ROW("profit", -0.02, -0.05, 0.01, "-$12K (-$30K to +$6K)", True),
    ROW("cycle", 0.5, 0.4, 25.0, "+9 days", False),
]
NODES = [
    Node("lead", 3.0, 1.0),
    Node("a" * 70, 9.0, 4.5, True),
    Node("deal", 1.0, 0.1),
    Node("won", None, None),
]
EDGES = [
    Edge("lead", "a" * 70, 0.5, "next"), Edge("lead", "lost", 0.5, "lost"),
    Edge("a" * 70, "deal", 0.9, "next"),
    Edge("deal", "lead", 0.1, "back"), Edge("deal", "won", 0.5, "next"), Edge("lead", "deal", 0.1, "next"),
]  # fmt: skip

PICTURES = {
    "funnel": lambda: plots.funnel(["lead $ x$", "demo"], [1234.0, 30.0], 4.2, US, span="year"),
    "funnel_empty": lambda: plots.funnel(["lead"], [0.0], 0.0, US, span="year"),
    "fan": lambda: plots.bookings_fan(band(), US, start=START, target=2.9e6, word="ARR", span="year"),
    "fan_nothing": lambda: plots.bookings_fan(
        plots.Band([0.0], [0.0], [0.0]), US, start=START, target=None, word="ARR", span="week"
    ),
    "utilisation": lambda: plots.utilisation_by_week(band(300, False, 1e-5), US, start=START, span="run"),
    "attainment": lambda: plots.attainment_by_rep(
        [f"rep {i}" for i in range(90)], band(90, False, 1e-5), US, span="year"
    ),
    "differences": lambda: plots.differences([("More", ROWS), ("Less", ROWS[:1])], US, base="x"),
    "pipeline": lambda: pipeline(NODES, EDGES, US, title="x"),
    "pipeline_stuck_at_once": lambda: pipeline(
        [replace(NODES[0], bottleneck=True), *NODES[2:]], EDGES[-2:], US, title="x", says="Percent: left"
    ),
}


def rectangles(page):
    """Where each visible word stands, in dots."""
    from matplotlib.text import Text

    page.canvas.draw()
    renderer = page.canvas.get_renderer()
    found = {}
    for i, text in enumerate(page.findobj(Text)):
        if text.get_text().strip() and text.get_visible():
            found[f"{i} {text.get_text()}"] = text.get_window_extent(renderer)
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_svg_is_the_same_every_time_and_valid(name, tmp_path):
    with style.settings():
        for copy in ("a.svg", "b.svg"):
            style.save(PICTURES[name](), tmp_path / copy)
    text = (tmp_path / "a.svg").read_bytes()
    assert text == (tmp_path / "b.svg").read_bytes()
    assert b"dc:date" not in text
    assert ElementTree.fromstring(text).tag.endswith("svg")


def clashes(boxes):
    for (a, x), (b, y) in itertools.combinations(boxes.items(), 2):
        # 2 dots of grace: boxes include the room for descenders
        over = min(x.x1, y.x1) - max(x.x0, y.x0), min(x.y1, y.y1) - max(x.y0, y.y0)
        if min(over) > 2:
            yield a, b


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "fan_nothing"])
def test_no_words_stand_on_others(name):
    with style.settings():
        assert list(clashes(rectangles(PICTURES[name]()))) == []


def test_target_and_typical_year_stay_apart_when_equal():
    middle = band()
    with style.settings():
        page = plots.bookings_fan(middle, US, start=START, target=middle.p50[-1], word="x", span="year")
        assert list(clashes(rectangles(page))) == []


@pytest.mark.parametrize("name", ["fan", "differences", "pipeline", "attainment"])
def test_nothing_is_cut_off(name, tmp_path):
    from matplotlib.image import imread

    with style.settings():
        style.save(PICTURES[name](), tmp_path / "x.png")
    picture = imread(tmp_path / "x.png")[..., :3]
    edge = np.concatenate(
        [picture[:6].ravel(), picture[-6:].ravel(), picture[:, :6].ravel(), picture[:, -6:].ravel()]
    )
    assert edge.min() > 0.99


def luminance(colour):
    r, g, b = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_colours_differ_in_grey():
    assert luminance(style.LIGHT) - luminance(style.MAIN) > 0.3
    assert luminance(style.PAPER) - luminance(style.LIGHT) > 0.2


def test_only_matplotlib_without_pyplot():
    import subprocess
    import sys

    code = (
        "import sys; from simsales.report import plots, style, pipeline\n"
        "assert 'matplotlib' not in sys.modules\n"
        "with style.settings(): style.figure()\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_verdicts_mind_the_direction_and_the_interval():
    assert [row.verdict for row in ROWS] == ["better", "unsure", "worse"]
    assert ROW("x", 0.1, 0.05, 0.2, "", None).verdict == "changed"
    assert ROW("x", -0.1, -0.2, -0.05, "", False).verdict == "better"


def test_layers_follow_the_longest_way_and_won_is_last():
    ways = [("a", "b"), ("a", "d"), ("b", "c"), ("c", "d"), ("d", "b"), ("a", "won"), ("d", "won")]
    edges = [Edge(s, t, 0.3, "next") for s, t in ways]
    assert layers(["a", "b", "c", "d", "won"], edges) == [["a"], ["b"], ["c"], ["d"], ["won"]]


def test_circles_everywhere_still_make_layers():
    names = ["a", "b", "c", "won"]
    edges = [Edge(s, t, 0.2, "next") for s in names[:3] for t in names if s != t]
    assert sorted(name for layer in layers(names, edges) for name in layer) == sorted(names)
