"""Plays replications in the batch engine, giving it room when it asks for it."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout
from simsales.engine.batch import DONE, LOG_FULL, NEEDS_ROOM, PAUSED, advance, begin
from simsales.engine.compile import Compiled
from simsales.engine.recording import most_rows
from simsales.engine.room import FIRST_CAPACITY, keep
from simsales.engine.start import start
from simsales.engine.tables import H_OPEN_COUNT
from simsales.engine.totals import Totals
from simsales.engine.world import (
    C_AGENDA_ROWS,
    C_KEY,
    C_LOGGED,
    C_SLICE,
    PARAMETERS,
    SHAPE,
    World,
    grown,
    new_buffer,
    world_of,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NO_LOG = np.zeros((0, len(layout.LOG)))
_FIRST_LOG = 1 << 15


class BatchEngine:
    """Callable that plays one replication; keeps one buffer for all of them."""

    def __init__(self, compiled: Compiled, seed: int, luck_only: bool, log: bool) -> None:
        self._tables, self._shape = compiled.tables, compiled.shape
        self._seed, self._luck_only = seed, luck_only
        self._open_at_start = int(compiled.tables.i[H_OPEN_COUNT])
        capacity = max(FIRST_CAPACITY, 2 * self._open_at_start)
        self._buffer = new_buffer(self._shape, capacity)
        self._log = np.zeros((_FIRST_LOG, len(layout.LOG))) if log else NO_LOG
        self._full: list[Floats] = []
        self.start(0)
        self.advance(0.0)  # loads or makes the machine code

    def __call__(self, replication: int, totals: Totals, place: int) -> Floats:
        """Play one replication into `totals`; returns its log (empty unless wanted)."""
        self.start(replication)
        self.advance(inf)
        keep(world_of(self._buffer), totals, place)
        return self._drained()

    def start(self, replication: int) -> None:
        """Set the world up for a replication."""
        self._buffer[C_KEY:C_AGENDA_ROWS] = 0
        self._buffer[C_SLICE:SHAPE] = 0
        self._buffer[PARAMETERS:] = 0
        self._full = []
        w = world_of(self._buffer)
        self._empty_log(w)
        start(w, self._tables, self._log, self._seed, replication, self._luck_only)
        self._empty_log(w)
        begin(w, self._tables, self._log)

    def advance(self, until: float) -> None:
        """Play on to the end or until a time, growing whatever is too small."""
        while True:
            w = world_of(self._buffer)
            status = advance(w, self._tables, self._log, until)
            if status == NEEDS_ROOM:
                self._buffer = grown(self._buffer, self._shape)
            elif status == LOG_FULL:
                self._empty_log(w)
            else:
                assert status in (DONE, PAUSED)
                return

    def _empty_log(self, w: World) -> None:
        """Put the rows logged so far aside, and see that the next event finds room."""
        if not len(self._log):
            return
        rows = int(w.i[C_LOGGED])
        if rows:
            self._full.append(self._log[:rows].copy())
        w.i[C_LOGGED] = 0
        wanted = 2 * int(most_rows(w)) + 4 * self._open_at_start
        if wanted > len(self._log):
            self._log = np.zeros((2 * wanted, self._log.shape[1]))

    def _drained(self) -> Floats:
        """The whole log of the replication."""
        if not len(self._log):
            return NO_LOG
        self._empty_log(world_of(self._buffer))
        return np.concatenate(self._full) if self._full else NO_LOG
