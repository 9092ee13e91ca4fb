"""Random quantities as inverse distribution functions of one uniform number."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.rules.house import compiled

# families, as the engines number them
FIXED, EXPONENTIAL, UNIFORM, LOGNORMAL, GAMMA, EMPIRICAL = range(6)

GRID_REACH = 8.3
"""Gamma tables run over normal scores from -GRID_REACH to +GRID_REACH."""
GRID_POINTS = 2049


@compiled
def normal(u: float) -> float:
    """Normal score of a uniform number; Wichura 1988, algorithm AS 241 (PPND16), error < 1e-15.

    >>> round(float(normal(0.975)), 6)
    1.959964
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                  + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
                + 133.14166789178437745) * r + 3.387132872796366608)  # fmt: skip
        bottom = (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                     + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
                   + 42.313330701600911252) * r + 1.0)  # fmt: skip
        return q * top / bottom
    r = u if q < 0.0 else 1.0 - u
    r = sqrt(-log(r))
    if r <= 5.0:
        r -= 1.6
        top = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r
                    + 0.24178072517745061177) * r + 1.27045825245236838258) * r
                  + 3.64784832476320460504) * r + 5.7694972214606914055) * r
                + 4.6303378461565452959) * r + 1.42343711074968357734)  # fmt: skip
        bottom = (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r
                       + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
                     + 0.68976733498510000455) * r + 1.6763848301838038494) * r
                   + 2.05319162663775882187) * r + 1.0)  # fmt: skip
    else:
        r -= 5.0
        top = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                    + 0.0012426609473880784386) * r + 0.026532189526576123093) * r
                  + 0.29656057182850489123) * r + 1.7848265399172913358) * r
                + 5.4637849111641143699) * r + 6.6579046435011037772)  # fmt: skip
        bottom = (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r
                       + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r
                     + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
                   + 0.59983220655588793769) * r + 1.0)  # fmt: skip
    return -top / bottom if q < 0.0 else top / bottom


@compiled
def unit_exponential(u: float) -> float:
    """Exponential with mean 1."""
    return -log(u)


@compiled
def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Triangular between low and high; how an unknown parameter is drawn.

    >>> float(triangular(0.5, 0.0, 1.0, 2.0))
    1.0
    """
    width = high - low
    if width <= 0.0:
        return mode
    if u < (mode - low) / width:
        return low + sqrt(u * width * (mode - low))
    return high - sqrt((1.0 - u) * width * (high - mode))


@compiled
def log_sd(cv: float) -> float:
    """Standard deviation of the logarithm of a lognormal with this cv."""
    return sqrt(log(1.0 + cv * cv))


@compiled
def between(tables: NDArray[np.float64], begin: int, length: int, position: float) -> float:
    """Linear interpolation in tables[begin : begin + length] at a position, clipped to its ends."""
    if position <= 0.0:
        return tables[begin]
    if position >= length - 1:
        return tables[begin + length - 1]
    i = begin + int(position)
    return tables[i] + (position - int(position)) * (tables[i + 1] - tables[i])


@compiled
def variate(
    u: float, family: int, a: float, b: float, tables: NDArray[np.float64], begin: int, length: int
) -> float:
    """Value of a random quantity.

    `a`, `b` by family: fixed (value, -), exponential (mean, -), uniform (low, high),
    lognormal (mean of log, sd of log), gamma (mean, -), empirical (scale, -); the last
    two read tables[begin : begin + length]: quantiles of the mean-1 gamma over normal scores,
    or sorted values.
    """
    if family == LOGNORMAL:
        return exp(a + b * normal(u))
    if family == FIXED:
        return a
    if family == GAMMA:
        position = (normal(u) + GRID_REACH) * ((GRID_POINTS - 1) / (2.0 * GRID_REACH))
        return a * between(tables, begin, length, position)
    if family == EXPONENTIAL:
        return -a * log(u)
    if family == UNIFORM:
        return a + (b - a) * u
    return a * between(tables, begin, length, u * (length - 1))
