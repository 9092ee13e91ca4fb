"""The pictures of a result, and how they get into files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.measure.kpis import KPIS
from simsales.report import plots, style
from simsales.report.pipeline import WON, Edge, Node, pipeline
from simsales.report.terminal import label, signed, signed_interval
from simsales.report.words import numbers_of, plain_name, span_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.experiments.answers import AlternativeResult
    from simsales.experiments.compare import CompareResult
    from simsales.experiments.run import RunResult

COMPARED = (
    "bookings", "profit", "wins", "win_rate", "attainment", "utilisation", "response_hours", "cycle_days",
    "cost", "open_value",
)  # fmt: skip
"""KPIs in the picture of differences."""
_LEAVING = {"next": "advanced", "back": "went_back", "lost": "losses"}
Drawing = Callable[[], "Figure"]


def run_pictures(result: RunResult) -> dict[str, Drawing]:
    """File name (without ending) -> how to draw it."""
    drawings: dict[str, Drawing] = {
        "funnel": lambda: _funnel(result),
        "bookings": lambda: _bookings(result),
        "utilisation": lambda: _utilisation(result),
        "pipeline": lambda: pipeline_picture(result),
    }
    if any(kpis["attainment"].p50 is not None for kpis in result.by_rep.values()):
        drawings["attainment"] = lambda: _attainment(result)
    return drawings


def compare_pictures(result: CompareResult) -> dict[str, Drawing]:
    """File name (without ending) -> how to draw it."""
    return {"differences": lambda: _differences(result)}


def save_pictures(drawings: dict[str, Drawing], directory: Path) -> None:
    """Each picture as SVG and PNG."""
    with style.settings():
        for name, draw in drawings.items():
            page = draw()
            style.save(page, directory / f"{name}.svg")
            style.save(page, directory / f"{name}.png")


def save_picture(draw: Drawing, path: Path) -> None:
    """One picture, as SVG or PNG by the ending of `path`."""
    with style.settings():
        style.save(draw(), path)


def _funnel(result: RunResult) -> Figure:
    entered = [kpis["entered"].mean or 0.0 for kpis in result.by_stage.values()]
    names = [plain_name(name) for name in result.by_stage]
    wins = result.kpis["wins"].mean or 0.0
    span = span_words(result.loaded).noun
    return plots.funnel(names, entered, wins, numbers_of(result.loaded), span=span)


def _band(made: Any) -> plots.Band:
    """Columns p10, p50, p90 of shape (weeks, 3); an undefined week counts as 0."""
    import numpy as np

    p10, p50, p90 = np.nan_to_num(made).T.tolist()
    return plots.Band(p10, p50, p90)


def _bookings(result: RunResult) -> Figure:
    scenario = result.loaded.scenario
    return plots.bookings_fan(
        _band(result.by_week["bookings_cumulative"]), numbers_of(result.loaded),
        start=scenario.calendar.start, target=result.target.money if result.target else None,
        word=scenario.company.money_word, span=span_words(result.loaded).noun,
    )  # fmt: skip


def _utilisation(result: RunResult) -> Figure:
    start = result.loaded.scenario.calendar.start
    numbers, span = numbers_of(result.loaded), span_words(result.loaded).noun
    return plots.utilisation_by_week(_band(result.by_week["utilisation"]), numbers, start=start, span=span)


def _attainment(result: RunResult) -> Figure:
    reached = {
        n: kpis["attainment"] for n, kpis in result.by_rep.items() if kpis["attainment"].p50 is not None
    }
    band = plots.Band(
        [e.p10 or 0.0 for e in reached.values()], [e.p50 or 0.0 for e in reached.values()],
        [e.p90 or 0.0 for e in reached.values()],
    )  # fmt: skip
    names = [plain_name(name) for name in reached]
    return plots.attainment_by_rep(
        names, band, numbers_of(result.loaded), span=span_words(result.loaded).noun
    )


def _differences(result: CompareResult) -> Figure:
    numbers = numbers_of(result.loaded)
    panels = [(plain_name(each.name), list(_rows(result, each))) for each in result.alternatives]
    return plots.differences(panels, numbers, base=plain_name(result.loaded.scenario.name))


def _rows(result: CompareResult, each: AlternativeResult) -> Iterator[plots.DifferenceRow]:
    """KPIs that both plans have, as parts of the base's mean; without an interval its ends are the mean."""
    numbers = numbers_of(result.loaded)
    for name in COMPARED:
        base, d = result.base[name].mean, each.differences[name]
        if not base or d.mean is None:
            continue
        low, high = (d.mean if end is None else end for end in (d.low, d.high))
        interval = f"  ({signed_interval(d, numbers)})" if d.low is not None else ""
        better = KPIS[name].better
        yield plots.DifferenceRow(
            label(name, numbers), d.mean / abs(base), low / abs(base), high / abs(base),
            signed(d.mean, d.unit, numbers) + interval,
            None if better is None else better == "higher",
        )  # fmt: skip


def pipeline_nodes(result: RunResult) -> list[Node]:
    """The stages with their average load, then `won`."""
    neck = result.bottleneck.stage if result.bottleneck else None
    stages = [
        Node(name, kpis["open_deals"].mean, kpis["queue_hours"].mean, name == neck)
        for name, kpis in result.by_stage.items()
    ]
    return [*stages, Node(WON, None, None)]


def pipeline_edges(result: RunResult) -> list[Edge]:
    """The ways between stages with their chance when all effects are neutral."""
    graph = result.loaded.scenario.pipeline.graph()
    return [Edge(s, t, float(d["chance"]), str(d["kind"])) for s, t, d in graph.edges(data=True)]


def simulated_edges(result: RunResult) -> list[Edge]:
    """The ways with the share of the deals leaving a stage that took them, as the simulation had it.

    Where several ways of a kind leave a stage, they part its share by their neutral chances. A
    stage that no deal left keeps those.
    """
    edges = pipeline_edges(result)
    return [replace(edge, chance=_simulated(result, edge, edges)) for edge in edges]


def _simulated(result: RunResult, edge: Edge, edges: list[Edge]) -> float:
    kpis = result.by_stage[edge.source]
    left = {kind: kpis[name].mean or 0.0 for kind, name in _LEAVING.items() if name in kpis}
    alike = sum(e.chance for e in edges if (e.source, e.kind) == (edge.source, edge.kind))
    if not sum(left.values()) or not alike or edge.kind not in left:
        return edge.chance
    return left[edge.kind] / sum(left.values()) * edge.chance / alike


def pipeline_picture(result: RunResult) -> Figure:
    """The pipeline with load and bottleneck."""
    numbers, span = numbers_of(result.loaded), span_words(result.loaded)
    says = f"Percent: where deals went that left a stage, mean of the simulated {span.plural}"
    title = plain_name(result.loaded.scenario.name)
    return pipeline(pipeline_nodes(result), simulated_edges(result), numbers, title=title, says=says)
