"""Makes docs/performance.md from a run of the benchmark: `python docs/performance.py [--rounds N]`.

With `--from FILE` the measurements of an earlier `pipeline_bench.json` are written up.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import measure, table  # noqa: E402

PAGE = Path(__file__).with_suffix(".md")
HEAD = """# Performance

Made by `python docs/performance.py`; do not edit. `python -m benchmarks.pipeline_bench` measures again.

One common model (20 reps, five stages, about 102,000 events a replication; `benchmarks/peers/page.py`)
is simulated by simsales and by peers that were each written for it, in alternating rounds of one run,
so that all feel the same machine; the ratio is the median of the rounds' ratios. An event is an
arrival, the end of an effort or the end of a wait, whatever the simulator calls it inside.
"""


def targets(found: dict[str, Any]) -> list[str]:
    """Each target of the design, and whether this run reached it."""
    checks: list[tuple[str, float, float, bool]] = []
    if "engines" in found:
        ratio = found["engines"]["ratio"]["simsales batch"]["median"]
        checks.append(("batch engine, × plain SimPy, at least", 60, ratio, ratio >= 60))
    for name, part in found.get("shipped", {}).items():
        cost, most = part["ms_per_year"], part["target_ms"]
        checks.append((f"{name}, ms per replication-year, at most", most, cost, cost <= most))
    if "threads" in found:
        gain = found["threads"]["median"]
        checks.append(("two workers, × one, at least", 1.7, gain, gain >= 1.7))
    if "size" in found:
        growth = found["size"]["2000"] / found["size"]["20"]
        checks.append(("cost of an event at 2,000 reps, × 20 reps, at most", 2, growth, growth <= 2))
    if "fork" in found:
        cost = found["fork"]["microseconds"]
        checks.append(("copy of a running world, µs, at most", 20, cost, cost <= 20))
    if "start_up" in found:
        for key, label, most in (
            ("help", "--help", 0.15),
            ("first_run", "first run", 45),
            ("later_run", "later runs", 2),
        ):
            cost = found["start_up"][key]
            checks.append((f"{label}, s, at most", most, cost, cost <= most))
    lines = ["## Targets", "", "| target | | measured | |", "|---|---:|---:|---|"]
    return lines + [
        f"| {w} | {t:g} | {m:.3g} | {'reached' if ok else '**missed**'} |" for w, t, m, ok in checks
    ]


def limits(found: dict[str, Any]) -> list[str]:
    """What an event's time goes into."""
    part = found["limits"]
    lines = [
        "## What limits", "",
        (f"An event of the bench model costs {part['ns_per_event']:.0f} ns. Each step below was timed in a "
         "loop of its own and multiplied with how often an average event takes it:"), "",
        "| step | times an event | ns each | share |", "|---|---:|---:|---:|",
    ]  # fmt: skip
    for name, step in part["steps"].items():
        lines.append(f"| {name} | {step['times']:.2f} | {step['ns']:.1f} | {step['share']:.0%} |")
    lines.append(f"| the rest: state of deals and seats, queues, counting | | | {part['rest_share']:.0%} |")
    return lines


def measured(rounds: int) -> dict[str, Any]:
    """Run the benchmark in a process of its own, then the profile."""
    import subprocess

    out = ROOT / "benchmarks" / "results"
    command = [sys.executable, "-m", "benchmarks.pipeline_bench", "--rounds", str(rounds), "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return dict(json.loads((out / "pipeline_bench.json").read_text(encoding="utf-8")))


def main() -> None:
    """Measure (or read) and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--from", dest="file", type=Path)
    given = parser.parse_args()
    found = json.loads(given.file.read_text(encoding="utf-8")) if given.file else measured(given.rounds)
    speed = found["engines"]["events_per_second"]["simsales batch"]
    code = f"import json; from benchmarks.limits import profile; print(json.dumps(profile({speed!r})))"
    found["limits"] = measure.in_a_process(code)
    parts = [HEAD, *targets(found), "", "## Measurements", "", table.markdown(found), *limits(found), ""]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
