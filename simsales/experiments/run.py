"""How does it go? One scenario, many replications."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.engine.totals import Names
from simsales.experiments.answers import Bottleneck, KpiIntervals, Performance, Rows, RunResult, Target
from simsales.experiments.cautions import run_cautions
from simsales.experiments.chunks import Clock, Player, Progress, grow
from simsales.measure.intervals import bootstrap_interval, defined, estimates, quantile_interval, wilson
from simsales.measure.kpis import KPIS, MAIN_KPIS
from simsales.measure.measured import Measured
from simsales.measure.precision import LEAST, more_replications, reached
from simsales.measure.rows import definition
from simsales.measure.span import WEEKS_PER_YEAR
from simsales.measure.spread import Spread, split, subset_size

if TYPE_CHECKING:
    from simsales.engine.simulate import Engine
    from simsales.loading import Loaded
    from simsales.measure.breakdown import RowValues
    from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]
SHARES = (0.1, 0.5, 0.9)

__all__ = ["Bottleneck", "KpiIntervals", "Performance", "RunResult", "Target", "run"]


def run(
    loaded: Loaded,
    *,
    seed: int = 1,
    replications: int = 100,
    engine: Engine = "auto",
    luck_only: bool = False,
    workers: int = 1,
    precision: float | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Simulate a scenario and measure it.

    `precision` (a share, 0.02 = 2 %) adds replications beyond `replications` until the 95 %
    interval of mean bookings is at most that far from the mean on either side. `progress` is
    told how many replications are done. The result, but for `performance`, does not depend on
    `workers`. Raises InputError for a scenario that does not fit together, a seed or a number
    of replications out of range.
    """
    from simsales.engine.compile import compile_scenario

    compiled = compile_scenario(loaded.scenario)
    player = Player(compiled, seed, engine, workers, Clock(progress), luck_only)
    if precision is None:
        grow([player], max(1, replications), None)
    else:
        asked = precision
        grow([player], max(LEAST, replications), lambda: more_replications(_bookings(player), asked))
    return _result(loaded, player, played_with_luck_only(player), precision)


def _bookings(player: Player) -> Floats:
    return player.measured.kpis["bookings"]


def played_with_luck_only(player: Player) -> Measured | None:
    """Some of the replications again, every parameter at its best value; None where that is no news."""
    count = len(player.measured)
    if player.luck_only or not player.compiled.has_ranges or count < 2:
        return None
    return player.play(range(subset_size(count)), luck_only=True)


def _result(loaded: Loaded, player: Player, luck: Measured | None, precision: float | None) -> RunResult:
    measured, scenario, names = player.measured, loaded.scenario, player.compiled.names
    kpis = estimates(measured.kpis, definition)
    spread = split_main(measured, luck)
    reach = None if precision is None else reached("bookings", measured.kpis["bookings"], precision)
    return RunResult(
        loaded=loaded,
        names=names,
        seed=player.seed,
        replications=len(measured),
        engine=player.engine_used,
        luck_only=player.luck_only,
        kpis=kpis,
        intervals={name: kpi_intervals(measured.kpis[name]) for name in MAIN_KPIS},
        values=measured.kpis,
        by_stage=row_estimates(measured.by_stage),
        by_source=row_estimates(measured.by_source),
        by_rep=row_estimates(measured.by_rep),
        by_team=row_estimates(measured.by_team),
        by_period=row_estimates(measured.by_period),
        by_week={name: bands(series) for name, series in measured.week.items()},
        target=chance_of_target(measured.kpis["bookings"], scenario),
        bottleneck=slowest_stage(measured, names),
        spread=spread,
        precision=reach,
        warnings=tuple(run_cautions(scenario, kpis, len(measured), spread, reach, _open_pipeline(measured))),
        performance=player.clock.performance(),
    )


def row_estimates(rows: RowValues) -> Rows:
    """Estimates of every KPI of every row."""
    return {row: estimates(values, definition) for row, values in rows.items()}


def kpi_intervals(values: Floats) -> KpiIntervals:
    """Further intervals of a KPI, from its values, shape (n,)."""
    p10, p50, p90 = (quantile_interval(values, share) for share in SHARES)
    return KpiIntervals(bootstrap_interval(values), p10, p50, p90)


def split_main(measured: Measured, luck: Measured | None) -> dict[str, Spread]:
    """The spread of the main KPIs taken apart; those with fewer than two values are left out."""
    spreads = {
        name: split(measured.kpis[name], luck.kpis[name] if luck else None, KPIS[name].unit)
        for name in MAIN_KPIS
    }
    return {name: spread for name, spread in spreads.items() if spread is not None}


def bands(series: Floats) -> Floats:
    """p10, p50, p90 over the replications of a series (n, weeks): shape (weeks, 3); nan if undefined."""
    out = np.full((series.shape[1], len(SHARES)), np.nan)
    for week, column in enumerate(series.T):
        known = defined(column)
        if len(known):
            out[week] = np.quantile(known, SHARES)
    return out


def chance_of_target(bookings: Floats, scenario: Scenario) -> Target | None:
    """The share of replications that reach the target, pro rata to the weeks measured."""
    per_year = scenario.money.target_per_year
    if per_year is None:
        return None
    money = float(per_year) * scenario.calendar.weeks / WEEKS_PER_YEAR
    hits = int((bookings >= money).sum())
    return Target(money, hits / len(bookings), *wilson(hits, len(bookings)))


def _open_pipeline(measured: Measured) -> float:
    """What the change of the open pipeline adds to mean profit, in money."""
    return float(measured.profit_parts["open_pipeline"].mean())


def slowest_stage(measured: Measured, names: Names) -> Bottleneck | None:
    """The stage whose touches wait longest for their rep; None when none ever waits."""
    waits = np.array([measured.by_stage[stage]["queue_hours"] for stage in names.stages])
    waits = np.nan_to_num(waits)  # a stage without touches keeps nobody waiting
    means = waits.mean(axis=1)
    slowest = int(np.argmax(means))
    if means[slowest] <= 0.0:
        return None
    waited = waits.max(axis=0) > 0.0
    share = float(((np.argmax(waits, axis=0) == slowest) & waited).mean())
    return Bottleneck(names.stages[slowest], names.stage_roles[slowest], float(means[slowest]), share)
