"""Writing the event log; an empty log array means that none is wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.engine.layout import L_KIND, L_ORDINAL, L_SEAT, L_STAGE, L_STREAM, L_TIME, L_VALUE
from simsales.engine.world import B_ORDINAL, B_STREAM, C_LOGGED, C_OPEN, S_SEATS, World, deal_at
from simsales.rules.house import compiled, compiled_apart

Floats = NDArray[np.float64]


@compiled
def record(
    w: World, log: Floats, now: float, kind: int, slot: int, stage: int, seat: int, value: float
) -> None:
    """Append one event; `slot`, `stage`, `seat` are -1 where the event has none."""
    if log.shape[0] == 0:
        return
    row = w.i[C_LOGGED]
    w.i[C_LOGGED] = row + 1
    log[row, L_TIME] = now
    log[row, L_KIND] = kind
    log[row, L_STREAM] = w.i[deal_at(w, slot) + B_STREAM] if slot >= 0 else -1
    log[row, L_ORDINAL] = w.i[deal_at(w, slot) + B_ORDINAL] if slot >= 0 else -1
    log[row, L_STAGE] = stage
    log[row, L_SEAT] = seat
    log[row, L_VALUE] = value


@compiled_apart
def most_rows(w: World) -> int:
    """Upper bound of the rows that the next event, with its dispatch, can write."""
    return 32 + 6 * w.i[S_SEATS] + 6 * w.i[C_OPEN]


@compiled
def log_is_full(w: World, log: Floats) -> bool:
    """Whether the log must be emptied before the next event."""
    return log.shape[0] > 0 and w.i[C_LOGGED] + most_rows(w) > log.shape[0]
