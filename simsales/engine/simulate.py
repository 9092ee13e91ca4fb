"""The only door to the engines: `simulate()`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout
from simsales.engine.compile import Compiled
from simsales.engine.totals import Totals
from simsales.errors import InputError, Problem
from simsales.rules.draws import FORK, MOST_SEED

Floats = NDArray[np.float64]
Engine = Literal["auto", "batch", "reference"]
ENGINES: tuple[Engine, ...] = ("auto", "batch", "reference")


@dataclass(frozen=True)
class Simulation:
    """Totals of the replications and, on request, their logs.

    `log` holds one array (events, LOG) a replication; `seconds` is simulating only,
    `compile_seconds` what machine code cost before.
    """

    totals: Totals
    log: tuple[Floats, ...] | None
    engine: str
    seconds: float
    compile_seconds: float


def simulate(
    compiled: Compiled,
    *,
    seed: int = 1,
    replications: int | Sequence[int] = 100,
    engine: Engine = "auto",
    luck_only: bool = False,
    log: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Simulation:
    """Play replications 0..n-1, or those listed; each depends on (scenario, seed, number) only.

    `luck_only` keeps every parameter at its point value. `progress` is told how many are done.
    Raises InputError for a seed or a number out of range, or an unknown engine.
    """
    ids = list(range(replications)) if isinstance(replications, int) else list(replications)
    _check(seed, ids, engine)
    player = _player(engine)
    began = time.perf_counter()
    play = player(compiled, seed, luck_only, log)
    compile_seconds = time.perf_counter() - began
    totals, logs = _empty(compiled, ids), []
    began = time.perf_counter()
    for place, number in enumerate(ids):
        events = play(number, totals, place)
        if log:
            logs.append(events)
        if progress is not None:
            progress(place + 1)
    seconds = time.perf_counter() - began
    name = "reference" if engine == "reference" else "batch"
    return Simulation(totals, tuple(logs) if log else None, name, seconds, compile_seconds)


def _player(engine: Engine) -> Callable[..., Callable[[int, Totals, int], Floats]]:
    """Constructor of the engine that is asked for."""
    if engine == "reference":
        from simsales.engine.reference import ReferenceEngine

        return ReferenceEngine
    from simsales.engine.batch_player import BatchEngine

    return BatchEngine


def _check(seed: int, ids: Sequence[int], engine: str) -> None:
    if not 0 <= seed <= MOST_SEED:
        raise InputError(Problem("seed", f"{seed} is out of range", f"give a number from 0 to {MOST_SEED}"))
    if any(not 0 <= number < 2 * FORK for number in ids):
        raise InputError(Problem("replications", "a number is out of range", f"stay below {FORK}"))
    if engine not in ENGINES:
        raise InputError(Problem("engine", f'unknown engine "{engine}"', "known are: " + ", ".join(ENGINES)))


def _empty(compiled: Compiled, ids: Sequence[int]) -> Totals:
    s, n = compiled.shape, len(ids)
    return Totals(
        replications=np.array(ids, np.int64),
        week=np.zeros((n, s.weeks, len(layout.WEEK))),
        source=np.zeros((n, s.periods, s.sources, len(layout.SOURCE))),
        stage=np.zeros((n, s.periods, s.stages, len(layout.STAGE))),
        seat=np.zeros((n, s.periods, s.seats, len(layout.SEAT))),
        end=np.zeros((n, len(layout.END))),
    )
