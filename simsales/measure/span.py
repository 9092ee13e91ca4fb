"""Totals summed over a span: all measured weeks, or one reporting period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout as lo
from simsales.engine.totals import Names, Totals
from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]
WEEKS_PER_YEAR = 52.0
PERIOD_WEEKS = {"month": WEEKS_PER_YEAR / 12, "quarter": WEEKS_PER_YEAR / 4, "year": WEEKS_PER_YEAR}
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Span:
    """Sums over a span of `weeks`, one row a replication.

    Shapes: `week` (n, WEEK), `source` (n, sources, SOURCE), `stage` (n, stages, STAGE),
    `seat` (n, seats, SEAT), `end` (n, END); `open_value` (n,) is averaged over week ends;
    `stayed` and `at_quota` (n,) count seats and periods held throughout, and those of them
    with their quota booked.
    """

    week: Floats
    source: Floats
    stage: Floats
    seat: Floats
    end: Floats
    open_value: Floats
    stayed: Floats
    at_quota: Floats
    weeks: int
    hours_per_week: float
    period_weeks: float
    after_opportunity: tuple[int, ...]

    @property
    def hours(self) -> float:
        """Working hours of the span."""
        return self.weeks * self.hours_per_week


def whole(totals: Totals, names: Names, scenario: Scenario) -> Span:
    """The whole measured span."""
    return _span(totals, names, scenario, slice(None), slice(None))


def periods(totals: Totals, names: Names, scenario: Scenario) -> list[Span]:
    """One span for each reporting period."""
    ends = np.cumsum(names.period_weeks).tolist()
    return [
        _span(totals, names, scenario, slice(i, i + 1), slice(end - names.period_weeks[i], end))
        for i, end in enumerate(ends)
    ]


def _span(totals: Totals, names: Names, scenario: Scenario, of_periods: slice, of_weeks: slice) -> Span:
    week, seat = totals.week[:, of_weeks], totals.seat[:, of_periods]
    stayed = held(seat, names.period_weeks[of_periods], scenario)
    return Span(
        week=week.sum(axis=1),
        source=totals.source[:, of_periods].sum(axis=1),
        stage=totals.stage[:, of_periods].sum(axis=1),
        seat=seat.sum(axis=1),
        end=totals.end,
        open_value=week[:, :, lo.W_OPEN_VALUE].mean(axis=1),
        stayed=stayed.sum(axis=(1, 2)).astype(float),
        at_quota=(stayed & at_quota(seat)).sum(axis=(1, 2)).astype(float),
        weeks=week.shape[1],
        hours_per_week=float(scenario.calendar.hours_per_week),
        period_weeks=PERIOD_WEEKS[scenario.calendar.period],
        after_opportunity=stages_from_opportunity(scenario),
    )


def held(seat: Floats, weeks: tuple[int, ...], scenario: Scenario) -> NDArray[np.bool_]:
    """Whether one person held a seat with quota throughout a period, shape (n, periods, seats)."""
    full = np.array(weeks, np.float64)[:, None] * float(scenario.calendar.hours_per_week)
    stayed = seat[..., lo.R_FILLED] >= full * (1.0 - _ROUNDING)
    return np.asarray((seat[..., lo.R_QUOTA] > 0.0) & stayed & (seat[..., lo.R_JOINED] == 0.0))


def at_quota(seat: Floats) -> NDArray[np.bool_]:
    """Whether a seat booked at least its quota of a period, shape (n, periods, seats)."""
    return np.asarray(seat[..., lo.R_BOOKINGS] >= seat[..., lo.R_QUOTA] * (1.0 - _ROUNDING))


def stages_from_opportunity(scenario: Scenario) -> tuple[int, ...]:
    """Numbers of the opportunity stage and all that follow it on the way on; every stage if none is named."""
    stages = list(scenario.pipeline.stages)
    first = scenario.pipeline.opportunity
    if first is None:
        return tuple(range(len(stages)))
    reached, waiting = {first}, [first]
    while waiting:
        for target in scenario.pipeline.ways_on(waiting.pop()):
            if target in scenario.pipeline.stages and target not in reached:
                reached.add(target)
                waiting.append(target)
    return tuple(i for i, name in enumerate(stages) if name in reached)


def ratio(numerator: Floats, denominator: Floats | float) -> Floats:
    """Numerator over denominator, nan where the denominator is 0.

    >>> ratio(np.array([1.0, 2.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    below = np.broadcast_to(np.asarray(denominator, np.float64), numerator.shape)
    out = np.full(numerator.shape, np.nan)
    np.divide(numerator, below, out=out, where=below != 0.0)
    return out
