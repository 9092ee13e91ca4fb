"""Random quantities against scipy: quantiles to the tails, and moments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from simsales.engine.quantiles import gamma_table
from simsales.rules.variates import (
    EMPIRICAL,
    EXPONENTIAL,
    FIXED,
    GAMMA,
    LOGNORMAL,
    UNIFORM,
    log_sd,
    normal,
    triangular,
    unit_exponential,
    variate,
)  # fmt: skip

N = 100_000
MIDDLES = (np.arange(N) + 0.5) / N
"""Equally likely uniform numbers; averages over them are integrals over the distribution."""
NONE = np.zeros(1)


def quantity(family: int, a: float, b: float, table: np.ndarray = NONE) -> np.ndarray:
    """The quantity at all MIDDLES."""
    return np.array([variate(u, family, a, b, table, 0, len(table)) for u in MIDDLES.tolist()])


def assert_moments(values: np.ndarray, mean: float, cv: float, rtol: float) -> None:
    assert np.mean(values) == pytest.approx(mean, rel=rtol)
    assert np.std(values) == pytest.approx(mean * cv, rel=10 * rtol)


def test_normal_score_is_exact_from_tail_to_tail():
    tails = 10.0 ** -np.arange(1, 301, 0.25)
    middle = np.linspace(1e-6, 1 - 1e-6, 100_001)
    edges = np.array([0.075, 0.925, np.exp(-25.0), 0.5 + 2**-30, 0.5 - 2**-40])
    u = np.concatenate([tails, middle, edges, 1 - tails[tails > 1e-15]])
    ours = np.array([normal(x) for x in u.tolist()])
    np.testing.assert_allclose(ours, stats.norm.ppf(u), rtol=1e-13, atol=1e-15)


def test_normal_score_is_odd_and_rises():
    u = np.linspace(2**-20, 0.5, 10_000)
    scores = np.array([normal(x) for x in u.tolist()])
    assert np.all(np.diff(scores) > 0.0)
    np.testing.assert_allclose([normal(1 - x) for x in u.tolist()], -scores, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("cv", [0.06, 0.3, 0.7071, 1.0, 1.5])
def test_gamma_quantiles(cv):
    table = gamma_table(cv)
    assert np.all(np.isfinite(table)) and np.all(np.diff(table) >= 0.0)
    u = np.concatenate([MIDDLES[::50], 10.0 ** -np.arange(3, 13), 1 - 10.0 ** -np.arange(3, 13)])
    ours = np.array([variate(x, GAMMA, 3.0, 0.0, table, 0, len(table)) for x in u.tolist()])
    exact = stats.gamma.ppf(u, 1 / cv**2, scale=3.0 * cv**2)
    np.testing.assert_allclose(ours, exact, rtol=2e-3 if cv > 1 else 1e-3, atol=3e-5)
    np.testing.assert_allclose(ours[500:1500], exact[500:1500], rtol=1e-4)


@pytest.mark.parametrize("cv", [0.06, 0.7071, 1.0, 2.5, 5.0])
def test_gamma_moments(cv):
    values = quantity(GAMMA, 3.0, 0.0, gamma_table(cv))
    assert_moments(values, 3.0, cv, 2e-3)


def test_exponential_moments():
    assert_moments(quantity(EXPONENTIAL, 2.0, 0.0), 2.0, 1.0, 2e-4)
    exponentials = np.array([unit_exponential(u) for u in MIDDLES.tolist()])
    np.testing.assert_allclose(np.sort(exponentials), stats.expon.ppf(MIDDLES), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cv", [0.1, 0.6, 1.5])
def test_lognormal_moments(cv):
    sd = log_sd(cv)
    values = quantity(LOGNORMAL, np.log(2.0) - 0.5 * sd * sd, sd)
    assert_moments(values, 2.0, cv, 1e-3)
    np.testing.assert_allclose(values, stats.lognorm.ppf(MIDDLES, sd, scale=np.exp(np.log(2) - sd * sd / 2)),
                               rtol=1e-12)  # fmt: skip


def test_uniform_and_fixed():
    values = quantity(UNIFORM, 2.0, 5.0)
    assert_moments(values, 3.5, 3 / 12**0.5 / 3.5, 1e-6)
    assert values.min() > 2.0 and values.max() < 5.0
    assert set(quantity(FIXED, 1.5, 0.0)) == {1.5}


def test_empirical_quantiles():
    table = np.array([1.0, 2.0, 2.0, 10.0])
    values = quantity(EMPIRICAL, 1.0, 0.0, table)
    np.testing.assert_allclose(values, np.quantile(table, MIDDLES), rtol=1e-12)
    assert values.min() >= 1.0 and values.max() <= 10.0


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 2), (2, 2, 5), (1, 4, 4), (-3, 1, 2)])
def test_triangular_quantiles(low, mode, high):
    values = np.array([triangular(u, low, mode, high) for u in MIDDLES.tolist()])
    exact = stats.triang.ppf(MIDDLES, (mode - low) / (high - low), loc=low, scale=high - low)
    np.testing.assert_allclose(values, exact, rtol=1e-9, atol=1e-9)


def test_triangular_of_a_point():
    assert triangular(0.3, 2.0, 2.0, 2.0) == 2.0
