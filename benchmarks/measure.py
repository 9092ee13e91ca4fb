"""Measuring speed: alternating rounds, medians, memory of a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

Task = Callable[[int], tuple[float, float]]
"""Called with the number of the round; returns (events, seconds)."""


def timed(work: Callable[[], float]) -> tuple[float, float]:
    """(events, seconds) of a piece of work that returns its events."""
    began = time.perf_counter()
    events = work()
    return events, time.perf_counter() - began


def alternate(tasks: Mapping[str, Task], rounds: int) -> dict[str, list[float]]:
    """Events a second of each task by round: A B C, A B C, … so that all feel the same machine."""
    speeds: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds):
        for name, task in tasks.items():
            events, seconds = task(number)
            speeds[name].append(events / seconds)
    return speeds


def ratios(speeds: Mapping[str, list[float]], name: str, base: str) -> dict[str, float]:
    """Median, lowest and highest over the rounds of one task's speed against another's."""
    by_round = [a / b for a, b in zip(speeds[name], speeds[base], strict=True)]
    return {"median": statistics.median(by_round), "low": min(by_round), "high": max(by_round)}


def in_a_process(code: str, timeout: float = 300, **environment: str) -> dict[str, Any]:
    """What a fresh Python process prints as JSON on its last line."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | environment, check=True,
        capture_output=True, text=True, timeout=timeout,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))
