"""Pictures of one run. Each function takes plain figures and gives a matplotlib Figure.

Call them inside `style.settings()`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simsales.report.numbers import Numbers
from simsales.report.style import ALERT, FAINT, INK, LIGHT, MAIN, QUIET, bare, figure, headline, spread_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_BARS = 40
_ROOM = 0.06  # least distance of two ticks, as a part of the picture


@dataclass(frozen=True)
class Band:
    """A bad (p10), a typical (p50) and a good (p90) value for each of n weeks or reps."""

    p10: Sequence[float]
    p50: Sequence[float]
    p90: Sequence[float]


def funnel(
    stages: Sequence[str], entered: Sequence[float], wins: float, numbers: Numbers, *, span: str
) -> Figure:
    """How many deals enter each stage in a typical span, and are won in the end."""
    names, counts = [*stages, "won"], [*entered, wins]
    page = figure(8.0, 1.3 + 0.42 * len(names))
    axes = page.add_subplot()
    colours = [*[LIGHT] * len(stages), MAIN]
    axes.barh(range(len(names)), counts, color=colours, height=0.72)
    widest = max([*counts, 1e-9])
    for row, count in enumerate(counts):
        amount = axes.text(count + widest * 0.012, row, numbers.count(count), va="center", fontweight="bold")
        if row and counts[0] > 0:
            share = f"{numbers.share(count / counts[0], 0)} of {stages[0].replace('_', ' ')}"
            axes.annotate(share, (1, 0.5), (8, 0), xycoords=amount, textcoords="offset points",
                          va="center", color=QUIET)  # fmt: skip
    axes.set_yticks(range(len(names)), [_wrapped(name) for name in names], color=INK)
    axes.set_xlim(0, widest * 1.25)
    axes.set_xticks([])
    axes.invert_yaxis()
    bare(axes)
    headline(page, f"Deals that enter each stage in a {span}", "Mean; deals that come back count again")
    return page


def bookings_fan(
    cumulated: Band, numbers: Numbers, *, start: date, target: float | None, word: str, span: str
) -> Figure:
    """Money booked up to the end of each week, with the target if there is one."""
    page = figure()
    axes = page.add_subplot()
    ends = [("good", cumulated.p90[-1]), ("typical", cumulated.p50[-1]), ("bad", cumulated.p10[-1])]
    _fan(
        axes, Band(*([0.0, *line] for line in (cumulated.p10, cumulated.p50, cumulated.p90))), start, first=0
    )
    labels = [
        (value, f"{kind} {span}  {numbers.money(value, 3)}", MAIN, kind == "typical") for kind, value in ends
    ]
    top = max(cumulated.p90[-1], target or 0.0, 1e-9)
    if target is not None:
        axes.axhline(target, color=ALERT, linewidth=1.4, linestyle=(0, (5, 3)))
        labels.append((target, f"target  {numbers.money(target, 3)}", ALERT, True))
    axes.set_ylim(0, top * 1.06)
    _label_ends(axes, labels, len(cumulated.p50), gap=top * 0.062)
    axes.yaxis.set_major_formatter(lambda value, _: numbers.goal(value))
    headline(page, f"{word[:1].upper()}{word[1:]} up to each week", _BAND_SAYS.format(span=span))
    return page


_BAND_SAYS = "Line: typical {span}; band: from a bad one (1 in 10 is worse) to a good one (1 in 10 is better)"


def utilisation_by_week(shares: Band, numbers: Numbers, *, start: date, span: str) -> Figure:
    """Share of deal-work hours that are used, week by week (0 to 1)."""
    page = figure(8.0, 3.8)
    axes = page.add_subplot()
    _fan(axes, shares, start)
    axes.axhline(1.0, color=QUIET, linewidth=1.0)
    axes.set_ylim(0, max(1.08, max(shares.p90) * 1.05))
    axes.yaxis.set_major_formatter(lambda value, _: numbers.share(value, 0))
    ends = [("good", shares.p90[-1]), ("", shares.p50[-1]), ("bad", shares.p10[-1])]
    words = {"good": "1 in 10 is higher", "": "typical", "bad": "1 in 10 is lower"}
    labels = [(v, f"{words[kind]}  {numbers.share(v, 0)}", MAIN, kind == "") for kind, v in ends]
    _label_ends(axes, labels, len(shares.p50), gap=0.085)
    headline(
        page, "How busy the reps are", f"Share of their hours for deals that is used, each week of the {span}"
    )
    return page


def attainment_by_rep(
    names: Sequence[str], shares: Band, numbers: Numbers, *, span: str, quota_word: str = "quota"
) -> Figure:
    """Each rep's share of quota: a dot for the typical span, a bar from bad to good."""
    order = sorted(range(len(names)), key=lambda i: (-shares.p50[i], names[i]))
    left_out = max(0, len(order) - MOST_BARS)
    if left_out:
        half = MOST_BARS // 2
        order = order[:half] + order[-half:]
    page = figure(8.0, 1.6 + 0.3 * len(order))
    axes = page.add_subplot()
    _interval_rows(axes, [(shares.p10[i], shares.p50[i], shares.p90[i]) for i in order])
    axes.plot([1.0, 1.0], [-0.75, len(order)], color=ALERT, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)
    axes.text(1.0, -0.85, quota_word, color=ALERT, ha="center", va="bottom", fontweight="bold")
    right = max(max(shares.p90[i] for i in order), 1.1)
    for row, i in enumerate(order):
        axes.text(right * 1.03, row, numbers.share(shares.p50[i], 0), va="center", ha="left")
    axes.set_xlim(0, right * 1.02)
    axes.set_ylim(len(order) - 0.4, -1.7)
    axes.set_yticks(range(len(order)), [_wrapped(names[i]) for i in order], color=INK)
    axes.xaxis.set_major_formatter(lambda value, _: numbers.share(value, 0))
    bare(axes, keep=("bottom",))
    more = f"; the {MOST_BARS // 2} highest and lowest of {len(names)} reps" if left_out else ""
    headline(
        page, f"Share of {quota_word} by rep", f"Dot: typical {span}; bar: from a bad to a good one{more}"
    )
    return page


def _fan(axes: Axes, band: Band, start: date, *, first: int = 1) -> None:
    weeks = range(first, len(band.p50) + first)
    last = weeks[-1]
    axes.fill_between(weeks, band.p10, band.p90, color=LIGHT, alpha=0.55, linewidth=0)
    for edge in (band.p10, band.p90):
        axes.plot(weeks, edge, color=MAIN, linewidth=0.8, alpha=0.7)
    axes.plot(weeks, band.p50, color=MAIN, linewidth=2.2, solid_capstyle="round")
    axes.set_xlim(min(first, last - 0.5), last)
    _month_ticks(axes, start, first, last)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)
    bare(axes, keep=("bottom",))


def _month_ticks(axes: Axes, start: date, first: int, weeks: int) -> None:
    """Ticks at starts of months that are far enough apart, and one for the month in which the weeks begin."""
    every = next((m for m in (1, 2, 3, 6, 12, 24, 60) if weeks / (4.35 * m) <= 13), 120)
    places: list[float] = []
    words: list[str] = []
    for day in (start + timedelta(days=d) for d in range(weeks * 7 + 1)):
        months = day.year * 12 + day.month - 1
        if day.day == 1 and months % every == 0:
            places.append((day - start).days / 7)
            words.append(f"{day:%b}\n{day.year}" if day.month == 1 or not words else f"{day:%b}")
    if places and (places[0] - first) / weeks >= _ROOM:
        places.insert(0, float(first))
        words.insert(0, f"{start:%b}")
    if len(places) < 2:
        every = -(-weeks // 10)
        places = [float(week) for week in range(every, weeks + 1, every)]
        words = [f"week {week:.0f}" for week in places]
    axes.set_xticks(places, words)
    if places[0] == first:
        axes.get_xticklabels()[0].set_horizontalalignment("left")  # clear of the other axis


def _label_ends(axes: Axes, labels: Sequence[tuple[float, str, str, bool]], x: float, *, gap: float) -> None:
    """Words to the right of the picture, beside the heights they name, moved apart."""
    for (_, words, colour, bold), y in zip(labels, spread_out([v for v, *_ in labels], gap), strict=True):
        axes.annotate(
            words, (x, y), (8, 0), textcoords="offset points", va="center", color=colour,
            fontweight="bold" if bold else "normal", annotation_clip=False,
        )  # fmt: skip


def _interval_rows(axes: Axes, rows: Sequence[tuple[float, float, float]]) -> None:
    for y, (low, middle, high) in enumerate(rows):
        axes.plot([low, high], [y, y], color=LIGHT, linewidth=7, solid_capstyle="round", zorder=2)
        axes.plot([middle], [y], marker="o", color=MAIN, markersize=7, zorder=3)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)


def _wrapped(name: str, width: int = 24) -> str:
    from textwrap import shorten, wrap

    spaced = name.replace("_", " ")
    lines = wrap(spaced, width)
    return "\n".join(lines[:2]) if len(lines) <= 2 else shorten(spaced, 2 * width, placeholder="…")


@dataclass(frozen=True)
class DifferenceRow:
    """One KPI's change: `mean`, `low`, `high` in parts of the base (0.1 = +10 %)."""

    label: str
    mean: float
    low: float
    high: float
    words: str
    better: bool | None
    """Whether a rise is good; None for neither."""

    @property
    def verdict(self) -> str:
        """`unsure` when the interval holds 0, else `better`, `worse` or `changed`."""
        if self.low <= 0 <= self.high:
            return "unsure"
        if self.better is None:
            return "changed"
        return "better" if (self.mean > 0) == self.better else "worse"


_MARKS = {"better": ("o", MAIN, MAIN), "worse": ("v", ALERT, ALERT), "unsure": ("o", QUIET, "white"),
          "changed": ("D", QUIET, QUIET)}  # fmt: skip


_LEGEND = {"better": "better", "worse": "worse", "unsure": "may be nothing (interval holds 0)",
           "changed": "changed, neither good nor bad"}  # fmt: skip


def differences(
    panels: Sequence[tuple[str, Sequence[DifferenceRow]]], numbers: Numbers, *, base: str
) -> Figure:
    """What each alternative changes, in percent of the base, with 95 % intervals."""
    from matplotlib.lines import Line2D

    rows = max(len(rows) for _, rows in panels)
    page = figure(9.0, 1.1 + len(panels) * (0.75 + 0.36 * rows))
    grid = page.subplots(len(panels), 1, sharex=True, squeeze=False)
    reach = _reach([row for _, rows in panels for row in rows])
    for axes, (name, rows_of) in zip(grid[:, 0], panels, strict=True):
        _panel(axes, rows_of, reach, numbers)
        axes.set_title(name, loc="left", fontsize=11, fontweight="bold", color=INK, pad=6)
    seen = {row.verdict for _, rows in panels for row in rows}
    handles = [
        Line2D([], [], marker=m, color=edge, markerfacecolor=fill, linestyle="-", linewidth=2,
               label=_LEGEND[verdict])
        for verdict, (m, edge, fill) in _MARKS.items() if verdict in seen
    ]  # fmt: skip
    page.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)
    page.suptitle(f"Change against {base}\n", x=0.01, ha="left", fontsize=13, fontweight="bold")
    return page


def _reach(rows: Sequence[DifferenceRow]) -> tuple[float, float]:
    """Common ends of the axis; a wild interval may run out of it."""
    ends = sorted([abs(end) for row in rows for end in (row.low, row.high)] or [0.01])
    usual = ends[int(0.9 * (len(ends) - 1))] * 1.6
    low = max(min([0.0, *(row.low for row in rows)]), -usual)
    high = min(max([0.0, *(row.high for row in rows)]), usual)
    room = max(high - low, 1e-4) * 0.06
    return low - room, high + room


def _panel(axes: Axes, rows: Sequence[DifferenceRow], reach: tuple[float, float], numbers: Numbers) -> None:
    axes.axvline(0, color=INK, linewidth=1)
    for y, row in enumerate(rows):
        marker, edge, fill = _MARKS[row.verdict]
        axes.plot([row.low, row.high], [y, y], color=edge, linewidth=2.2, solid_capstyle="butt")
        axes.plot([row.mean], [y], marker=marker, color=edge, markerfacecolor=fill, markersize=8)
        axes.annotate(
            row.words, (1.02, y), xycoords=("axes fraction", "data"), va="center", annotation_clip=False
        )
    axes.set_xlim(*reach)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [row.label for row in rows], color=INK)
    axes.xaxis.set_major_formatter(_signed_percent(numbers))
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)
    bare(axes)


def _signed_percent(numbers: Numbers) -> Callable[[float, float | None], str]:
    def words(value: float, _: float | None) -> str:
        decimals = 0 if abs(value) >= 0.0999 or round(value, 4) == round(value, 2) else 1
        return ("+" if value > 1e-9 else "") + numbers.share(value if abs(value) > 1e-9 else 0.0, decimals)

    return words
