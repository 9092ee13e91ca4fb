"""What limits the fast engine: nanoseconds of the steps that an event is made of.

Each step is timed in a compiled loop of its own and multiplied with how often an event of
the bench model takes it; what is left of the measured cost is state, queues and counting.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

LOOPS = 400_000
ROUNDS = 7


def per_event() -> dict[str, float]:
    """How often an average event of the bench model takes each step.

    Of 102,000 events 9,800 are arrivals and 46,000 each ends of efforts and of waits.
    """
    arrivals, touches, exits = 0.096, 0.452, 0.226
    return {
        "draw: hash of a key to a uniform number": 2 * touches + exits + 4 * arrivals,
        "entity key: hash of a lead's name": 2 * arrivals,
        "lognormal: AS241 and exp": 2 * touches + arrivals,
        "logit to probability: exp": exits,
        "calendar: push and pop at 450 entries": 1.0,
    }


def unit_costs() -> dict[str, float]:
    """Nanoseconds of one step of each kind."""
    from simsales.rules.deals import inv_logit
    from simsales.rules.draws import draw, entity_key
    from simsales.rules.variates import LOGNORMAL, variate

    empty = np.zeros(0)

    @_uncached
    def draws(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += draw(12345, 3, 2, i & 1023, i & 7)
        return total

    @_uncached
    def keys(n: int) -> float:
        total = 0
        for i in range(n):
            total ^= entity_key(12345, 1, 2, i)
        return float(total)

    @_uncached
    def lognormals(n: int) -> float:
        total, u = 0.0, 0.5
        for _ in range(n):
            u = (u + 0.6180339887) % 1.0
            total += variate(u + 1e-12, LOGNORMAL, 0.1, 0.6, empty, 0, 0)
        return total

    @_uncached
    def logits(n: int) -> float:
        total, x = 0.0, 0.0
        for _ in range(n):
            x = (x + 0.6180339887) % 2.0
            total += inv_logit(x - 1.0)
        return total

    loops: dict[str, Callable[[int], float]] = dict(
        zip(per_event(), (draws, keys, lognormals, logits, _calendar_loop()), strict=True)
    )
    return {name: _nanoseconds(loop) for name, loop in loops.items()}


def _uncached(function: Any) -> Any:
    """Compile a loop for this process only."""
    import numba

    return numba.njit(error_model="numpy")(function)


def _calendar_loop() -> Any:
    """A loop of the engine's own push and pop with 450 things due."""
    from benchmarks.bench_scenario import bench_scenario
    from simsales.engine.batch import drop_first, push
    from simsales.engine.compile import compile_scenario
    from simsales.engine.world import C_AGENDA, TIME, agenda_at, new_buffer, world_of

    shape = compile_scenario(bench_scenario()).shape
    world = world_of(new_buffer(shape, 1024), shape)

    @_uncached
    def turns(w: Any, n: int) -> float:
        w.i[C_AGENDA] = 0
        u = 0.5
        for i in range(450):
            u = (u + 0.6180339887) % 1.0
            push(w, u, 4, i, i)
        now = 0.0
        for i in range(n):
            now = w.f[agenda_at(w, 0) + TIME]
            drop_first(w)
            u = (u + 0.6180339887) % 1.0
            push(w, now + u, 4, i, i & 511)
        return now

    return lambda n: turns(world, n)


def _nanoseconds(loop: Callable[[int], float]) -> float:
    loop(10)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        loop(LOOPS)
        times.append(time.perf_counter() - began)
    return 1e9 * statistics.median(times) / LOOPS


def profile(events_per_second: float) -> dict[str, Any]:
    """Steps with their share of the measured cost of an event."""
    cost = 1e9 / events_per_second
    steps = {name: (often, each) for (name, often), each in zip(
        per_event().items(), unit_costs().values(), strict=True)}  # fmt: skip
    rest = cost - sum(often * each for often, each in steps.values())
    return {
        "ns_per_event": cost,
        "steps": {name: {"times": often, "ns": each, "share": often * each / cost}
                  for name, (often, each) in steps.items()},
        "rest_share": rest / cost,
    }  # fmt: skip
