"""The stopping rule: narrow enough, honest, and never endless."""

import numpy as np
import pytest

from simsales.measure.precision import LEAST, MOST, more_replications, reached


def draws(seed):
    return np.random.Generator(np.random.PCG64(seed))


def stopped(source, asked, sample):
    """All that the rule lets be drawn."""
    values = sample(source, LEAST)
    while (wanted := more_replications(values, asked)) > len(values):
        assert wanted >= min(1.3 * len(values), MOST)
        values = np.concatenate([values, sample(source, wanted - len(values))])
    return values


@pytest.mark.parametrize("cv", [0.1, 0.4])
def test_what_it_stops_at_holds_the_truth(cv):
    """The promise: the mean is within the share asked of the true mean, in 95 of 100 cases."""
    shape, source, within = 1 / cv**2, draws(3), 0
    for _ in range(400):
        values = stopped(source, 0.03, lambda g, n: g.gamma(shape, 1 / shape, n))
        within += abs(values.mean() - 1) <= 0.03
    assert within / 400 >= 0.94


def test_it_asks_for_no_more_than_it_takes():
    values = stopped(draws(5), 0.02, lambda g, n: g.normal(10, 3, n))
    needed = (1.96 * 0.3 / 0.02) ** 2
    assert needed * 0.8 <= len(values) <= needed * 1.7
    p = reached("bookings", values, 0.02)
    assert p.met and p.reached is not None and 0.01 < p.reached <= 0.02


def test_constant_values_need_no_more():
    assert more_replications(np.full(50, 7.0), 0.001) == 50
    assert more_replications(np.zeros(50), 0.001) == 50
    assert reached("bookings", np.zeros(50), 0.001).met


def test_it_gives_up_at_the_most():
    balanced = np.tile([-1.0, 1.0], 40)  # mean 0: nothing is ever a small share of it
    assert more_replications(balanced, 0.01) == 320
    assert more_replications(balanced, 0.01, most=100) == 100
    assert more_replications(balanced, 0.01, most=80) == 80
    gave_up = reached("bookings", balanced, 0.01)
    assert not gave_up.met and gave_up.reached is None


def test_differences_are_measured_by_the_base():
    differences = draws(1).normal(1, 5, 100)
    assert more_replications(differences, 0.02, scale=1000.0) == 100
    assert more_replications(differences, 0.02) > 100
    assert more_replications(differences, 0.02, scale=0.0) == 100
    assert reached("bookings", differences, 0.02, 1000.0).met
