"""Where the spread of an answer comes from: luck, unknown parameters, too few replications.

Some replications are played twice: as they are, and with every parameter at its best value and
the same luck. The variance of the second, as a share of that of the first, is what luck alone
makes; pairing the two makes the share sharper. The variance of the paired difference bounds what
the unknown parameters can add: it holds that, and the luck that does not cancel. It is an
approximation: luck is looked at where the parameters have their best values, not averaged over
their ranges.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.measure.intervals import t_quantile

Floats = NDArray[np.float64]
LEAST = 50


@dataclass(frozen=True)
class Spread:
    """The spread of one KPI taken apart, in standard deviations in the KPI's unit.

    `luck`: what one year differs from another when every parameter is known.
    `unknown_parameters`: what the ranges of the parameters add. `too_few_replications`: the
    standard error of the mean, which more replications shrink. `*_share`: of the variance of a
    forecast, adding up to 1; None when nothing varies. `unknown_low`, `unknown_high`: 95 %
    interval of unknown_share; None without ranges. `clipped`: the estimate for the unknown
    parameters was negative and is given as 0.
    """

    unit: str
    luck: float
    unknown_parameters: float
    too_few_replications: float
    luck_share: float | None
    unknown_share: float | None
    too_few_share: float | None
    unknown_low: float | None
    unknown_high: float | None
    clipped: bool


def subset_size(replications: int) -> int:
    """How many replications are played again with luck only: a quarter, at least 50, at most all.

    >>> subset_size(1000), subset_size(100), subset_size(20)
    (250, 50, 20)
    """
    return min(replications, max(LEAST, -(-replications // 4)))


def split(values: Floats, luck_only: Floats | None, unit: str) -> Spread | None:
    """Take the spread of `values`, shape (n,), apart.

    `luck_only`, shape (m,), m ≤ n, are the first m replications with every parameter at its best
    value; None when no parameter carries a range. Returns None with fewer than two values.
    """
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return None
    variance = float(known.var(ddof=1))
    error = variance / len(known)
    part = _NOTHING if luck_only is None else _unknown_part(values, luck_only)
    unknown = max(0.0, part.share) * variance
    luck = variance - unknown
    total = variance + error
    shares = [x / total if total > 0.0 else None for x in (luck, unknown, error)]
    within = variance / total if total > 0.0 else 0.0
    return Spread(
        unit, sqrt(luck), sqrt(unknown), sqrt(error), shares[0], shares[1], shares[2],
        unknown_low=None if part.low is None else max(0.0, part.low) * within,
        unknown_high=None if part.high is None else min(1.0, max(0.0, part.high)) * within,
        clipped=part.share < 0.0,
    )  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """A share of a variance with its 95 % interval; not yet kept between 0 and 1."""

    share: float
    low: float | None
    high: float | None


_NOTHING = _Part(0.0, None, None)


def _unknown_part(values: Floats, luck_only: Floats) -> _Part:
    """The share of the variance of `values` that goes away when the parameters are known."""
    whole = values[: len(luck_only)]
    both = ~np.isnan(whole) & ~np.isnan(luck_only)
    whole, luck = whole[both], luck_only[both]
    if len(whole) < 3 or np.ptp(whole) == 0.0:
        return _NOTHING
    remains, half = _variance_ratio(luck, whole)
    most, half_most = _variance_ratio(whole - luck, whole)
    return _Part(
        share=min(1.0 - remains, most),
        low=min(1.0 - remains - half, most),
        high=min(1.0 - remains + half, most + half_most),
    )


def _variance_ratio(part: Floats, whole: Floats) -> tuple[float, float]:
    """Variance of `part` / of `whole`, paired, and half the width of its 95 % interval (delta method)."""
    n, base = len(whole), float(whole.var(ddof=1))
    ratio = float(part.var(ddof=1)) / base
    pulls = ((part - part.mean()) ** 2 - ratio * (whole - whole.mean()) ** 2) / base
    return ratio, t_quantile(n - 1) * float(pulls.std(ddof=1)) / sqrt(n)
