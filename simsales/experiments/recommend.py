"""Which plan to choose, and whether what is not known could turn that."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.answers import Recommendation
from simsales.measure.intervals import mean_interval
from simsales.measure.measured import Measured
from simsales.measure.spread import split

Floats = NDArray[np.float64]
BASE = "base"
KPI = "profit"
NOTABLE = 0.1
"""A chance to flip that is worth a warning."""


def recommend(plans: Mapping[str, Measured], luck_only: Mapping[str, Measured] | None) -> Recommendation:
    """The plan with the highest mean profit; `plans` are paired, at least two, the base among them.

    `luck_only` are the first replications of the same plans with every parameter at its best
    value; None when nothing carries a range.
    """
    best, runner_up = _order({name: plan.kpis[KPI] for name, plan in plans.items()})[:2]
    lead = plans[best].kpis[KPI] - plans[runner_up].kpis[KPI]
    interval = mean_interval(lead)
    best_luck = None if luck_only is None else _best_luck_only(plans, luck_only, best)
    return Recommendation(
        kpi=KPI,
        best=best,
        runner_up=runner_up,
        best_luck_only=best_luck,
        flips=best_luck is not None and best_luck != best,
        flip_chance=None if luck_only is None else _flip_chance(lead, _lead(luck_only, best, runner_up)),
        sure=interval is not None and interval[0] > 0.0,
    )


def _order(profits: Mapping[str, Floats]) -> list[str]:
    """Names from the highest mean to the lowest; equals keep their order, the base first."""
    return sorted(profits, key=lambda name: -float(profits[name].mean()))


def _best_luck_only(plans: Mapping[str, Measured], luck_only: Mapping[str, Measured], best: str) -> str:
    """The plan that leads with luck only.

    Another plan than `best` must lead it by more than its own standard error, or a near tie
    would count as a flip.
    """
    count = min(len(plan) for plan in luck_only.values())
    profits = {name: plan.kpis[KPI][:count] for name, plan in luck_only.items()}
    leader = _order(profits)[0]
    if leader == best:
        return best
    lead = profits[leader] - profits[best]
    error = float(lead.std(ddof=1)) / sqrt(count) if count > 1 else 0.0
    return leader if float(lead.mean()) > error else best


def _lead(plans: Mapping[str, Measured], best: str, runner_up: str) -> Floats:
    a, b = plans[best].kpis[KPI], plans[runner_up].kpis[KPI]
    count = min(len(a), len(b))
    return a[:count] - b[:count]


def _flip_chance(lead: Floats, lead_luck_only: Floats) -> float | None:
    """Chance that the true lead is below 0 once the parameters are known.

    What the unknown parameters make of the lead's variance is taken apart as in `measure.spread`;
    the true lead is taken as normal about the mean lead. None when the replications cannot tell:
    they do not show that the parameters move the lead, nor that they leave it alone.
    """
    spread = split(lead, lead_luck_only, "money")
    if spread is None or spread.unknown_low is None or spread.unknown_high is None:
        return None
    mean, variance = float(lead.mean()), float(lead.var(ddof=1)) * (1 + 1 / len(lead))
    chance = _below_zero(mean, spread.unknown_parameters)
    at_most = _below_zero(mean, sqrt(spread.unknown_high * variance))
    return chance if spread.unknown_low > 0.0 or at_most < NOTABLE else None


def _below_zero(mean: float, sd: float) -> float:
    """Chance that a normal variable is below 0, a half if it is always 0."""
    from scipy.special import ndtr

    if sd == 0.0:
        return 0.5 if mean == 0.0 else float(mean < 0.0)
    return float(ndtr(-mean / sd))
