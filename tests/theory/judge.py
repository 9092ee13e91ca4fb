"""Judging simulated figures against theory, with tolerances from replication error."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from simsales.engine import layout
from simsales.engine.totals import Totals

MOST_SIGMAS = 4.0
"""Furthest that a single figure may lie from theory, in standard errors."""


def z_score(values: ArrayLike, expected: float = 0.0) -> float:
    """Standard errors between the mean of independent values and what theory expects.

    A Student t of n - 1 degrees is mapped to the normal score of equal tail chance.
    """
    sample = np.asarray(values, dtype=float)
    error = sample.std(ddof=1) / np.sqrt(len(sample))
    return _normal_score(float(sample.mean() - expected), float(error), len(sample) - 1, abs(expected))


def _normal_score(apart: float, error: float, degrees: float, scale: float) -> float:
    """Normal score of a difference with an estimated standard error."""
    if error == 0.0:
        return 0.0 if abs(apart) <= 1e-9 * max(1.0, scale) else float(np.copysign(np.inf, apart))
    tail = stats.t.sf(abs(apart / error), degrees)
    return float(np.copysign(stats.norm.isf(tail) if tail > 0 else 38.0, apart))


def ratio_z(numerator: ArrayLike, denominator: ArrayLike, expected: float) -> float:
    """Standard errors between a ratio of sums and what theory expects, without the ratio's bias.

    Uses that numerator - expected × denominator has mean 0 where theory holds.
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    return z_score(top - expected * bottom)


def two_sample_z(first: ArrayLike, second: ArrayLike) -> float:
    """Standard errors between the means of two independent samples (Welch 1947)."""
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    parts = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    error, apart = sum(parts) ** 0.5, float(a.mean() - b.mean())
    spread = parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1)
    return _normal_score(apart, float(error), float(error**4 / spread) if spread else 1.0, abs(a.mean()))


def assert_agree(scores: Mapping[str, float], independent: bool = False) -> None:
    """No figure further than MOST_SIGMAS; independent figures also not too far all together.

    The sum of squares of independent figures is judged at the same tail chance as one
    figure at MOST_SIGMAS.
    """
    bad = {name: round(z, 2) for name, z in scores.items() if not abs(z) < MOST_SIGMAS}
    assert not bad, f"too far from theory (standard errors): {bad}; all: {_rounded(scores)}"
    if independent:
        together = sum(z * z for z in scores.values())
        limit = stats.chi2.isf(2 * stats.norm.sf(MOST_SIGMAS), len(scores))
        assert together < limit, f"together too far: {together:.1f} > {limit:.1f}: {_rounded(scores)}"


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {name: round(z, 2) for name, z in scores.items()}


def of_stage(totals: Totals, column: str, stage: int | None = None) -> np.ndarray:
    """One column of the stage totals by replication, over all periods; all stages if None."""
    rows = totals.stage[:, :, :, layout.STAGE.index(column)].sum(axis=1)
    return rows.sum(axis=1) if stage is None else rows[:, stage]


def of_seat(totals: Totals, column: str) -> np.ndarray:
    """One column of the seat totals by replication, over all periods and seats."""
    return totals.seat[:, :, :, layout.SEAT.index(column)].sum(axis=(1, 2))


def of_source(totals: Totals, column: str, source: int | None = None) -> np.ndarray:
    """One column of the source totals by replication, over all periods; all sources if None."""
    rows = totals.source[:, :, :, layout.SOURCE.index(column)].sum(axis=1)
    return rows.sum(axis=1) if source is None else rows[:, source]


def of_week(totals: Totals, column: str) -> np.ndarray:
    """One column of the week totals by replication, over all weeks."""
    return totals.week[:, :, layout.WEEK.index(column)].sum(axis=1)


def at_end(totals: Totals, column: str) -> np.ndarray:
    """One figure of the end of the run by replication."""
    return totals.end[:, layout.END.index(column)]
