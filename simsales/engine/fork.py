"""Copies of a running world whose future is drawn anew.

A fork's replication number packs (decision, batch, i) below a bit that ordinary numbers never
have, so its draws are disjoint from theirs and the same for every alternative that is compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.engine.streams import lead_key
from simsales.engine.tables import Tables
from simsales.engine.world import (
    B_KEY, B_ORDINAL, B_STATE, B_STREAM, C_KEY, C_USED, FREE, I_ENTITY, I_HOLDERS, I_KEY, S_SEATS,
    S_SOURCES, World, deal_at, seat_at, world_of,
)  # fmt: skip
from simsales.errors import InputError, Problem
from simsales.rules.draws import FORK, HOLDER, OPEN_DEAL, entity_key, replication_key
from simsales.rules.house import compiled_apart

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


def fork(buffer: Ints, tables: Tables, seed: int, decision: int, batch: int, number: int) -> Ints:
    """A copy of a world; what arrives or is hired from now on is drawn under the fork's number.

    What has been drawn and stored stays (sizes, running touches and waits, people's traits);
    everything that is drawn later is new, for the deals and people already there too.
    """
    copy = buffer.copy()
    copy[C_KEY] = replication_key(seed, fork_number(decision, batch, number))
    give_new_keys(world_of(copy), tables)
    return copy


@compiled_apart
def give_new_keys(w: World, t: Tables) -> None:
    """Derive the keys of open deals and of seat holders from the world's new key."""
    at_start = w.i[S_SOURCES] + w.i[S_SEATS]
    for slot in range(w.i[C_USED]):
        deal = deal_at(w, slot)
        if w.i[deal + B_STATE] != FREE:
            stream, ordinal = w.i[deal + B_STREAM], w.i[deal + B_ORDINAL]
            if stream == at_start:
                w.i[deal + B_KEY] = entity_key(w.i[C_KEY], OPEN_DEAL, 0, ordinal)
            else:
                w.i[deal + B_KEY] = lead_key(w, t, stream, ordinal)
    for seat in range(w.i[S_SEATS]):
        desk = seat_at(w, seat)
        if w.i[desk + I_HOLDERS] > 0:
            w.i[desk + I_KEY] = entity_key(
                w.i[C_KEY], HOLDER, w.i[desk + I_ENTITY], w.i[desk + I_HOLDERS] - 1
            )
