"""Every rule against figures worked out by hand, and the bounds that it must keep.

These tests are run a second time without machine code, where their lines can be counted.
"""

from __future__ import annotations

import math

import pytest

from simsales.rules import priority, routing
from simsales.rules.deals import advance_log_odds, ageing_effect, inv_logit, lateness_effect, logit
from simsales.rules.leads import prospecting_factor, response_effect, weekly_rate
from simsales.rules.pay import commission
from simsales.rules.priority import score
from simsales.rules.ramp import EXPONENTIAL_RAMP, LINEAR_RAMP, WEEKS_PER_MONTH, ramp_gap, ramp_speed
from simsales.rules.routing import share_weight, suitability
from simsales.rules.territory import goodwill, weekly_orders
from simsales.rules.turnover import leaving_hazard
from simsales.rules.workload import absent_days, overload_speed, pipeline_hours, time_on_clock

GRID = [i / 20 for i in range(21)]


# --- deals ------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.001, 0.2, 0.5, 0.75, 0.999])
def test_log_odds_and_back(p):
    assert inv_logit(logit(p)) == pytest.approx(p, rel=1e-12)
    assert logit(p) == pytest.approx(math.log(p / (1 - p)))


def test_extreme_log_odds_are_certain():
    assert inv_logit(800.0) == 1.0 and inv_logit(40.0) == pytest.approx(1.0)
    assert inv_logit(-40.0) == pytest.approx(0.0, abs=1e-15)


def test_lateness_costs_by_the_week():
    assert lateness_effect(0.0, 0.15) == 0.0
    assert lateness_effect(3.0, 0.15) == pytest.approx(-0.45)


@pytest.mark.parametrize(
    ("age", "typical", "grace", "effect"),
    [
        (10, 10, 1, 0),
        (20, 10, 1, 0),
        (25, 10, 1, -0.175),
        (30, 10, 0, -0.7),
        (5, 0, 1, 0),
        (100, 10, 1, -2.8),
    ],
)
def test_ageing_costs_beyond_the_grace(age, typical, grace, effect):
    assert ageing_effect(age, typical, 0.35, grace) == pytest.approx(effect)
    assert ageing_effect(age, typical, 0.0, grace) == 0.0


def test_effects_add_up():
    parts = [2.0**-i for i in range(9)]
    assert advance_log_odds(*parts) == sum(parts)
    for i in range(9):
        assert advance_log_odds(*(1.0 if j == i else 0.0 for j in range(9))) == 1.0


# --- leads ------------------------------------------------------------------------------


def test_weekly_rate():
    assert weekly_rate(10.0, 0.5, 0.0, 20.0, 0.0, 0.9) == 5.0
    assert weekly_rate(10.0, 1.0, 0.21, 52.0, 0.0, 0.9) == pytest.approx(12.1)
    assert weekly_rate(10.0, 1.0, 0.21, -52.0, 0.0, 0.9) == pytest.approx(10 / 1.21)
    assert weekly_rate(10.0, 1.0, -0.5, 104.0, 0.0, 0.9) == pytest.approx(2.5)


@pytest.mark.parametrize("cv", [0.1, 0.5, 1.0])
def test_busy_and_quiet_weeks_leave_the_mean(cv):
    n = 20_000
    rates = [weekly_rate(10.0, 1.0, 0.0, 0.0, cv, (i + 0.5) / n) for i in range(n)]
    mean = sum(rates) / n
    assert mean == pytest.approx(10.0, rel=2e-3)
    assert math.sqrt(sum((r - mean) ** 2 for r in rates) / n) == pytest.approx(10.0 * cv, rel=2e-2)


def test_a_late_answer_costs_odds():
    assert response_effect(1.0, 1.0, 0.3) == 0.0
    assert response_effect(0.0, 1.0, 0.3) == pytest.approx(0.3 * math.log(13))
    assert response_effect(1.0, 0.0, 0.3) == pytest.approx(-0.3 * math.log(13))
    assert response_effect(100.0, 1.0, 0.0) == 0.0
    falling = [response_effect(hours, 4.0, 0.5) for hours in range(50)]
    assert falling == sorted(falling, reverse=True)


def test_prospecting():
    assert prospecting_factor(0.75, 0.0, 3.0) == 0.75
    assert prospecting_factor(1.0, 0.2, 1.0) == pytest.approx(math.exp(0.2))


# --- people -----------------------------------------------------------------------------


def test_commission():
    assert commission(0.0, 100.0, 0.1, 2.0) == 0.0
    assert commission(100.0, 100.0, 0.1, 2.0) == pytest.approx(10.0)
    assert commission(150.0, 100.0, 0.1, 2.0) == pytest.approx(20.0)
    assert commission(50.0, 0.0, 0.1, 2.0) == pytest.approx(10.0)


@pytest.mark.parametrize("shape", [EXPONENTIAL_RAMP, LINEAR_RAMP])
def test_the_gap_closes(shape):
    gaps = [ramp_gap(week, 6.0, shape) for week in range(60)]
    assert gaps[0] == 1.0 and gaps == sorted(gaps, reverse=True) and gaps[-1] >= 0.0
    assert ramp_gap(6 * WEEKS_PER_MONTH, 6.0, shape) == pytest.approx(
        0.1 if shape == EXPONENTIAL_RAMP else 0.0
    )
    assert ramp_gap(0.0, 0.0, shape) == 0.0


def test_ramp_speed():
    assert ramp_speed(0.5, 0.6) == pytest.approx(0.8)


def test_leaving():
    assert leaving_hazard(0.0) == 0.0
    assert 52 * leaving_hazard(0.35) == pytest.approx(0.35)


# --- routing and priority ---------------------------------------------------------------


def test_suitability():
    assert suitability(routing.LEAST_LOADED, 3.0, 9.0) > suitability(routing.LEAST_LOADED, 4.0, 9.0)
    assert suitability(routing.SKILL_MATCH, 0.0, 1.0) > suitability(routing.SKILL_MATCH, 0.0, 0.5)
    assert suitability(routing.SKILL_MATCH, 10.0, 1.0) == pytest.approx(
        suitability(routing.SKILL_MATCH, 0.0, 0.0)
    )


def test_share_weights():
    assert share_weight(routing.TERRITORY_POTENTIAL, 1.7, 5.0, 9.0) == 1.7
    low, high = (share_weight(routing.PERFORMANCE_WEIGHTED, 1.0, booked, 100.0) for booked in (0.0, 200.0))
    assert high == pytest.approx(3 * low)
    assert share_weight(routing.PERFORMANCE_WEIGHTED, 1.0, 0.0, 0.0) > 0.0


def rank(policy: int, **known: float) -> float:
    given = {"stage": 0, "is_entry": False, "created": 0.0, "last_touch": 0.0, "value": 0.0,
             "win_chance": 0.5, "hours_left": 1.0, "rank": 0.0, **known}  # fmt: skip
    return score(policy, *given.values())


@pytest.mark.parametrize(
    ("policy", "first", "second"),
    [
        (priority.FIRST_COME, {"created": 1.0}, {"created": 2.0}),
        (priority.HIGHEST_VALUE, {"value": 9.0}, {"value": 8.0}),
        (priority.CLOSEST_TO_CLOSE, {"stage": 3}, {"stage": 2}),
        (priority.NEW_LEADS_FIRST, {"is_entry": True}, {"stage": 60}),
        (priority.NEW_LEADS_FIRST, {"stage": 3}, {"stage": 2}),
        (priority.STALE_FIRST, {"last_touch": 1.0}, {"last_touch": 2.0}),
        (priority.VALUE_PER_HOUR, {"value": 9.0, "hours_left": 2.0}, {"value": 9.0, "hours_left": 3.0}),
        (priority.VALUE_PER_HOUR, {"value": 9.0, "win_chance": 0.6}, {"value": 9.0}),
        (priority.VALUE_PER_HOUR, {"value": 9.0, "hours_left": 0.0}, {"value": 9.0}),
        (priority.RANKS, {"rank": 1.0}, {"rank": 2.0}),
    ],
)
def test_the_first_deal_has_the_lowest_score(policy, first, second):
    assert rank(policy, **first) < rank(policy, **second)


# --- territories ------------------------------------------------------------------------


def test_goodwill_fades_without_visits_and_stays_with_them():
    good = 1.0
    for _ in range(52):
        good = goodwill(good, 0.0, 0.6)
    assert good == pytest.approx(0.6)
    assert goodwill(1.0, 1.0, 0.6) == pytest.approx(1.0)
    assert goodwill(0.3, 1.0, 0.6) > 0.3
    assert goodwill(0.3, 0.5, 0.0) == 0.5
    assert goodwill(0.3, 0.0, 1.0) == pytest.approx(0.3)


def test_orders_are_shared_out():
    assert sum(weekly_orders(5200.0, share, 1.0) for share in (0.2, 0.3, 0.5)) == pytest.approx(100.0)
    assert weekly_orders(5200.0, 0.5, 0.5) == pytest.approx(25.0)


# --- workload ---------------------------------------------------------------------------


@pytest.mark.parametrize("chance", [0.0, 0.05, 30 / 260, 0.5, 200 / 260, 0.99, 1.0])
def test_days_away_are_binomial(chance):
    n = 50_000
    days = [absent_days((i + 0.5) / n, chance) for i in range(n)]
    assert days == sorted(days) and days[0] >= 0 and days[-1] <= 5
    for k in range(6):
        exact = math.comb(5, k) * chance**k * (1 - chance) ** (5 - k)
        assert days.count(k) / n == pytest.approx(exact, abs=2 / n)


def test_pipeline_hours():
    assert pipeline_hours(40.0, 0.6, 4.0, 2.0, 1.0) == pytest.approx(18.0)
    assert pipeline_hours(40.0, 0.6, 24.0, 0.0, 1.0) == 0.0
    assert pipeline_hours(40.0, 0.6, 20.0, 10.0, 1.0) == 0.0
    assert pipeline_hours(40.0, 0.6, 0.0, 0.0, 0.0) == 0.0


def test_juggling():
    assert overload_speed(100.0, 0.0, 0.01, 0.5) == 1.0
    assert overload_speed(10.0, 10.0, 0.01, 0.5) == 1.0
    assert overload_speed(20.0, 10.0, 0.01, 0.5) == pytest.approx(0.9)
    assert overload_speed(1000.0, 10.0, 0.01, 0.5) == pytest.approx(0.5)


def test_the_clock_runs_slower_than_the_work():
    assert time_on_clock(3.0, 40.0, 24.0) == pytest.approx(5.0)
    assert time_on_clock(0.0, 40.0, 24.0) == 0.0
