"""Streams of leads: unit-rate exponentials mapped through the cumulative rate.

The rate is constant within a week. A stream that grows by 2 % brings the same leads a
little earlier, so paired runs stay paired.
"""

from __future__ import annotations

from math import inf

from simsales.engine.tables import Tables
from simsales.engine.world import (
    CLOCK_WEEK_ENDS, C_KEY, HOURS_PER_WEEK, I_ENTITY, SF_MADE, SF_NEED, SF_NEXT_AT, SF_RATE,
    S_SOURCES, World, seat_at, stream_at,
)  # fmt: skip
from simsales.rules.draws import ARRIVAL, SEAT_LEAD, SOURCE_LEAD, draw, entity_key
from simsales.rules.variates import unit_exponential
from simsales.rules.house import compiled


@compiled
def lead_key(w: World, t: Tables, stream: int, ordinal: int) -> int:
    """Key of the n-th lead of a source, or that a seat's holders make."""
    maker = stream - w.i[S_SOURCES]
    if maker < 0:
        return entity_key(w.i[C_KEY], SOURCE_LEAD, stream, ordinal)
    return entity_key(w.i[C_KEY], SEAT_LEAD, w.i[seat_at(w, maker) + I_ENTITY], ordinal)


@compiled
def new_need(w: World, t: Tables, stream: int) -> None:
    """Draw how much of the stream's cumulative rate must pass before its next lead."""
    flow = stream_at(w, stream)
    key = lead_key(w, t, stream, w.i[flow + SF_MADE])
    w.f[flow + SF_NEED] = unit_exponential(draw(key, ARRIVAL, 0, 0, 0))


@compiled
def plan_lead(w: World, t: Tables, stream: int, now: float) -> float:
    """Delay to the stream's next lead if it comes this week and is not yet planned, else -1."""
    flow = stream_at(w, stream)
    if w.f[flow + SF_NEXT_AT] != inf:
        return -1.0
    rate = w.f[flow + SF_RATE]
    passing = rate * (w.f[CLOCK_WEEK_ENDS] - now) / w.f[HOURS_PER_WEEK]
    need = w.f[flow + SF_NEED]
    if need >= passing:
        w.f[flow + SF_NEED] = need - passing
        return -1.0
    delay = need / rate * w.f[HOURS_PER_WEEK]
    w.f[flow + SF_NEXT_AT] = now + delay
    return delay


@compiled
def stop_stream(w: World, t: Tables, stream: int, now: float) -> None:
    """A rep who leaves makes no more leads; the next holder takes up the remaining need."""
    flow = stream_at(w, stream)
    planned = w.f[flow + SF_NEXT_AT]
    if planned != inf:
        rate = w.f[flow + SF_RATE]
        w.f[flow + SF_NEED] = (planned - now) * rate / w.f[HOURS_PER_WEEK]
    w.f[flow + SF_NEXT_AT] = inf
    w.f[flow + SF_RATE] = 0.0
