"""What it costs to fork a running world: the copy, and new keys for all that is in it."""

from __future__ import annotations

import statistics
import time

from benchmarks.bench_scenario import bench_scenario

COPIES = 2000


def fork_cost() -> dict[str, float]:
    """Median microseconds of a fork, and the world's size in kilobytes."""
    from simsales.engine.batch_player import BatchEngine
    from simsales.engine.compile import compile_scenario
    from simsales.engine.fork import fork

    compiled = compile_scenario(bench_scenario())
    engine = BatchEngine(compiled, 1, False, False)
    engine.start(0)
    engine.advance(1000.0)
    world = engine._buffer
    times = []
    for number in range(COPIES):
        began = time.perf_counter()
        fork(world, compiled.tables, 1, 0, 0, number)
        times.append(time.perf_counter() - began)
    return {"microseconds": 1e6 * statistics.median(times), "kilobytes": world.nbytes / 1024}
