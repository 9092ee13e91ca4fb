"""What it costs to copy a running world."""

from __future__ import annotations

import statistics
import time

import numpy as np

from benchmarks.bench_scenario import bench_scenario

COPIES = 2000


def copy_cost() -> dict[str, float]:
    """Median microseconds of a copy, and the world's size in kilobytes."""
    from simsales.engine.batch_player import BatchEngine
    from simsales.engine.compile import compile_scenario

    engine = BatchEngine(compile_scenario(bench_scenario()), 1, False, False)
    engine.start(0)
    engine.advance(1000.0)
    world = engine._buffer
    target = np.empty_like(world)
    times = []
    for _ in range(COPIES):
        began = time.perf_counter()
        np.copyto(target, world)
        times.append(time.perf_counter() - began)
    return {"microseconds": 1e6 * statistics.median(times), "kilobytes": world.nbytes / 1024}
