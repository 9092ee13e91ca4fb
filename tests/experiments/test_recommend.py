"""The recommendation, and how what is not known can turn it."""

import numpy as np
import pytest

from simsales.experiments.cautions import recommendation_cautions
from simsales.experiments.recommend import recommend
from tests.experiments.plans import measured


def draws(seed):
    return np.random.Generator(np.random.PCG64(seed))


def two(lead, unknown, n=400):
    """A base and an alternative that leads by `lead`, `unknown` ± in what is not known."""
    g = draws(8)
    luck, noise = g.normal(1000, 50, n), g.normal(0, 5, n)
    plans = {
        "base": measured(profit=luck),
        "more": measured(profit=luck + noise + lead + g.normal(0, unknown, n)),
    }
    known = {"base": measured(profit=luck[:100]), "more": measured(profit=(luck + noise + lead)[:100])}
    return plans, known


def test_a_clear_lead():
    r = recommend(*two(20, 0))
    assert (r.best, r.runner_up, r.sure, r.flips, r.best_luck_only) == ("more", "base", True, False, "more")
    assert r.flip_chance == pytest.approx(0, abs=1e-6) and list(recommendation_cautions(r)) == []


def test_what_is_not_known_may_turn_it():
    r = recommend(*two(20, 20))
    assert r.best == "more" and not r.flips and r.flip_chance == pytest.approx(0.16, abs=0.04)
    assert "may flip within the ranges" in next(recommendation_cautions(r))


def test_noise_is_not_taken_for_what_is_not_known():
    """Nothing unknown, but a lead so small and uneven that few replications cannot tell."""
    alarms, g = 0, draws(21)
    for _ in range(100):
        luck, lead = g.normal(1000, 50, 60), g.normal(3, 10, 60)
        plans = {"base": measured(profit=luck), "more": measured(profit=luck + lead)}
        again = {"base": measured(profit=luck), "more": measured(profit=luck + g.normal(3, 10, 60))}
        chance = recommend(plans, again).flip_chance
        alarms += chance is not None and chance >= 0.1
    assert alarms <= 10


def test_a_flip_is_said_first():
    plans, known = two(20, 10)
    known["more"] = measured(profit=known["base"].kpis["profit"] - 30 + draws(1).normal(0, 5, 100))
    r = recommend(plans, known)
    assert r.flips and r.best == "more" and r.best_luck_only == "base"
    assert next(recommendation_cautions(r)).startswith("The recommendation flips")


def test_a_near_tie_is_no_flip():
    plans, known = two(20, 10)
    known["more"] = measured(profit=known["base"].kpis["profit"] - 0.01 + draws(1).normal(0, 5, 100))
    assert not recommend(plans, known).flips


def test_equals_stay_with_the_base():
    same = measured(profit=[1.0, 2.0, 3.0])
    r = recommend({"base": same, "copy": same}, None)
    assert (r.best, r.sure, r.flip_chance, r.best_luck_only) == ("base", False, None, None)
    assert "cannot be told apart" in next(recommendation_cautions(r))


def test_the_best_of_three():
    plans = {name: measured(profit=[x, x + 1.0]) for name, x in (("base", 1.0), ("a", 3.0), ("b", 2.0))}
    r = recommend(plans, None)
    assert (r.best, r.runner_up) == ("a", "b")
