"""Paired differences, and where a spread comes from."""

import numpy as np
import pytest
from scipy import stats

from simsales.measure.kpis import KPIS
from simsales.measure.paired import difference, probability_better, variance_ratio
from simsales.measure.spread import split, subset_size


def draws(seed):
    return np.random.Generator(np.random.PCG64(seed))


def test_differences_are_those_of_the_same_years():
    a, noise = draws(1).normal(100, 10, 50), draws(2).normal(0, 1, 50)
    b = a + 2 + noise
    d = difference(a, b, KPIS["bookings"])
    test = stats.ttest_rel(b, a).confidence_interval(0.95)
    assert (d.low, d.high) == pytest.approx((test.low, test.high))
    assert d.probability_better == np.mean(b > a)
    assert difference(a, b, KPIS["cost"]).probability_better == np.mean(b < a)
    assert difference(a, b, KPIS["leads"]).probability_better is None


def test_years_without_the_kpi_are_left_out():
    d = difference(np.array([1.0, np.nan, 3.0]), np.array([2.0, 5.0, np.nan]), KPIS["win_rate"])
    assert (d.mean, d.low, d.probability_better) == (1.0, None, 1.0)
    empty = difference(np.array([np.nan]), np.array([1.0]), KPIS["win_rate"])
    assert empty.mean is None and empty.probability_better is None


def test_ties_count_half():
    assert probability_better(np.array([0.0, 0.0]), "higher") == 0.5
    assert probability_better(np.array([1.0, 0.0, 0.0, -1.0]), "higher") == 0.5


def test_pairing_saves_variance():
    common, g = draws(3).normal(0, 3, 4000), draws(4)
    a, b = common + g.normal(0, 1, 4000), common + g.normal(0, 1, 4000)
    assert variance_ratio(a, b) == pytest.approx(20 / 2, rel=0.1)
    assert variance_ratio(a, a + 5) is None, "a paired difference that never varies"
    assert variance_ratio(a[:1], b[:1]) is None


def test_the_spread_finds_luck_and_unknown_parameters():
    g = draws(5)
    luck = g.normal(0, 3, 4000)
    unknown = g.normal(0, 4, 4000)
    s = split(100 + luck + unknown, 100 + luck[:1000], "money")
    assert s is not None and not s.clipped
    assert s.luck == pytest.approx(3, rel=0.08) and s.unknown_parameters == pytest.approx(4, rel=0.08)
    assert s.too_few_replications == pytest.approx(5 / 4000**0.5, rel=0.05)
    assert s.luck_share + s.unknown_share + s.too_few_share == pytest.approx(1)
    assert s.unknown_low < 0.64 < s.unknown_high and s.unknown_high - s.unknown_low < 0.2


def test_the_interval_of_the_unknown_share_holds_the_truth():
    hits, g = 0, draws(11)
    for _ in range(300):
        luck, unknown = g.normal(0, 3, 100), g.normal(0, 4, 100)
        s = split(luck + unknown, luck, "money")
        hits += s.unknown_low <= 0.64 * (1 - s.too_few_share) <= s.unknown_high
    assert hits / 300 >= 0.9


def test_less_than_nothing_is_nothing_and_said():
    values = draws(6).normal(0, 1, 60)
    s = split(values, values * 1.1, "count")
    assert s.clipped and s.unknown_parameters == 0 and s.unknown_low == 0
    assert s.luck == pytest.approx(values.std(ddof=1))


def test_a_small_unknown_part_is_seen_through_the_pairing():
    """1 % of the variance: hidden in the difference of two variances, plain in the paired difference."""
    g = draws(12)
    highs = []
    for _ in range(50):
        luck = g.normal(0, 3, 60)
        s = split(luck + g.normal(0, 0.3, 60), luck, "money")
        highs.append(s.unknown_high)
        assert s.unknown_share < 0.03
    assert np.mean(np.array(highs) < 0.03) > 0.9 and np.mean(np.array(highs) > 0.009) > 0.8


def test_without_ranges_all_is_luck():
    s = split(np.array([1.0, 2.0, 4.0]), None, "count")
    assert s.unknown_share == 0 and s.unknown_high is None and not s.clipped
    still = split(np.ones(5), np.ones(5), "count")
    assert still.luck == 0 and still.luck_share is None
    assert split(np.array([1.0]), None, "count") is None
    assert split(np.array([np.nan, 1.0]), None, "count") is None


def test_the_subset_is_never_larger_than_the_whole():
    assert [subset_size(n) for n in (2, 50, 100, 200, 201, 10_000)] == [2, 50, 50, 50, 51, 2500]
