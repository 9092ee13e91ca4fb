"""A picture of the pipeline: its stages from top to bottom, how full they are, where work piles up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from simsales.report.numbers import Numbers
from simsales.report.style import ALERT, INK, LIGHT, MAIN, PAPER, QUIET, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

WON, LOST = "won", "lost"
WIDTH, HEIGHT = 2.7, 0.64  # of a stage's box, inches
COLUMN, ROW = 4.3, 1.18  # from box to box


@dataclass(frozen=True)
class Node:
    """A stage with its load, or `won`: average open deals, hours that a touch waits for its rep."""

    name: str
    open_deals: float | None
    queue_hours: float | None
    bottleneck: bool = False


@dataclass(frozen=True)
class Edge:
    """A way from stage to stage, `won` or `lost`; `kind` is next, back or lost."""

    source: str
    target: str
    chance: float
    kind: str


def layers(nodes: Sequence[str], edges: Sequence[Edge]) -> list[list[str]]:
    """Stages by the longest way from the top; ways that close a circle do not count.

    >>> ways = [Edge("a", "b", 1, "next"), Edge("a", "c", 1, "next"), Edge("b", "c", 1, "next")]
    >>> layers(["a", "b", "c"], ways + [Edge("c", "a", 0.1, "back")])
    [['a'], ['b'], ['c']]
    """
    import networkx

    graph: Any = networkx.DiGraph()
    graph.add_nodes_from(nodes)
    for edge in sorted((e for e in edges if e.kind == "next"), key=lambda e: _is_upward(e, nodes)):
        if not networkx.has_path(graph, edge.target, edge.source):
            graph.add_edge(edge.source, edge.target)
    depth: dict[str, int] = {}
    for node in networkx.lexicographical_topological_sort(graph, key=list(nodes).index):
        depth[node] = max((depth[before] + 1 for before in graph.predecessors(node)), default=0)
    if WON in depth:
        depth[WON] = max([depth[WON], *(d + 1 for name, d in depth.items() if name != WON)])
    return [[n for n in nodes if depth[n] == d] for d in range(max(depth.values(), default=-1) + 1)]


def _is_upward(edge: Edge, nodes: Sequence[str]) -> bool:
    return nodes.index(edge.target) < nodes.index(edge.source)


def pipeline(
    nodes: Sequence[Node], edges: Sequence[Edge], numbers: Numbers, *, title: str, says: str = ""
) -> Figure:
    """Draws the stages as boxes, filled by their open deals; the bottleneck is a six-sided box.

    `says` tells, below the title, what the shares beside the ways are.
    """
    rows = layers([node.name for node in nodes], edges)
    places = _places(rows)
    across = max(len(row) for row in rows)
    page = figure(across * COLUMN + 1.6, len(rows) * ROW + 1.7)
    axes = page.add_subplot()
    fullest = max([node.open_deals or 0.0 for node in nodes] + [1e-12])
    for edge in edges:
        if edge.target != LOST and edge.source in places and edge.target in places:
            _way(axes, edge, places, rows, numbers)
    for node in nodes:
        lost = sum(edge.chance for edge in edges if edge.source == node.name and edge.target == LOST)
        _box(axes, node, places[node.name], fullest, numbers)
        if lost > 0:
            _stub(axes, places[node.name], numbers.share(lost, 0), beside=0.2 if node.bottleneck else 0.0)
    _frame(axes, rows, title, says)
    return page


def _places(rows: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    return {
        name: ((column - (len(row) - 1) / 2) * COLUMN, -depth * ROW)
        for depth, row in enumerate(rows) for column, name in enumerate(row)
    }  # fmt: skip


def _frame(axes: Axes, rows: Sequence[Sequence[str]], title: str, says: str) -> None:
    half = max(len(row) for row in rows) * COLUMN / 2
    axes.set_xlim(-half - 0.8, half + 0.8)
    axes.set_ylim(-(len(rows) - 1) * ROW - 0.6, 1.5)
    axes.set_aspect("equal")
    axes.axis("off")
    left = -half + (COLUMN - WIDTH) / 2
    axes.text(left, 1.42, title, fontsize=13, fontweight="bold", va="top")
    told = ["Blue: open deals, as a share of the fullest stage", *([says] if says else [])]
    axes.text(left, 1.12, "\n".join(told), color=QUIET, va="top", fontsize=9, linespacing=1.35)


def _box(axes: Axes, node: Node, at: tuple[float, float], fullest: float, numbers: Numbers) -> None:
    from matplotlib.patches import Rectangle

    x, y = at
    outline = _outline(node, x, y)
    axes.add_patch(outline)
    left, right = x - WIDTH / 2 - 0.2, x + WIDTH / 2 + 0.2
    full = 1.0 if node.name == WON else (node.open_deals or 0.0) / fullest
    colour, alpha = (MAIN, 1.0) if node.name == WON else (LIGHT, 0.6)
    inside = Rectangle((left, y - HEIGHT / 2), (right - left) * full, HEIGHT, linewidth=0, zorder=3,
                       facecolor=colour, alpha=alpha)  # fmt: skip
    axes.add_patch(inside)
    inside.set_clip_path(outline)
    name = shorten(node.name.replace("_", " "), 30, placeholder="…")
    if node.name == WON:
        axes.text(x, y, name, ha="center", va="center", color=PAPER, fontweight="bold", fontsize=11, zorder=5)
        return
    axes.text(x, y + 0.12, name, ha="center", va="center", fontweight="bold", zorder=5)
    axes.text(x, y - 0.14, _load(node, numbers), ha="center", va="center", fontsize=8.5, zorder=5)
    if node.bottleneck:
        axes.text(x - WIDTH / 2, y + HEIGHT / 2 + 0.05, "bottleneck", color=ALERT, va="bottom", zorder=5,
                  fontweight="bold", fontsize=9)  # fmt: skip


def _outline(node: Node, x: float, y: float) -> Patch:
    from matplotlib.patches import FancyBboxPatch, Polygon

    w, h = WIDTH / 2, HEIGHT / 2
    if node.bottleneck:
        corners = [
            (x - w, y - h),
            (x + w, y - h),
            (x + w + 0.2, y),
            (x + w, y + h),
            (x - w, y + h),
            (x - w - 0.2, y),
        ]
        return Polygon(corners, closed=True, facecolor=PAPER, edgecolor=ALERT, linewidth=2.6, zorder=2.5)
    return FancyBboxPatch((x - w, y - h), 2 * w, 2 * h, boxstyle="round,pad=0,rounding_size=0.12",
                          facecolor=PAPER, edgecolor=MAIN, linewidth=1.2, zorder=2.5)  # fmt: skip


def _load(node: Node, numbers: Numbers) -> str:
    if node.open_deals is None:
        return ""
    wait = "" if node.queue_hours is None else f"  ·  {numbers.plain(node.queue_hours, 1)} h wait a touch"
    return f"{numbers.count(node.open_deals)} open{wait}"


def _stub(axes: Axes, at: tuple[float, float], share: str, *, beside: float) -> None:
    """A faint arrow to the right for the deals that are lost, `beside` a six-sided box further out."""
    x, y = at[0] + WIDTH / 2 + 0.06 + beside, at[1] - 0.12
    axes.annotate(
        "", (x + 0.4, y), (x, y), arrowprops={"arrowstyle": "->", "color": QUIET, "alpha": 0.6}, zorder=1
    )
    axes.text(x + 0.44, y, f"{share} lost", color=QUIET, va="center", fontsize=8.5)


def _way(
    axes: Axes,
    edge: Edge,
    places: dict[str, tuple[float, float]],
    rows: Sequence[Sequence[str]],
    numbers: Numbers,
) -> None:
    (x0, y0), (x1, y1) = places[edge.source], places[edge.target]
    down = round((y0 - y1) / ROW)
    words = numbers.share(edge.chance, 0)
    if down == 1:
        _arrow(axes, (x0, y0 - HEIGHT / 2), (x1, y1 + HEIGHT / 2 + 0.03), "arc3", edge.kind)
        middle = ((x0 + x1) / 2 + 0.07, (y0 + y1) / 2)
    elif down == 0:
        side = 1 if x1 > x0 else -1
        _arrow(
            axes, (x0 + side * WIDTH / 2, y0 + 0.12), (x1 - side * WIDTH / 2, y1 + 0.12), "arc3", edge.kind
        )
        middle = ((x0 + x1) / 2, y0 + 0.26)
    else:
        left = max(len(row) for row in rows) == 1 or x0 <= 0
        middle = _detour(axes, edge, (x0, y0), (x1, y1), left=left)
    aside = abs(down) == 1 and down > 0 and abs(x0 - x1) < 0.01
    colour = INK if edge.kind == "next" else QUIET
    axes.text(*middle, words, fontsize=9, ha="left" if aside else "center", va="center", color=colour,
              zorder=4, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _detour(
    axes: Axes, edge: Edge, start: tuple[float, float], end: tuple[float, float], *, left: bool
) -> tuple[float, float]:
    """A way that passes other stages on the outside; gives the place for its label."""
    side = -1 if left else 1
    span = abs(round((start[1] - end[1]) / ROW))
    up = end[1] > start[1]
    out = (0.30 if up else 0.5) + 0.18 * min(span, 6)
    a = (start[0] + side * WIDTH / 2, start[1] + (0.2 if up else -0.2))
    b = (end[0] + side * (WIDTH / 2 + 0.03), end[1] + (-0.06 if up else 0.2))
    bend = min(a[0], b[0]) - out if left else max(a[0], b[0]) + out
    corners = [a, (bend, a[1]), (bend, b[1]), b]
    _curve(axes, corners, edge.kind)
    return _on_curve(corners, 0.5 if up else 0.35)


def _on_curve(corners: Sequence[tuple[float, float]], t: float) -> tuple[float, float]:
    """The place after the part `t` of a cubic Bezier curve."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * corner[i] for w, corner in zip(weights, corners, strict=True)) for i in (0, 1))
    return (x, y)


def _look(kind: str) -> dict[str, Any]:
    if kind == "back":
        return {"color": QUIET, "linestyle": (0, (4, 2)), "linewidth": 1.1}
    return {"color": INK, "linestyle": "-", "linewidth": 1.3}


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: str, kind: str) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(FancyArrowPatch(start, end, connectionstyle=bend, arrowstyle="-|>", mutation_scale=11,
                                   shrinkA=0, shrinkB=0, zorder=1, **_look(kind)))  # fmt: skip


def _curve(axes: Axes, corners: Sequence[tuple[float, float]], kind: str) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    path = Path(list(corners), [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=11, zorder=1, **_look(kind)))
