"""The stopping rule: how many replications are enough.

Chow and Robbins (1965) add observations until the interval is narrow enough; stopping on an
estimated variance tends to stop too early, which is met here as they and Law (2007, section 9.4)
advise: a first stage of at least 50, a variance inflated by a term that fades as n grows, the
relative error asked for reduced to γ / (1 + γ), because it is taken from the estimated mean, and
a new look only after the sample has grown by 30 %, so that there are few looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.measure.intervals import defined, t_quantile

Floats = NDArray[np.float64]
LEAST = 50
"""Replications of the first stage, at least."""
MOST = 100_000
"""Replications after which the rule gives up."""
_GROWTH = (1.3, 4.0)
_SAFETY = 1.05


@dataclass(frozen=True)
class Precision:
    """What was asked of the mean of `kpi` and what came of it, as shares of the mean.

    `reached` is the half-width of the 95 % interval over the mean (over the base's mean, for a
    difference); None if the mean is 0. `met` is false when `MOST` replications did not do, or
    when the mean is 0 although years differ.
    """

    kpi: str
    asked: float
    reached: float | None
    met: bool


def more_replications(values: Floats, asked: float, scale: float | None = None, most: int = MOST) -> int:
    """How many replications there should be; `len(values)` when there are enough.

    `asked` is the relative half-width (0.02 = 2 %) of the mean of `values`, shape (n,), relative
    to their own mean or to `scale`. At most `most`.

    >>> more_replications(np.full(50, 3.0), 0.02)
    50
    """
    n = len(values)
    half, wanted = _inflated_half_width(values), _wanted(values, asked, scale)
    if n >= most or half <= wanted or (wanted == 0.0 and scale is not None):
        return n
    least, largest = (ceil(n * factor) for factor in _GROWTH)
    guess = ceil(n * (half / wanted) ** 2 * _SAFETY) if wanted > 0.0 else largest
    return min(max(guess, least), largest, most)


def reached(kpi: str, values: Floats, asked: float, scale: float | None = None) -> Precision:
    """What the replications at hand give, by the plain (not inflated) interval."""
    known = defined(values)
    size = abs(scale if scale is not None else float(known.mean()) if len(known) else 0.0)
    if len(known) < 2:
        return Precision(kpi, asked, None, False)
    half = t_quantile(len(known) - 1) * float(known.std(ddof=1)) / sqrt(len(known))
    if size == 0.0:
        return Precision(kpi, asked, None, half == 0.0)
    return Precision(kpi, asked, half / size, _inflated_half_width(values) <= _wanted(values, asked, scale))


def _wanted(values: Floats, asked: float, scale: float | None) -> float:
    """Half-width that is narrow enough, in the unit of the values."""
    if scale is not None:
        return asked * abs(scale)
    known = defined(values)
    return asked / (1 + asked) * abs(float(known.mean())) if len(known) else 0.0


def _inflated_half_width(values: Floats) -> float:
    """Half-width of the t interval, the variance raised by its own 1 / n."""
    known = defined(values)
    n = len(known)
    if n < 2:
        return float("inf")
    return t_quantile(n - 1) * float(known.std(ddof=1)) * sqrt((1 + 1 / n) / n)
