"""Differences between two plans that lived through the same years."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.measure.estimate import Difference
from simsales.measure.intervals import defined, mean_interval
from simsales.measure.kpis import Better, KpiDefinition

Floats = NDArray[np.float64]


def difference(base: Floats, alternative: Floats, kpi: KpiDefinition) -> Difference:
    """Alternative minus base, replication by replication; both of shape (n,).

    Replications in which either is undefined (nan) are left out.

    >>> from simsales.measure.kpis import KPIS
    >>> d = difference(np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 5.0]), KPIS["bookings"])
    >>> d.mean, d.probability_better
    (1.0, 0.8333333333333334)
    """
    return of_differences(alternative - base, kpi.unit, kpi.better)


def of_differences(differences: Floats, unit: str, better: Better | None) -> Difference:
    """Mean, interval and chance to be better of paired differences, shape (n,)."""
    known = defined(differences)
    if not len(known):
        return Difference(None, None, None, None, unit)
    low, high = mean_interval(known) or (None, None)
    return Difference(float(known.mean()), low, high, probability_better(known, better), unit)


def probability_better(differences: Floats, better: Better | None) -> float | None:
    """Share of differences in the better direction, ties counting half; None without a direction.

    >>> probability_better(np.array([1.0, 0.0, -1.0, -2.0]), "lower")
    0.625
    """
    if better is None or not len(differences):
        return None
    good = differences > 0 if better == "higher" else differences < 0
    return float((good.sum() + (differences == 0).sum() / 2) / len(differences))


def variance_ratio(base: Floats, alternative: Floats) -> float | None:
    """How much pairing saved: variance of an unpaired difference / of the paired one.

    None with fewer than two pairs, or when the paired difference does not vary.
    """
    both = ~np.isnan(base) & ~np.isnan(alternative)
    if both.sum() < 2:
        return None
    a, b = base[both], alternative[both]
    paired = float((b - a).var(ddof=1))
    unpaired = float(a.var(ddof=1) + b.var(ddof=1))
    return unpaired / paired if paired > 1e-18 * unpaired else None
