"""What theory says a queue, a network or a pipeline must come to; plain functions.

Sources: Gross, Shortle, Thompson & Harris, *Fundamentals of Queueing Theory* (4th ed., 2008);
Kemeny & Snell, *Finite Markov Chains* (1960).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, factorial, log

import numpy as np
from numpy.typing import NDArray

from simsales.model.pipeline import WON, chance
from simsales.model.scenario import Scenario


def erlang_c(servers: int, offered: float) -> float:
    """Chance that a customer of M/M/c has to wait; `offered` = arrival rate × mean service.

    Gross et al., section 2.3 (Erlang 1917).

    >>> round(erlang_c(1, 0.8), 12)
    0.8
    """
    queued = offered**servers / factorial(servers) * servers / (servers - offered)
    return queued / (sum(offered**k / factorial(k) for k in range(servers)) + queued)


def mmc_wait(servers: int, rate: float, service: float) -> float:
    """Mean wait in the queue of M/M/c, in the unit of `service` (the mean service time).

    >>> round(mmc_wait(1, 0.5, 1.0), 12)
    1.0
    """
    return erlang_c(servers, rate * service) * service / (servers - rate * service)


def mg1_wait(rate: float, service: float, cv: float) -> float:
    """Mean wait of M/G/1, first come first served: Pollaczek–Khinchine; Gross et al., section 5.1.

    >>> mg1_wait(0.5, 1.0, 0.0)
    0.5
    """
    load = rate * service
    return load * service * (1 + cv * cv) / (2 * (1 - load))


def priority_waits(classes: Sequence[tuple[float, float, float]]) -> list[float]:
    """Mean waits of M/G/1 with non-preemptive priorities, the most urgent class first.

    `classes` hold (arrival rate, mean service, cv). Cobham 1954; Gross et al., section 3.4.2.

    >>> [round(wait, 3) for wait in priority_waits([(0.4, 1.0, 1.0), (0.4, 1.0, 1.0)])]
    [1.333, 6.667]
    """
    residual = sum(rate * mean**2 * (1 + cv * cv) for rate, mean, cv in classes) / 2
    waits, load = [], 0.0
    for rate, mean, _ in classes:
        before, load = load, load + rate * mean
        waits.append(residual / ((1 - before) * (1 - load)))
    return waits


def traffic(arrivals: Mapping[str, float], routes: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Rates through the stations of an open network: λ = γ + λP. Jackson 1957; Gross et al., section 4.2.

    >>> traffic({"a": 1.0}, {"a": {"b": 0.5}, "b": {}})
    {'a': 1.0, 'b': 0.5}
    """
    names = list(routes)
    moves = np.array([[routes[a].get(b, 0.0) for b in names] for a in names])
    outside = np.array([arrivals.get(name, 0.0) for name in names])
    rates = np.linalg.solve(np.eye(len(names)) - moves.T, outside)
    return {name: float(rate) for name, rate in zip(names, rates, strict=True)}


def stage_moves(
    scenario: Scenario, shift: Mapping[str, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chances between stages (stages, stages) and of winning from each (stages,).

    `shift` is added to the log-odds of advancing, by stage.
    """
    names = list(scenario.pipeline.stages)
    moves, wins = np.zeros((len(names), len(names))), np.zeros(len(names))
    for i, (name, stage) in enumerate(scenario.pipeline.stages.items()):
        neutral = chance(stage.advance)
        odds = log(neutral / (1 - neutral)) + shift.get(name, 0.0)
        advance = 1 / (1 + exp(-odds))
        for target, share in scenario.pipeline.ways_on(name).items():
            if target == WON:
                wins[i] += advance * share
            else:
                moves[i, names.index(target)] += advance * share
        for target, share in stage.back.items():
            moves[i, names.index(target)] += (1 - advance) * share
    return moves, wins


def win_probability(scenario: Scenario, shift: Mapping[str, float] | None = None) -> dict[str, float]:
    """Chance to be won in the end, from each stage: (I - Q)⁻¹ r. Kemeny & Snell, theorem 3.3.7."""
    moves, wins = stage_moves(scenario, shift or {})
    solved = np.linalg.solve(np.eye(len(wins)) - moves, wins)
    return dict(zip(scenario.pipeline.stages, map(float, solved), strict=True))


def expected_touches(
    scenario: Scenario, start: str, shift: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Mean touches in each stage of a deal that starts in `start`: visits × touches.

    Visits are a row of the fundamental matrix (I - Q)⁻¹. Kemeny & Snell, theorem 3.2.4.
    """
    moves, _ = stage_moves(scenario, shift or {})
    names = list(scenario.pipeline.stages)
    visits = np.linalg.inv(np.eye(len(names)) - moves)[names.index(start)]
    stages = scenario.pipeline.stages
    return {name: float(n) * stages[name].touches for name, n in zip(names, visits, strict=True)}
