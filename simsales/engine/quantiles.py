"""Quantile tables, built once at compile time, for the families without a closed inverse."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.model.distribution import Distribution, Empirical, Gamma
from simsales.model.parameter import Parameter
from simsales.rules import variates

Floats = NDArray[np.float64]
_ONE, _NONE = Parameter(value=1.0), Parameter(value=0.0)


def gamma_table(cv: float) -> Floats:
    """Quantiles of the gamma with mean 1 and this cv, over equally spaced normal scores."""
    from scipy.special import gammainccinv, gammaincinv, ndtr

    z = np.linspace(-variates.GRID_REACH, variates.GRID_REACH, variates.GRID_POINTS)
    shape = 1.0 / cv**2
    low, high = gammaincinv(shape, ndtr(np.minimum(z, 0.0))), gammainccinv(shape, ndtr(-np.maximum(z, 0.0)))
    return np.asarray(np.where(z < 0.0, low, high) / shape, np.float64)


class QuantileTables:
    """Collects tables, one for each different gamma shape or set of values."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._tables: list[Floats] = []

    def number(self, given: Gamma | Empirical) -> int:
        """Number of the table that this distribution reads."""
        key: object = given.cv if isinstance(given, Gamma) else given.values
        if key not in self._numbers:
            values = gamma_table(given.cv) if isinstance(given, Gamma) else np.sort(np.array(given.values))
            self._numbers[key] = len(self._tables)
            self._tables.append(values)
        return self._numbers[key]

    def packed(self) -> tuple[Floats, NDArray[np.int64]]:
        """All tables in one array, and where each starts (one entry more than tables)."""
        starts = np.cumsum([0, *(len(table) for table in self._tables)])
        joined = np.concatenate(self._tables) if self._tables else np.zeros(0)
        return joined, starts.astype(np.int64)


def columns(given: Distribution, tables: QuantileTables) -> tuple[int, int, int, dict[str, Parameter]]:
    """(family, given by median, table or -1, natural parameters by their path within the distribution)."""
    if given.lognormal is not None:
        by_median = given.lognormal.median is not None
        centre = given.lognormal.median if by_median else given.lognormal.mean
        name = "lognormal.median" if by_median else "lognormal.mean"
        assert centre is not None
        return variates.LOGNORMAL, int(by_median), -1, {name: centre, "lognormal.cv": given.lognormal.cv}
    if given.gamma is not None:
        return variates.GAMMA, 0, tables.number(given.gamma), {"gamma.mean": given.gamma.mean}
    if given.exponential is not None:
        return variates.EXPONENTIAL, 0, -1, {"exponential.mean": given.exponential.mean}
    if given.uniform is not None:
        return variates.UNIFORM, 0, -1, {"uniform.low": given.uniform.low, "uniform.high": given.uniform.high}
    if given.empirical is not None:
        return variates.EMPIRICAL, 0, tables.number(given.empirical), {"empirical": _ONE}
    return variates.FIXED, 0, -1, {"fixed": given.fixed or _NONE}
