"""What both engines need around a world: how big it starts, and how its counts are kept."""

from __future__ import annotations

from simsales.engine.totals import Totals
from simsales.engine.world import World

FIRST_CAPACITY = 128
"""Open deals for which a new world has room; it doubles when that is too small."""


def keep(w: World, totals: Totals, place: int) -> None:
    """Copy what a world has counted into the totals of its replication."""
    s = w.s
    parts = {
        s.week_rows: totals.week, s.source_totals: totals.source, s.stage_totals: totals.stage,
        s.seat_totals: totals.seat, s.end_row: totals.end,
    }  # fmt: skip
    for first, part in parts.items():
        into = part[place]
        into[...] = w.f[first : first + into.size].reshape(into.shape)
