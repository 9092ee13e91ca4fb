"""What both engines need around a world: how big it starts, and how its counts are kept."""

from __future__ import annotations

from simsales.engine.totals import Totals
from simsales.engine.world import (
    S_END_ROW, S_SEAT_TOTALS, S_SOURCE_TOTALS, S_STAGE_TOTALS, S_WEEK_ROWS, World,
)  # fmt: skip

FIRST_CAPACITY = 128
"""Open deals for which a new world has room; it doubles when that is too small."""


def keep(w: World, totals: Totals, place: int) -> None:
    """Copy what a world has counted into the totals of its replication."""
    s = w.i
    parts = {
        s[S_WEEK_ROWS]: totals.week, s[S_SOURCE_TOTALS]: totals.source, s[S_STAGE_TOTALS]: totals.stage,
        s[S_SEAT_TOTALS]: totals.seat, s[S_END_ROW]: totals.end,
    }  # fmt: skip
    for first, part in parts.items():
        into = part[place]
        into[...] = w.f[first : first + into.size].reshape(into.shape)
