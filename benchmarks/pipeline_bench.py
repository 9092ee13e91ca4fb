"""How fast is simsales? `python -m benchmarks.pipeline_bench [--out DIR] [--rounds N] [--skip cold …]`

Measures the bench model (benchmarks/peers/page.py) with simsales and its peers side by side
in alternating rounds, then what the fast engine does with size, threads, memory and forks.
Takes about three minutes, prints a table and writes pipeline_bench.json and pipeline_bench.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import measure, table
from benchmarks.bench_scenario import WEEKS, bench_scenario
from benchmarks.peers import heap_loop, page, plain_simpy, tuned_simpy
from benchmarks.peers.optional import optional_peers

REPS = 20
CHUNK = 40
SHIPPED = {"smb_inbound_saas": 25.0, "mid_market_outbound": 4.0, "industrial_field": 3.0}
"""Shipped companies and the target, milliseconds per replication-year on one core."""


def main() -> None:
    """Run all measurements that are not skipped."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--skip", nargs="*", default=[], choices=[*PARTS], metavar="PART")
    given = parser.parse_args()
    found: dict[str, Any] = {"machine": machine()}
    for name, part in PARTS.items():
        if name not in given.skip:
            print(f"measuring {name} …", file=sys.stderr)
            found[name] = part(given.rounds)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "pipeline_bench.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    text = table.markdown(found)
    (given.out / "pipeline_bench.md").write_text(text, encoding="utf-8")
    print(text)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cpu": _cpu(), "cores": os.cpu_count(), "python": platform.python_version(),
        "libraries": {name: version(name) for name in ("numba", "numpy", "simpy")},
    }  # fmt: skip


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _simsales(engine: str, n_reps: int = REPS, workers: int = 1) -> Any:
    """A function (first replication, how many) -> (events of the page, seconds of simulating)."""
    from concurrent.futures import ThreadPoolExecutor

    from simsales.engine.compile import compile_scenario
    from simsales.engine.simulate import simulate

    compiled = compile_scenario(bench_scenario(n_reps))
    simulate(compiled, replications=2, engine=engine)  # machine code is made or loaded
    pool = ThreadPoolExecutor(workers)

    def part(ids: range) -> float:
        totals = simulate(compiled, seed=1, replications=ids, engine=engine).totals
        return float((totals.end[:, 0] - WEEKS).sum())  # week ticks are no events of the page

    def play(first: int, count: int) -> tuple[float, float]:
        chunks = [
            range(first + k * count // workers, first + (k + 1) * count // workers) for k in range(workers)
        ]
        return measure.timed(lambda: sum(pool.map(part, chunks)))

    return play


def engines(rounds: int) -> dict[str, Any]:
    """Events a second of every peer and both engines, in alternating rounds of one run."""
    batch = _simsales("batch")
    peers, absent = optional_peers()
    tasks: dict[str, measure.Task] = {
        "SimPy, a process per lead": lambda i: measure.timed(lambda: plain_simpy.run(REPS, i).events),
        "SimPy tuned, callbacks": lambda i: measure.timed(lambda: tuned_simpy.run(REPS, i).events),
        "heapq by hand": lambda i: measure.timed(lambda: heap_loop.run(REPS, i).events),
        "simsales batch": lambda i: batch(i * CHUNK, CHUNK),
    }
    try:
        reference = _simsales("reference")
        tasks["simsales reference"] = lambda i: reference(i, 1)
    except ImportError as missing:
        absent["simsales reference"] = str(missing)
    for name, run in peers.items():
        tasks[name] = lambda i, run=run: measure.timed(lambda: run(REPS, i).events)  # type: ignore[misc]
    speeds = measure.alternate(tasks, rounds)
    base = "SimPy, a process per lead"
    return {
        "events_per_second": {name: statistics.median(s) for name, s in speeds.items()},
        "ratio": {name: measure.ratios(speeds, name, base) for name in speeds},
        "absent": absent,
        "answers": answers(),
    }


def answers() -> dict[str, dict[str, float]]:
    """What each peer and simsales answer, to see that all simulate the same model."""
    from simsales.engine import layout
    from simsales.engine.compile import compile_scenario
    from simsales.engine.simulate import simulate

    found = {}
    for name, peer, count in (("plain", plain_simpy, 4), ("tuned", tuned_simpy, 8), ("heap", heap_loop, 12)):
        runs = [peer.run(REPS, 1000 + seed) for seed in range(count)]
        wins = sum(a.wins for a in runs)
        found[name] = {
            "wins_per_lead": wins / sum(a.leads for a in runs),
            "utilisation": sum(a.busy_hours for a in runs) / (count * REPS * page.HORIZON),
            "cycle_hours": sum(a.cycle_hours_sum for a in runs) / wins,
            "replications": count,
        }
    totals = simulate(compile_scenario(bench_scenario()), seed=2, replications=400).totals
    week = dict(zip(layout.WEEK, totals.week.sum(axis=(0, 1)), strict=True))
    seat = dict(zip(layout.SEAT, totals.seat.sum(axis=(0, 1, 2)), strict=True))
    found["simsales"] = {
        "wins_per_lead": week["won"] / week["leads"],
        "utilisation": seat["busy_hours"] / (400 * REPS * page.HORIZON),
        "cycle_hours": seat["cycle_days"] * 40 / 7 / week["won"],
        "replications": 400,
    }
    found["known"] = {
        "wins_per_lead": page.WINS_PER_LEAD, "utilisation": page.UTILISATION,
        "cycle_hours": page.MEAN_CYCLE_HOURS, "replications": 4500,
    }  # fmt: skip
    return {who: {k: float(v) for k, v in what.items()} for who, what in found.items()}


def size(rounds: int) -> dict[str, float]:
    """Nanoseconds per event with 20, 200 and 2,000 reps."""
    plays = {n: _simsales("batch", n) for n in (20, 200, 2000)}
    cost: dict[str, list[float]] = {str(n): [] for n in plays}
    for i in range(min(rounds, 3)):
        for n, play in plays.items():
            events, seconds = play(i * 100, max(1, 400 // n))
            cost[str(n)].append(1e9 * seconds / events)
    return {n: statistics.median(values) for n, values in cost.items()}


def threads(rounds: int) -> dict[str, float]:
    """Speed-up of two workers over one, in alternating rounds."""
    one, two = _simsales("batch", workers=1), _simsales("batch", workers=2)
    tasks: dict[str, measure.Task] = {"one": lambda i: one(i * 200, 200), "two": lambda i: two(i * 200, 200)}
    return measure.ratios(measure.alternate(tasks, max(3, rounds // 2)), "two", "one")


_MEMORY = """
import json, resource
from benchmarks.bench_scenario import bench_scenario
from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
scenario = bench_scenario()
calendar = scenario.calendar.model_copy(update={{"weeks": {weeks}}})
compiled = compile_scenario(scenario.model_copy(update={{"calendar": calendar}}))
totals = simulate(compiled, replications={replications}).totals
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"peak_mb": peak, "leads": float(totals.week[:, :, 0].sum())}}))
"""


def memory(_: int) -> dict[str, Any]:
    """Peak memory of a process that simulates a year, twenty years, twenty replications of a year."""
    return {
        "50 weeks": measure.in_a_process(_MEMORY.format(weeks=50, replications=1)),
        "1000 weeks": measure.in_a_process(_MEMORY.format(weeks=1000, replications=1)),
        "20 replications of 50 weeks": measure.in_a_process(_MEMORY.format(weeks=50, replications=20)),
    }


def fork(_: int) -> dict[str, float]:
    """Microseconds to fork a running world."""
    from benchmarks.forking import fork_cost

    return fork_cost()


def shipped(rounds: int) -> dict[str, Any]:
    """Milliseconds per replication-year (52 weeks) of the shipped companies on one core."""
    from simsales.engine.compile import compile_scenario
    from simsales.engine.simulate import simulate
    from simsales.loading import load_scenario

    found = {}
    for name, target in SHIPPED.items():
        scenario = load_scenario(name).scenario
        compiled = compile_scenario(scenario)
        years = (scenario.calendar.weeks + scenario.calendar.warmup_weeks) / 52
        simulate(compiled, replications=2)
        costs, events = [], 0.0
        for i in range(min(rounds, 5)):
            began = time.perf_counter()
            totals = simulate(compiled, replications=range(i * 40, i * 40 + 40)).totals
            costs.append(1000 * (time.perf_counter() - began) / (40 * years))
            events = float(totals.end[:, 0].mean()) / years
        found[name] = {
            "ms_per_year": statistics.median(costs),
            "target_ms": target,
            "events_per_year": events,
        }
    return found


def start_up(_: int) -> dict[str, float]:
    """Seconds of the command line: --help, a first run that makes machine code, a later run."""
    import subprocess
    import tempfile

    def seconds(*words: str, **environment: str) -> float:
        command = [sys.executable, "cli.py", *words]
        began = time.perf_counter()
        subprocess.run(
            command, cwd=measure.ROOT, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        return time.perf_counter() - began

    run = ("run", "hello_sales", "--replications", "10", "--json")
    with tempfile.TemporaryDirectory() as cache:
        first = seconds(*run, SIMSALES_CACHE_DIR=cache)
        later = statistics.median(seconds(*run, SIMSALES_CACHE_DIR=cache) for _ in range(3))
    return {
        "help": statistics.median(seconds("--help") for _ in range(5)),
        "first_run": first,
        "later_run": later,
    }


PARTS = {
    "engines": engines, "size": size, "threads": threads, "memory": memory, "fork": fork,
    "shipped": shipped, "start_up": start_up,
}  # fmt: skip

if __name__ == "__main__":
    main()
