"""95 % intervals of means, chances and quantiles. scipy.stats is too slow to import for this."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.measure.estimate import Estimate
from simsales.measure.kpis import KpiDefinition

Floats = NDArray[np.float64]
LEVEL = 0.95
MOST_BOOTSTRAPPED = 2000
"""With more values the t interval of a mean serves as well."""
_RESAMPLES = 2000
_BOOTSTRAP_SEED = 20260105
_BLOCK = 2_000_000


def defined(values: Floats) -> Floats:
    """The values that are not nan."""
    return values[~np.isnan(values)]


def t_quantile(degrees: float, level: float = LEVEL) -> float:
    """Half-width of a central interval of Student's t, in standard errors.

    >>> round(t_quantile(9), 4)
    2.2622
    """
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + level / 2))


def mean_interval(values: Floats, level: float = LEVEL) -> tuple[float, float] | None:
    """Student's t interval of the mean of the values that are defined; None with fewer than two.

    >>> [round(x, 4) for x in mean_interval(np.array([1.0, 2.0, 3.0, np.nan]))]
    [-0.4841, 4.4841]
    """
    known = defined(values)
    if len(known) < 2:
        return None
    half = t_quantile(len(known) - 1, level) * float(known.std(ddof=1)) / sqrt(len(known))
    mean = float(known.mean())
    return mean - half, mean + half


def bounded_interval(
    values: Floats, least: float | None, most: float | None, level: float = LEVEL
) -> tuple[float, float] | None:
    """Interval of a mean that cannot leave `least`..`most`.

    Where both bounds are given and all n values are equal, the t interval would pretend to know
    the mean exactly; then a share of 1 - Wilson's bound for 0 of n may still be anywhere between
    the bounds. (Any variable within bounds: other values have a chance of at most that.)

    >>> [round(x, 4) for x in bounded_interval(np.zeros(30), 0.0, 1.0)]
    [0.0, 0.1135]
    """
    known = defined(values)
    if len(known) < 2:
        return None
    if least is not None and most is not None and np.ptp(known) == 0.0:
        value, unseen = float(known[0]), wilson(0, len(known), level)[1]
        return value - unseen * (value - least), value + unseen * (most - value)
    interval = mean_interval(known, level)
    assert interval is not None
    low, high = interval
    low = low if least is None else max(low, least)
    return low, high if most is None else min(high, most)


def wilson(successes: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's score interval of a chance (Wilson 1927); holds at 0 and at all of them too.

    >>> [round(x, 4) for x in wilson(14, 100)]
    [0.0853, 0.2214]
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    share, z2 = successes / trials, z * z / trials
    centre = (share + z2 / 2) / (1 + z2)
    half = z * sqrt(share * (1 - share) / trials + z2 / (4 * trials)) / (1 + z2)
    low = 0.0 if successes == 0 else centre - half
    return low, 1.0 if successes == trials else centre + half


def quantile_interval(values: Floats, share: float, level: float = LEVEL) -> tuple[float, float] | None:
    """Interval of a quantile between two order statistics, whatever the distribution.

    The number of values below the quantile is binomial; each tail gets at most half of what
    `level` leaves. None when there are too few values (p10 and p90 need 36).

    >>> quantile_interval(np.arange(1.0, 101.0), 0.5)
    (40.0, 61.0)
    """
    from scipy.special import bdtr

    known = np.sort(defined(values))
    n, tail = len(known), (1 - level) / 2
    if n < 2:
        return None
    below = bdtr(np.arange(n, dtype=np.float64), n, share)  # P(at most k of n lie below)
    low = int(np.searchsorted(below, tail, side="right"))  # first k with more than the tail
    high = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    if low < 1 or high > n:
        return None
    return float(known[low - 1]), float(known[high - 1])


def bootstrap_interval(values: Floats, level: float = LEVEL) -> tuple[float, float] | None:
    """Bootstrap interval of the mean, bias-corrected and accelerated (Efron 1987).

    Suits skewed values. The resamples come from a fixed seed, so the same values give the same
    interval. None with fewer than ten values (too few to resample), more than
    MOST_BOOTSTRAPPED, or all equal.
    """
    known = defined(values)
    if not 10 <= len(known) <= MOST_BOOTSTRAPPED or np.ptp(known) == 0.0:
        return None
    means = np.sort(_resampled_means(known))
    ends = [_corrected(share, known, means) for share in ((1 - level) / 2, (1 + level) / 2)]
    low, high = np.quantile(means, ends).tolist()
    return float(low), float(high)


def _resampled_means(known: Floats) -> Floats:
    """Means of resamples with replacement, shape (resamples,)."""
    draws = np.random.Generator(np.random.PCG64(_BOOTSTRAP_SEED))
    n = len(known)
    rows = max(1, _BLOCK // n)
    blocks = [min(rows, _RESAMPLES - done) for done in range(0, _RESAMPLES, rows)]
    return np.concatenate([known[draws.integers(0, n, (block, n))].mean(axis=1) for block in blocks])


def _corrected(share: float, known: Floats, means: Floats) -> float:
    """The share of resampled means at which the corrected interval ends."""
    from scipy.special import ndtr, ndtri

    centred = known - known.mean()
    acceleration = float((centred**3).sum() / (6.0 * (centred**2).sum() ** 1.5))
    below = float((means < known.mean()).mean() + (means == known.mean()).mean() / 2)
    half = 0.5 / len(means)
    bias = float(ndtri(min(max(below, half), 1 - half)))
    shifted = bias + float(ndtri(share))
    return float(ndtr(bias + shifted / (1 - acceleration * shifted)))


def estimate(values: Floats, kpi: KpiDefinition) -> Estimate:
    """A KPI's mean with its interval, and its bad, typical and good year; `values` of shape (n,).

    >>> from simsales.measure.kpis import KPIS
    >>> estimate(np.array([np.nan]), KPIS["win_rate"]).mean is None
    True
    """
    known = defined(values)
    if not len(known):
        return Estimate(None, None, None, None, None, None, kpi.unit, 0)
    low, high = bounded_interval(known, kpi.least, kpi.most) or (None, None)
    p10, p50, p90 = np.quantile(known, (0.1, 0.5, 0.9)).tolist()
    return Estimate(float(known.mean()), low, high, p10, p50, p90, kpi.unit, len(known))


def estimates(values: dict[str, Floats], of: Callable[[str], KpiDefinition]) -> dict[str, Estimate]:
    """Estimates of several KPIs; `of` finds the dictionary's entry of a name."""
    return {name: estimate(column, of(name)) for name, column in values.items()}


def finite(number: float | None) -> float | None:
    """None instead of nan."""
    return None if number is None or isnan(number) else number
