"""What the engines return: counted totals and, on request, the event log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """Counts of n replications; columns are named in `engine.layout`.

    Shapes: `week` (n, weeks, WEEK), `source` (n, periods, sources, SOURCE),
    `stage` (n, periods, stages, STAGE), `seat` (n, periods, seats, SEAT),
    `end` (n, END). Money in the scenario's currency, times in working hours
    unless the name says days (calendar days).
    """

    replications: NDArray[np.int64]
    week: Floats
    source: Floats
    stage: Floats
    seat: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.replications)


@dataclass(frozen=True)
class Names:
    """What the rows of the arrays are called.

    `seats` are people or seat names; `seat_roles`, `seat_teams` run along them;
    `stage_roles` along the stages; `streams` are the sources, then the seats
    (leads they make), then "initial" (open deals at the start).
    """

    sources: tuple[str, ...]
    stages: tuple[str, ...]
    seats: tuple[str, ...]
    seat_roles: tuple[str, ...]
    seat_teams: tuple[str, ...]
    stage_roles: tuple[str, ...]
    periods: tuple[str, ...]
    period_weeks: tuple[int, ...]
    streams: tuple[str, ...]
