"""What is large and never changes during a replication, packed in two arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.rules.house import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# a seat at the start: given skills (nan = drawn), then speed, tenure in hours, opening time
V_SPEED, V_TENURE, V_OPENS = 5, 6, 7
SEAT_START_WORDS = 8
# a seat's whole numbers at the start
V_ROLE, V_ENTITY = range(2)
SEAT_KIND_WORDS = 2
# an open deal at the start
O_STAGE, O_SOURCE, O_SEGMENT, O_SEAT, O_RANK = range(5)
OPEN_KIND_WORDS = 5
O_VALUE, O_AGE, O_STAGE_AGE = range(3)
OPEN_START_WORDS = 3
# an unknown parameter: its place, the three points of its triangle, its number
U_PLACE, U_LOW, U_MODE, U_HIGH, U_NUMBER = range(5)
UNKNOWN_WORDS = 5


class Tables(NamedTuple):
    """Two arrays, and where each table begins in them.

    `f`: template of the parameters; cumulative shares (a source's segments, a stage's ways
    on, back and out); season by source and week; seats and open deals at the start; unknown
    parameters; quantiles. `i`: the whole numbers that go with them.
    """

    f: Floats
    i: Ints
    template: int
    template_words: int
    segment_shares: int
    next_shares: int
    back_shares: int
    lost_shares: int
    season: int
    seat_starts: int
    open_starts: int
    unknown: int
    unknown_count: int
    quantiles: int
    seat_kinds: int
    open_kinds: int
    open_count: int
    period_of_week: int
    period_weeks: int
    quantile_begins: int


@compiled
def pick(t: Tables, begin: int, length: int, u: float) -> int:
    """First place whose cumulative share exceeds u; the last if none does."""
    for i in range(length - 1):
        if u < t.f[begin + i]:
            return i
    return length - 1
