"""Leads: how many a week, and what a slow first answer costs (EVIDENCE 1, 2)."""

from __future__ import annotations

from math import exp, log, log1p

from simsales.rules.house import compiled
from simsales.rules.variates import log_sd, normal

FIVE_MINUTES = 5.0


@compiled
def weekly_rate(base: float, season: float, trend_per_year: float, week: float, cv: float, u: float) -> float:
    """Expected leads of a week: base × season × trend × a lognormal factor with mean 1.

    `week` counts from the first measured week; `cv` is the square root of the dispersion.

    >>> float(weekly_rate(10.0, 1.1, 0.0, 3.0, 0.0, 0.5))
    11.0
    """
    rate = base * season
    if trend_per_year != 0.0:
        rate *= exp(log1p(trend_per_year) * week / 52.0)
    if cv > 0.0:
        sd = log_sd(cv)
        rate *= exp(sd * normal(u) - 0.5 * sd * sd)
    return rate


@compiled
def response_effect(hours: float, reference_hours: float, exponent: float) -> float:
    """Log-odds of a first touch after `hours`, against the reference at which chances were measured.

    odds ∝ (1 + t/t0)^-exponent with t in minutes and t0 = 5 (EVIDENCE 1).

    >>> round(float(response_effect(1.0, 5 / 60, 0.3)), 3)
    -0.562
    """
    if exponent == 0.0:
        return 0.0
    waited = log(1.0 + hours * 60.0 / FIVE_MINUTES)
    usual = log(1.0 + reference_hours * 60.0 / FIVE_MINUTES)
    return -exponent * (waited - usual)


@compiled
def prospecting_factor(ramp_speed: float, skill_log_odds: float, skill: float) -> float:
    """Leads made per hour against an average ramped rep: speed × exp(shift × skill).

    Success chances are small, so log-odds and log-rate agree.
    """
    return ramp_speed * exp(skill_log_odds * skill)
