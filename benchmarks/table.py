"""The measurements as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TARGET_RATIO = 60.0


def markdown(found: Mapping[str, Any]) -> str:
    """Everything that was measured, as Markdown."""
    writers = {
        "engines": _engines, "shipped": _shipped, "size": _size, "threads": _threads,
        "memory": _memory, "fork": _fork, "start_up": _start_up,
    }  # fmt: skip
    machine = found["machine"]
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    lines = [
        f"Measured on {machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {libraries}.",
        "",
    ]
    for name, write in writers.items():
        if name in found:
            lines += [*write(found[name]), ""]
    return "\n".join(lines)


def _rows(head: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table."""
    bar = ["---"] + ["---:"] * (len(head) - 1)
    return ["| " + " | ".join(row) + " |" for row in (head, bar, *rows)]


def _engines(part: Mapping[str, Any]) -> list[str]:
    speeds = sorted(part["events_per_second"].items(), key=lambda pair: pair[1])
    rows = []
    for name, speed in speeds:
        ratio = part["ratio"][name]
        spread = f"{ratio['low']:.2f}–{ratio['high']:.2f}"
        rows.append([name, f"{speed:,.0f}", f"{ratio['median']:.2f}", spread])
    lines = ["### The bench model: 20 reps, about 102,000 events a replication", ""]
    lines += _rows(["engine", "events/s", "× plain SimPy", "lowest–highest round"], rows)
    lines += ["", *(f"{name}: not measured, {reason}." for name, reason in part["absent"].items())]
    lines += ["", "All answer the same:", ""]
    answers = [
        [who, f"{a['wins_per_lead']:.4f}", f"{a['utilisation']:.4f}", f"{a['cycle_hours']:.2f}",
         f"{a['replications']:.0f}"]
        for who, a in part["answers"].items()
    ]  # fmt: skip
    return lines + _rows(["", "wins per lead", "utilisation", "mean cycle, h", "replications"], answers)


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


def _shipped(part: Mapping[str, Any]) -> list[str]:
    rows = [
        [name, f"{a['events_per_year']:,.0f}", f"{a['ms_per_year']:.2f}", f"{a['target_ms']:g}",
         _verdict(a["ms_per_year"] <= a["target_ms"])]
        for name, a in part.items()
    ]  # fmt: skip
    head = ["company", "events a year", "ms per replication-year", "target", ""]
    return ["### Shipped companies, one core", "", *_rows(head, rows)]


def _size(part: Mapping[str, float]) -> list[str]:
    first = part["20"]
    rows = [[f"{int(n):,}", f"{cost:.0f}", f"{cost / first:.2f}"] for n, cost in part.items()]
    return [
        "### Cost of an event as the company grows",
        "",
        *_rows(["reps", "ns per event", "× 20 reps"], rows),
    ]


def _threads(part: Mapping[str, float]) -> list[str]:
    spread = f"{part['low']:.2f}–{part['high']:.2f}"
    return [f"Two workers are {part['median']:.2f} times as fast as one (rounds {spread}; target 1.7)."]


def _memory(part: Mapping[str, Any]) -> list[str]:
    rows = [[name, f"{a['leads']:,.0f}", f"{a['peak_mb']:.0f}"] for name, a in part.items()]
    return ["### Peak memory of the whole process", "", *_rows(["simulated", "leads", "MB"], rows)]


def _fork(part: Mapping[str, float]) -> list[str]:
    return [
        (
            f"Copying a running world of {part['kilobytes']:.0f} KB takes {part['microseconds']:.1f} µs"
            " (target 20)."
        ),
    ]


def _start_up(part: Mapping[str, float]) -> list[str]:
    rows = [
        ["--help", f"{part['help']:.2f}", "0.15"],
        ["first run, machine code made", f"{part['first_run']:.1f}", "45"],
        ["later runs", f"{part['later_run']:.2f}", "2"],
    ]
    return ["### The command line", "", *_rows(["", "seconds", "target"], rows)]
