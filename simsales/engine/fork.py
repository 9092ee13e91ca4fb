"""Copies of a running world whose future is drawn anew.

A fork's replication number packs (decision, batch, i) below a bit that ordinary numbers never
have, so its draws are disjoint from theirs and the same for every alternative that is compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.engine.world import C_KEY
from simsales.errors import InputError, Problem
from simsales.rules.draws import FORK, replication_key

Ints = NDArray[np.int64]

_BATCH_BITS, _NUMBER_BITS = 2, 17
MOST_DECISION = 2 ** (31 - _BATCH_BITS - _NUMBER_BITS) - 1
MOST_BATCH = 2**_BATCH_BITS - 1
MOST_NUMBER = 2**_NUMBER_BITS - 1


def fork_number(decision: int, batch: int, number: int) -> int:
    """Replication number of a fork; raises InputError when a part does not fit its bits.

    >>> fork_number(0, 0, 5) - FORK
    5
    """
    parts = (
        ("decision", decision, MOST_DECISION),
        ("batch", batch, MOST_BATCH),
        ("number", number, MOST_NUMBER),
    )
    for name, value, most in parts:
        if not 0 <= value <= most:
            raise InputError(Problem(name, f"{value} is out of range", f"give a number from 0 to {most}"))
    return FORK | (decision << (_BATCH_BITS + _NUMBER_BITS)) | (batch << _NUMBER_BITS) | number


def fork(buffer: Ints, seed: int, decision: int, batch: int, number: int) -> Ints:
    """A copy of a world; what arrives or is hired from now on is drawn under the fork's number.

    What has already been drawn and stored (running touches, waits, people in their seats)
    stays; deals already there keep their keys.
    """
    copy = buffer.copy()
    copy[C_KEY] = replication_key(seed, fork_number(decision, batch, number))
    return copy
