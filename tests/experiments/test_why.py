"""The parts of a difference add up to it, and name the right cause."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsales.experiments.why import funnel_parts


def year(leads, closing, win_rate, size, orders=0.0):
    """A funnel without noise, as values of three equal replications."""
    closed = leads * closing
    wins = closed * win_rate
    figures = {
        "leads": leads,
        "wins": wins,
        "losses": closed - wins,
        "bookings": wins * size + orders,
        "orders": orders,
    }
    return {name: np.full(3, value) for name, value in figures.items()}


positive = st.floats(0.05, 50)


@given(st.tuples(positive, positive, st.floats(0.05, 0.95), positive, positive),
       st.tuples(positive, positive, st.floats(0.05, 0.95), positive, positive))  # fmt: skip
def test_the_parts_add_up_exactly(before, after):
    a, b = year(*before), year(*after)
    parts = funnel_parts(a, b)
    total = sum(part.effect.mean for part in parts)
    whole = b["bookings"][0] - a["bookings"][0]
    assert total == pytest.approx(whole, abs=1e-9 * max(a["bookings"][0], b["bookings"][0]))


@pytest.mark.parametrize(
    ("after", "cause"),
    [
        ((110, 0.9, 0.2, 50), "leads"),
        ((100, 0.95, 0.2, 50), "closed_per_lead"),
        ((100, 0.9, 0.25, 50), "win_rate"),
        ((100, 0.9, 0.2, 45), "deal_size"),
        ((100, 0.9, 0.2, 50, 70), "orders"),
    ],
)
def test_a_single_cause_gets_it_all(after, cause):
    a, b = year(100, 0.9, 0.2, 50), year(*after)
    effects = {part.name: part.effect.mean for part in funnel_parts(a, b)}
    assert effects.pop(cause) == pytest.approx(b["bookings"][0] - a["bookings"][0])
    assert list(effects.values()) == pytest.approx([0, 0, 0, 0], abs=1e-9)


def test_without_wins_nothing_is_taken_apart():
    assert funnel_parts(year(100, 0.9, 0.2, 50), year(0, 0.9, 0.2, 50)) == ()
    nothing = {name: np.zeros(3) for name in year(1, 1, 1, 1)}
    assert funnel_parts(nothing, year(100, 0.9, 0.2, 50)) == ()


def noisy(source, n, leads):
    common = source.poisson(leads, n)
    wins = source.binomial(common, 0.2)
    money = wins * 50.0
    return {
        "leads": common * 1.0,
        "wins": wins * 1.0,
        "losses": (common - wins) * 1.0,
        "bookings": money,
        "orders": money * 0,
    }


def test_the_intervals_hold_the_truth():
    """10 % more leads are worth 10 % of the bookings: 100 × 0.2 × 50 × 0.1."""
    source, hits = np.random.Generator(np.random.PCG64(2)), 0
    for _ in range(300):
        parts = funnel_parts(noisy(source, 60, 100), noisy(source, 60, 110))
        leads, win_rate = parts[0].effect, parts[2].effect
        hits += (leads.low <= 100 <= leads.high) + (win_rate.low <= 0 <= win_rate.high)
    assert hits / 600 >= 0.92
