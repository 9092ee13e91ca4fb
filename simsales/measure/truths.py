"""What must always hold of totals, whatever the scenario; looked at in every run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout as lo
from simsales.engine.totals import Totals
from simsales.errors import RunError
from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]
_TOLERANCE = 1e-6


def check(totals: Totals, scenario: Scenario) -> None:
    """Raises RunError that names the first replication and the truth it breaks."""
    for truth, holds in _truths(totals, scenario):
        if not holds.all():
            number = int(totals.replications[int(np.argmin(holds))])
            raise RunError(f"replication {number} contradicts itself: {truth}; please report this as a fault")


def _truths(totals: Totals, scenario: Scenario) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    week, seat, end = totals.week.sum(axis=1), totals.seat.sum(axis=1), totals.end
    counts = ("week", "source", "stage", "seat")
    sound = [_sound(getattr(totals, name)) for name in counts]
    yield "nothing is negative or not finite", np.all(sound, axis=0)
    came = end[:, lo.E_OPEN_AT_START] + week[:, lo.W_LEADS]
    gone = week[:, lo.W_WON] + week[:, lo.W_LOST] + end[:, lo.E_OPEN_AT_END]
    yield "leads in = won + lost + open", _equal(came, gone)
    for column, of_source in ((lo.W_LEADS, lo.S_LEADS), (lo.W_WON, lo.S_WON), (lo.W_LOST, lo.S_LOST)):
        by_source = totals.source[..., of_source].sum(axis=(1, 2))
        yield f"{lo.WEEK[column]} by week = by source", _equal(week[:, column], by_source)
    deals = totals.stage[..., lo.G_COMPETITOR : lo.G_HAND_OVER + 1].sum(axis=(1, 2, 3))
    yield "lost by week = by stage", _equal(week[:, lo.W_LOST], deals)
    yield "filled hours by week = by seat", _equal(week[:, lo.W_FILLED], seat[..., lo.R_FILLED].sum(axis=1))
    idle = seat[..., lo.R_FILLED] - seat[..., lo.R_BUSY]
    yield "busy hours fit into filled hours", np.all(idle >= -_TOLERANCE * seat[..., lo.R_FILLED], axis=1)
    most = scenario.calendar.weeks * scenario.calendar.hours_per_week
    hours = seat[..., lo.R_FILLED] + seat[..., lo.R_VACANT]
    yield "filled + vacant hours fit into the span", np.all(hours <= most * (1 + _TOLERANCE), axis=1)


def _sound(counts: Floats) -> NDArray[np.bool_]:
    """Shape (n,): whether all counts of a replication are finite and not below 0."""
    flat = counts.reshape(len(counts), -1)
    return np.asarray(np.isfinite(flat).all(axis=1) & (flat >= -_TOLERANCE).all(axis=1))


def _equal(a: Floats, b: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.abs(a - b) <= _TOLERANCE * np.maximum(1.0, np.abs(a)))
