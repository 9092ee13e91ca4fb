"""Answers in the terminal: plain words first, then tables that fit 80 columns without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simsales.experiments.cautions import recommendation_cautions
from simsales.measure.estimate import Difference, Estimate
from simsales.measure.kpis import KPIS
from simsales.report import compare_words, words
from simsales.report.grid import write_table
from simsales.report.numbers import NO_NUMBER, Numbers
from simsales.report.tables import sources_and_orders

if TYPE_CHECKING:
    from rich.console import Console

    from simsales.experiments.answers import Rows
    from simsales.experiments.compare import CompareResult
    from simsales.experiments.run import RunResult

SHOWN = (
    "bookings", "orders", "profit", "leads", "wins", "win_rate", "attainment", "reps_at_quota", "utilisation",
    "response_hours", "cycle_days", "headcount", "open_value",
)  # fmt: skip
"""KPIs in the tables; all of them are in --json and --out."""
MOST_REPS = 16
NARROW, WIDE = 80, 100


def console() -> Console:
    """Standard output, at most 100 columns wide so that lines stay readable."""
    from rich.console import Console

    made = Console(highlight=False, markup=False, emoji=False)
    made.width = min(made.width, WIDE) if made.is_terminal else min(made.width, NARROW)
    return made


def show_run(result: RunResult, out: Console, *, quiet: bool = False) -> None:
    """Prints the answer and, unless `quiet`, what holds back, how sure it is and the tables."""
    _say(out, words.answer(result), style="bold")
    if quiet:
        return
    out.print()
    _paragraphs(out, [words.holds_back(result)], words.how_sure(result), warnings=result.warnings)
    numbers = words.numbers_of(result.loaded)
    _kpis(out, result.kpis, numbers, words.span_words(result.loaded).noun)
    _stages(out, result, numbers)
    _sources(out, sources_and_orders(result), numbers)
    if result.by_team:
        _people(out, "By team", result.by_team, list(result.by_team), numbers)
    _reps(out, result.by_rep, numbers)


def show_compare(result: CompareResult, out: Console, *, quiet: bool = False) -> None:
    """Prints which is better and, unless `quiet`, why, how sure it is and the differences."""
    for line in compare_words.answer(result):
        _say(out, line, style="bold")
    if quiet:
        return
    out.print()
    said = set(recommendation_cautions(result.recommendation))  # by the answer, in its own words
    warnings = [warning for warning in result.warnings if warning not in said]
    _paragraphs(out, compare_words.how_sure(result), warnings=warnings)
    numbers = words.numbers_of(result.loaded)
    for each in result.alternatives:
        out.print(f"\nWhy: {words.plain_name(each.name)}", style="bold")
        for line in compare_words.why(result, each):
            _say(out, line)
        _differences(out, result.base, each.differences, numbers)


def _paragraphs(out: Console, *groups: Iterable[str], warnings: Iterable[str]) -> None:
    for group in groups:
        for line in group:
            _say(out, line)
    for warning in warnings:
        _say(out, f"Note: {warning}", style="yellow")


def _say(out: Console, text: str, style: str | None = None) -> None:
    """A paragraph; unlike the console's own wrapping, it keeps an amount and its unit together."""
    from textwrap import wrap

    for line in wrap(text, out.width, break_on_hyphens=False):
        out.print(line, style=style, no_wrap=True)


def show_pipeline(result: RunResult, out: Console) -> None:
    """Prints the stages with their load and where deals go from them."""
    from simsales.report.gallery import simulated_edges

    numbers = words.numbers_of(result.loaded)
    _say(out, words.holds_back(result), style="bold")
    edges = simulated_edges(result)
    neck = result.bottleneck.stage if result.bottleneck else None
    rows = []
    for name, kpis in result.by_stage.items():
        ways = sorted((edge for edge in edges if edge.source == name), key=lambda edge: edge.target == "lost")
        onwards = ", ".join(f"{words.plain_name(way.target)} {numbers.share(way.chance, 0)}" for way in ways)
        load = (_mean(kpis, key, numbers) for key in ("open_deals", "queue_hours"))
        rows.append((name, *load, "slowest" if name == neck else "", onwards))
    columns = ("Stage", "open", "hours till\nrep is free", "", "goes on to")
    write_table(out, "Pipeline, on average", columns, rows, wrapped=(4,))


def label(name: str, numbers: Numbers) -> str:
    """A KPI's label; units are said in it where they do not stand behind every figure.

    >>> label("cycle_days", Numbers()), label("profit", Numbers("EUR", "de_DE"))
    ('Sales cycle, days', 'Profit, €')
    """
    unit, said = KPIS[name].unit, words.kpi_label(name, numbers)
    if unit == "money":
        return said + numbers.beside
    return f"{said}, {unit}" if unit in ("days", "hours") else said


def _kpis(out: Console, kpis: dict[str, Estimate], numbers: Numbers, span: str) -> None:
    rows = []
    for name in SHOWN:
        e = kpis[name]
        if e.mean is not None and not (name == "orders" and e.mean == 0):
            figures = (numbers.of_unit(v, e.unit, named=False) for v in (e.p10, e.p50, e.p90, e.mean))
            rows.append((label(name, numbers), *figures, _interval(e, numbers)))
    columns = (
        "",
        "1 in 10\nbelow",
        f"typical\n{span}",
        "1 in 10\nabove",
        "average",
        "95% interval\nof average",
    )
    write_table(out, "Figures", columns, rows)


def _interval(e: Estimate, numbers: Numbers) -> str:
    if e.low is None or e.high is None:
        return NO_NUMBER
    if e.low == e.high:
        return numbers.of_unit(e.low, e.unit, named=False)
    return "–".join(numbers.ends(e.low, e.high, e.unit))


def _mean(kpis: dict[str, Estimate], name: str, numbers: Numbers) -> str:
    e = kpis.get(name)
    return NO_NUMBER if e is None else numbers.of_unit(e.mean, e.unit, named=False)


def _stages(out: Console, result: RunResult, numbers: Numbers) -> None:
    neck = result.bottleneck.stage if result.bottleneck else None
    names = ("entered", "conversion", "losses", "open_deals", "queue_hours", "stage_days")
    rows = [
        (name, *(_mean(kpis, k, numbers) for k in names), "slowest" if name == neck else "")
        for name, kpis in result.by_stage.items()
    ]
    columns = (
        "Stage",
        "deals\nenter",
        "go on",
        "lost",
        "open",
        "hours till\nrep is free",
        "days in\nstage",
        "",
    )
    write_table(out, "By stage, on average", columns, rows)


def _sources(out: Console, rows_of: Rows, numbers: Numbers) -> None:
    names = ("leads", "wins", "win_rate", "bookings", "deal_size", "cycle_days")
    rows = [(name, *(_mean(kpis, k, numbers) for k in names)) for name, kpis in rows_of.items()]
    columns = (
        "Source",
        "leads",
        "wins",
        "win rate",
        f"booked{numbers.beside}",
        f"deal size{numbers.beside}",
        "cycle,\ndays",
    )
    write_table(out, "By source, on average", columns, rows)


def _reps(out: Console, rows_of: Rows, numbers: Numbers) -> None:
    """Reps by what they book; of many only the ends."""
    ranked = sorted(rows_of, key=lambda name: -(rows_of[name]["bookings"].mean or 0.0))
    half = MOST_REPS // 2
    shown = ranked if len(ranked) <= MOST_REPS else ranked[:half] + ranked[-half:]
    title = (
        "By rep"
        if shown is ranked
        else f"By rep: the {half} who book most and the {half} who book least of {len(ranked)}"
    )
    _people(out, title, rows_of, shown, numbers)


def _people(out: Console, title: str, rows_of: Rows, shown: Sequence[str], numbers: Numbers) -> None:
    rows = []
    for name in shown:
        kpis = rows_of[name]
        reached = kpis["attainment"]
        ends = NO_NUMBER
        if reached.p10 is not None:
            ends = f"{numbers.share(reached.p10, 0)}–{numbers.share(reached.p90, 0)}"
        middle = numbers.share(reached.p50, 0)
        books = kpis["bookings"].mean != 0  # others than closers would show rows of zeros
        averages = [_mean(kpis, k, numbers) if books else NO_NUMBER for k in ("bookings", "wins", "win_rate")]
        busy = numbers.share(kpis["utilisation"].mean, 0)
        rows.append((name, *averages, busy, middle, ends))
    columns = (
        "",
        f"booked{numbers.beside}",
        "wins",
        "win rate",
        "busy",
        "of quota,\ntypical",
        "8 in 10\nbetween",
    )
    write_table(out, title, columns, rows)


def _differences(
    out: Console, base: dict[str, Estimate], changes: dict[str, Difference], numbers: Numbers
) -> None:
    rows = []
    for name in SHOWN:
        change, before = changes[name], base[name]
        if change.mean is None or before.mean is None or (name == "orders" and before.mean == 0):
            continue
        chance = change.probability_better
        rows.append(
            (
                label(name, numbers), numbers.of_unit(before.mean, before.unit, named=False),
                signed(change.mean, change.unit, numbers),
                signed_interval(change, numbers), NO_NUMBER if chance is None else numbers.share(chance, 0),
            )
        )  # fmt: skip
    columns = ("", "base", "change", "95% interval\nof the change", "chance\nbetter")
    write_table(out, "Changes, on average", columns, rows)


def signed(value: float | None, unit: str, numbers: Numbers) -> str:
    """A difference with its sign; shares in percentage points.

    >>> signed(0.021, "share", Numbers()), signed(-1200.0, "money", Numbers())
    ('+2.1 points', '-$1,200')
    """
    if value is None:
        return NO_NUMBER
    if unit == "share":
        text = f"{numbers.plain(value * 100, 1)} points"
    elif unit == "money":
        text = numbers.of_unit(value, "money", named=False)
    else:
        text = numbers.plain(value, 1 if abs(value) < 99.95 else 0)
    return "+" + text if value > 0 and any(digit in text for digit in "123456789") else text


def signed_interval(change: Difference, numbers: Numbers) -> str:
    """Both ends of a difference's interval, with their signs.

    >>> signed_interval(Difference(0.02, 0.011, 0.031, None, "share"), Numbers())
    '+1.1 to +3.1'
    """
    if change.low is None or change.high is None:
        return NO_NUMBER
    scale, unit = (100.0, "count") if change.unit == "share" else (1.0, change.unit)
    ends = (change.low * scale, change.high * scale)
    texts = numbers.ends(*ends, unit)
    return " to ".join(
        "+" + t if end > 0 and any(digit in t for digit in "123456789") else t
        for t, end in zip(texts, ends, strict=True)
    )
