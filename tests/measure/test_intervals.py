"""Intervals against scipy, and against what they promise: 95 of 100 hold the truth."""

import numpy as np
import pytest
from scipy import stats

from simsales.measure.intervals import (
    MOST_BOOTSTRAPPED,
    bootstrap_interval,
    bounded_interval,
    estimate,
    mean_interval,
    quantile_interval,
    wilson,
)
from simsales.measure.kpis import KPIS


def draws(seed):
    return np.random.Generator(np.random.PCG64(seed))


@pytest.mark.parametrize("n", [2, 7, 100])
def test_mean_interval_is_students(n):
    x = draws(n).normal(3, 2, n)
    expected = stats.t.interval(0.95, n - 1, x.mean(), stats.sem(x))
    assert mean_interval(np.append(x, np.nan)) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("hits", "n"), [(0, 20), (20, 20), (1, 3), (14, 100), (250, 1000)])
def test_wilson_is_scipys(hits, n):
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits, n) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("n", [36, 100, 731])
def test_quantile_interval_keeps_its_promise_exactly(n, share):
    """The chance that the order statistics hold the quantile is binomial, and at least 95 %."""
    ranks = quantile_interval(np.arange(1.0, n + 1), share)
    assert ranks is not None
    low, high = (int(rank) for rank in ranks)
    hold = stats.binom.cdf(high - 1, n, share) - stats.binom.cdf(low - 1, n, share)
    assert hold >= 0.95
    assert stats.binom.cdf(low, n, share) > 0.025, "the lower end could be one higher"
    assert stats.binom.sf(high - 2, n, share) > 0.025, "the upper end could be one lower"


def test_quantile_interval_says_when_there_are_too_few():
    assert quantile_interval(np.arange(35.0), 0.1) is None
    assert quantile_interval(np.arange(36.0), 0.1) is not None
    assert quantile_interval(np.array([]), 0.5) is None and quantile_interval(np.arange(5.0), 0.5) is None


def test_bootstrap_is_scipys_bca():
    x = draws(4).lognormal(0, 1, 60)
    expected = stats.bootstrap((x,), np.mean, n_resamples=20_000, rng=draws(9)).confidence_interval
    width = expected.high - expected.low
    assert bootstrap_interval(x) == pytest.approx((expected.low, expected.high), abs=0.06 * width)
    assert bootstrap_interval(x) == bootstrap_interval(x.copy())


def test_bootstrap_says_when_it_has_nothing_to_say():
    assert bootstrap_interval(np.ones(50)) is None
    assert bootstrap_interval(np.arange(9.0)) is None
    assert bootstrap_interval(np.arange(MOST_BOOTSTRAPPED + 1.0)) is None


def covered(interval_of, sample, truth, times, seed):
    source, hits = draws(seed), 0
    for _ in range(times):
        low, high = interval_of(sample(source))
        hits += low <= truth <= high
    return hits / times


@pytest.mark.parametrize(
    ("interval_of", "sample", "truth", "times", "least"),
    [
        (mean_interval, lambda g: g.normal(5, 3, 20), 5.0, 2000, 0.94),
        (mean_interval, lambda g: g.gamma(4, 1, 60), 4.0, 2000, 0.93),
        (bootstrap_interval, lambda g: g.gamma(4, 1, 60), 4.0, 300, 0.92),
        (lambda x: wilson(int(x.sum()), len(x)), lambda g: g.random(50) < 0.1, 0.1, 2000, 0.93),
        (lambda x: quantile_interval(x, 0.9), lambda g: g.exponential(1, 100), np.log(10), 2000, 0.95),
        (lambda x: bounded_interval(x, 0, 1), lambda g: 1.0 * (g.random(40) < 0.02), 0.02, 2000, 0.93),
        (lambda x: bounded_interval(x, 0, 1), lambda g: 0.5 + 0.4 * (g.random(40) < 0.01), 0.504, 2000, 0.93),
    ],
)  # fmt: skip
def test_intervals_hold_the_truth_as_often_as_they_say(interval_of, sample, truth, times, least):
    assert least <= covered(interval_of, sample, truth, times, 7)


def test_a_plain_t_interval_would_pretend():
    """Why `bounded_interval` exists: rare events leave samples without any variance."""

    def sample(g):
        return (g.random(40) < 0.02).astype(float)

    assert covered(mean_interval, sample, 0.02, 2000, 7) < 0.6


def test_bounds_are_kept():
    low, high = bounded_interval(np.array([0.0] * 99 + [1.0]), 0.0, 1.0)
    assert low == 0.0 and 0.01 < high < 0.1
    assert bounded_interval(np.full(10, 6.0), 0.0, None) == (6.0, 6.0)


def test_an_estimate_leaves_out_what_is_undefined():
    e = estimate(np.array([np.nan, 0.2, 0.4, np.nan]), KPIS["win_rate"])
    assert (e.mean, e.p50, e.values, e.unit) == (pytest.approx(0.3), pytest.approx(0.3), 2, "share")
    alone = estimate(np.array([0.2]), KPIS["win_rate"])
    assert (alone.mean, alone.low, alone.high, alone.p90) == (0.2, None, None, 0.2)
    nothing = estimate(np.array([np.nan]), KPIS["win_rate"])
    assert nothing.values == 0 and nothing.mean is None and nothing.p10 is None
