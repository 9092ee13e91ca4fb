"""Why one plan differs from another: the difference taken apart into funnel, capacity and money."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.answers import Part, Why
from simsales.measure.estimate import Difference
from simsales.measure.intervals import defined, t_quantile
from simsales.measure.kpis import KPIS
from simsales.measure.measured import Measured
from simsales.measure.paired import difference, of_differences
from simsales.measure.values import Values

Floats = NDArray[np.float64]
CAPACITY = ("utilisation", "response_hours", "headcount", "ramping_reps", "open_deals")
_FUNNEL = {
    "leads": ("Leads", "count"),
    "closed_per_lead": ("Deals closed per lead", "ratio"),
    "win_rate": ("Win rate", "share"),
    "deal_size": ("Size of a won deal", "money"),
    "orders": ("Repeat orders", "money"),
}
_MONEY = {
    "margin": "Gross margin",
    "pay": "Pay of reps",
    "marketing": "Cost of leads",
    "hiring": "Cost of hiring",
    "manager": "Pay of the manager",
    "open_pipeline": "Open pipeline",
    "customers": "New customers",
}
_SMALL = 1e-9


def why(base: Measured, alternative: Measured) -> Why:
    """The difference of paired replications in plain parts."""
    funnel = funnel_parts(base.kpis, alternative.kpis)
    return Why(
        funnel=funnel,
        capacity=tuple(_figure(name, base.kpis, alternative.kpis) for name in CAPACITY),
        money=tuple(_sum_part(name, base.profit_parts, alternative.profit_parts) for name in _MONEY),
        biggest=_biggest(funnel),
    )


def funnel_parts(base: Values, alternative: Values) -> tuple[Part, ...]:
    """Mean bookings = leads × closed per lead × win rate × deal size + orders, and what each changes.

    A factor's effect is its log change × the logarithmic mean of both products (LMDI; Ang 2005),
    so that the effects add up to the difference exactly. Intervals by the jackknife over the
    replications. Empty when one of the plans has no leads or no wins.
    """
    sums = _sums(base), _sums(alternative)
    means = sums[0].mean(axis=0), sums[1].mean(axis=0)
    if min(mean[:2].min() for mean in means) <= 0.0:
        return ()
    effects, halves = _effects(*means), _half_widths(*sums)
    factors = _factors(means[0]), _factors(means[1])
    return tuple(
        Part(name, label, unit, float(factors[0][i]), float(factors[1][i]),
             _effect(float(effects[i]), None if halves is None else float(halves[i])))
        for i, (name, (label, unit)) in enumerate(_FUNNEL.items())
    )  # fmt: skip


def _sums(values: Values) -> Floats:
    """Leads, wins, losses, money of deals won, repeat orders of each replication, shape (n, 5)."""
    won_money = values["bookings"] - values["orders"]
    columns = [values["leads"], values["wins"], values["losses"], won_money, values["orders"]]
    return np.stack(columns, axis=-1)


def _factors(means: Floats) -> Floats:
    """The funnel's factors of means of shape (..., 5), and orders: shape (..., 5)."""
    leads, wins, losses, money, orders = np.moveaxis(means, -1, 0)
    return np.stack([leads, (wins + losses) / leads, wins / (wins + losses), money / wins, orders], axis=-1)


def _effects(base: Floats, alternative: Floats) -> Floats:
    """What each factor changes in bookings; means of shape (..., 5) give effects of that shape."""
    before, after = _factors(base), _factors(alternative)
    logs = np.log(after[..., :4] / before[..., :4])
    weight = _logarithmic_mean(base[..., 3], alternative[..., 3])
    return np.concatenate([logs * weight[..., None], (after - before)[..., 4:]], axis=-1)


def _logarithmic_mean(a: Floats, b: Floats) -> Floats:
    """(b - a) / ln(b / a), and a where both are equal."""
    change = np.log(b / a)
    near = np.abs(change) < _SMALL
    return np.where(near, (a + b) / 2, (b - a) / np.where(near, 1.0, change))


def _half_widths(base: Floats, alternative: Floats) -> Floats | None:
    """Half-widths of the effects' 95 % intervals from leaving out one pair at a time; None if undefined."""
    n = len(base)
    if n < 3:
        return None
    left_out = [(plan.sum(axis=0) - plan) / (n - 1) for plan in (base, alternative)]
    if min(float(plan[:, :2].min()) for plan in left_out) <= 0.0:
        return None
    effects = _effects(*left_out)
    errors = np.sqrt((n - 1) / n * ((effects - effects.mean(axis=0)) ** 2).sum(axis=0))
    return np.asarray(t_quantile(n - 1) * errors)


def _effect(mean: float, half: float | None) -> Difference:
    low, high = (None, None) if half is None else (mean - half, mean + half)
    return Difference(mean, low, high, None, "money")


def _figure(name: str, base: Values, alternative: Values) -> Part:
    """A figure in both plans, and its difference in its own unit."""
    kpi = KPIS[name]
    effect = difference(base[name], alternative[name], kpi)
    return Part(name, kpi.label, kpi.unit, mean_of(base[name]), mean_of(alternative[name]), effect)


def _sum_part(name: str, base: Values, alternative: Values) -> Part:
    """A summand of profit in both plans; its difference is what it does to profit."""
    effect = of_differences(alternative[name] - base[name], "money", "higher")
    return Part(name, _MONEY[name], "money", mean_of(base[name]), mean_of(alternative[name]), effect)


def mean_of(values: Floats) -> float | None:
    """Mean of the values that are defined; None if there are none."""
    known = defined(values)
    return float(known.mean()) if len(known) else None


def _biggest(funnel: tuple[Part, ...]) -> str | None:
    """Name of the part that moves bookings most; None if none moves by more than rounding."""
    size = max((abs(part.base or 0.0) for part in funnel if part.unit == "money"), default=0.0)
    moves = {part.name: abs(part.effect.mean or 0.0) for part in funnel if part.effect}
    name = max(moves, key=lambda name: moves[name], default=None)
    return name if name is not None and moves[name] > _SMALL * max(size, 1.0) else None
