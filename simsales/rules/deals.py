"""Deals: the odds of moving on (EVIDENCE 0, 11)."""

from __future__ import annotations

from math import exp, log

from simsales.rules.house import compiled


@compiled
def inv_logit(x: float) -> float:
    """Probability of log-odds.

    >>> float(inv_logit(0.0))
    0.5
    """
    return 1.0 / (1.0 + exp(-x))


@compiled
def logit(p: float) -> float:
    """Log-odds of a probability strictly between 0 and 1.

    >>> float(logit(0.5))
    0.0
    """
    return log(p / (1.0 - p))


@compiled
def lateness_effect(weeks_late: float, log_odds_per_week: float) -> float:
    """Log-odds lost because the deal waited for its rep in this stage.

    >>> float(lateness_effect(2.0, 0.15))
    -0.3
    """
    return -log_odds_per_week * weeks_late


@compiled
def ageing_effect(age: float, typical: float, log_odds: float, grace: float) -> float:
    """Log-odds lost by a deal older in its stage than (1 + grace) times the typical time.

    Age is without the waits for the rep, which count as lateness.

    >>> float(ageing_effect(30.0, 10.0, 0.35, 1.0))
    -0.35
    """
    if typical <= 0.0 or log_odds == 0.0:
        return 0.0
    over = age / typical - 1.0 - grace
    return -log_odds * over if over > 0.0 else 0.0


@compiled
def advance_log_odds(
    base: float, skill: float, ramp: float, source: float, segment: float,
    response: float, lateness: float, age: float, hand_over: float,
) -> float:  # fmt: skip
    """Sum of all effects on leaving a stage forwards, in the one documented order."""
    return base + skill + ramp + source + segment + response + lateness + age + hand_over
