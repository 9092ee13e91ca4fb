"""The one look of every picture: few colours, direct labels, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1b2733"
QUIET = "#5d6975"
FAINT = "#d5dbe1"
MAIN = "#1f5a92"
LIGHT = "#a9c6e3"
ALERT = "#c8500a"  # with MAIN also told apart by the colour-blind, and darker than LIGHT in grey
PAPER = "#ffffff"

_SETTINGS: Any = {
    "svg.hashsalt": "simsales",
    "svg.fonttype": "path",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,  # "$" is money, never the start of a formula
    "axes.labelcolor": QUIET,
    "axes.edgecolor": FAINT,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
}


def settings() -> Any:
    """A context in which pictures are drawn and saved."""
    import matplotlib

    return matplotlib.rc_context(_SETTINGS)


def figure(width: float = 8.0, height: float = 4.5) -> Figure:
    """An empty page, in inches; never touches pyplot's global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    page = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    FigureCanvasAgg(page)
    return page


def headline(page: Figure, title: str, subtitle: str = "") -> None:
    """What the picture shows, on the left above it, and a quieter line below."""
    from textwrap import fill

    width = max(30, int(page.get_figwidth() * 11))
    axes = page.axes[0] if page.axes else page.add_subplot()
    lines = fill(subtitle, int(width * 1.15))
    room = 8 + (13 * (lines.count("\n") + 1) if lines else 0)
    axes.annotate(
        fill(title, width), (0, 1), (0, room), xycoords="axes fraction", textcoords="offset points",
        ha="left", va="bottom", fontsize=13, fontweight="bold", annotation_clip=False,
    )  # fmt: skip
    if lines:
        axes.annotate(
            lines, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points",
            ha="left", va="bottom", fontsize=10, color=QUIET, annotation_clip=False,
        )  # fmt: skip


def bare(axes: Axes, *, keep: Sequence[str] = ()) -> None:
    """Takes away spines (but those to keep) and tick marks."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in keep)
    axes.tick_params(length=0)


def spread_out(heights: Sequence[float], gap: float) -> list[float]:
    """Heights moved apart so that labels never overlap, in the same order.

    >>> spread_out([1.0, 1.0, 5.0], gap=1.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    groups: list[list[float]] = []  # centre and number of labels of each clump
    for i in order:
        groups.append([heights[i], 1.0])
        while len(groups) > 1 and _clash(groups[-2], groups[-1], gap):
            (a, n), (b, m) = groups.pop(-2), groups.pop()
            groups.append([(a * n + b * m) / (n + m), n + m])
    placed = [c + (k - (n - 1) / 2) * gap for c, n in groups for k in range(int(n))]
    return [placed[order.index(i)] for i in range(len(heights))]


def _clash(below: list[float], above: list[float], gap: float) -> bool:
    return above[0] - below[0] < gap * (below[1] + above[1]) / 2


def save(page: Figure, path: Path) -> None:
    """Writes SVG or PNG by the ending of `path`, the same bytes for the same picture."""
    metadata: dict[str, Any] = {"Date": None, "Creator": "simsales"}
    if path.suffix.lower() == ".png":
        metadata = {"Software": "simsales"}
    page.savefig(path, dpi=160, metadata=metadata, bbox_inches="tight", pad_inches=0.18)
