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


# where each table begins, or how many rows it has: the first words of `i`
(
    H_TEMPLATE, H_TEMPLATE_WORDS, H_SEGMENT_SHARES, H_NEXT_SHARES, H_BACK_SHARES, H_LOST_SHARES,
    H_SEASON, H_SEAT_STARTS, H_OPEN_STARTS, H_UNKNOWN, H_UNKNOWN_COUNT, H_QUANTILES, H_SEAT_KINDS,
    H_OPEN_KINDS, H_OPEN_COUNT, H_PERIOD_OF_WEEK, H_QUANTILE_BEGINS,
) = range(17)  # fmt: skip
TABLE_HEAD_WORDS = 17


class Tables(NamedTuple):
    """Two arrays; the first words of `i` say where each table begins in its array.

    `f`: template of the parameters; cumulative shares (a source's segments, a stage's ways
    on, back and out); season by source and week; seats and open deals at the start; unknown
    parameters; quantiles. `i`: the whole numbers that go with them.
    """

    f: Floats
    i: Ints


@compiled
def pick(t: Tables, begin: int, length: int, u: float) -> int:
    """First place whose cumulative share exceeds u; the last if none does."""
    for i in range(length - 1):
        if u < t.f[begin + i]:
            return i
    return length - 1
