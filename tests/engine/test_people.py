"""Seats, newcomers and territories: nobody is free of charge, and nothing is made from nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine import world as wd
from simsales.engine.batch_player import BatchEngine
from simsales.engine.compile import compile_scenario
from simsales.engine.fork import fork
from simsales.engine.simulate import simulate
from simsales.errors import InputError
from simsales.model.scenario import Scenario


def company(**changes: object) -> Scenario:
    """Two reps, one stage, no mechanisms; with some keys replaced."""
    plain = {
        "name": "plain",
        "calendar": {"weeks": 52, "period": "year"},
        "segments": {"all": {"deal_size": 100}},
        "sources": {"web": {"leads_per_week": 5}},
        "pipeline": {"stages": {"offer": {"advance": 0.5, "effort_hours": 2, "wait": {"working_days": 5}}}},
        "roles": {"rep": {"headcount": 2}},
        "behaviour": "off",
    }
    return Scenario.model_validate(plain | changes)


def seats(scenario: Scenario, column: str, replications: int = 1) -> np.ndarray:
    """A column of the seats' totals over the whole run, by replication and seat."""
    totals = simulate(compile_scenario(scenario), replications=replications).totals
    return totals.seat[..., layout.SEAT.index(column)].sum(axis=1)


def test_the_first_leads_of_reps_come_at_times_of_their_own():
    prospecting = {"hours_per_week": 10, "source": "web", "hours_per_lead": 10}
    compiled = compile_scenario(company(roles={"rep": {"headcount": 6, "prospecting": prospecting}}))
    log = simulate(compiled, replications=1, log=True).log
    assert log is not None
    made = log[0][(log[0][:, layout.L_KIND] == layout.LEAD_CREATED) & (log[0][:, layout.L_ORDINAL] == 0)]
    times = made[made[:, layout.L_STREAM] > 0, layout.L_TIME]
    assert len(times) == 6 and len(set(times)) == 6


@pytest.mark.parametrize("day", ["2026-01-05", "2026-01-06"])
def test_a_seat_that_opens_on_the_first_day_costs_and_ramps_like_any_other(day):
    role = {
        "headcount": 1, "openings": [{"on": day}], "ramp": {"months": 6},
        "turnover": {"per_year": 0, "cost_per_hire": 5000},
    }  # fmt: skip
    scenario = company(roles={"rep": role})
    assert list(seats(scenario, "hire_cost")[0]) == [0, 5000]
    assert list(seats(scenario, "joined")[0]) == [0, 1]
    ramping = seats(scenario, "ramping_hours")[0]
    assert ramping[0] == 0 and 1000 < ramping[1] < 1080


def test_a_seat_opened_before_the_clock_starts_has_had_its_holder_since():
    role = {"headcount": 0, "openings": [{"on": "2025-10-06"}], "ramp": {"months": 6}}
    scenario = company(roles={"rep": role})
    assert seats(scenario, "joined")[0] == 0
    assert 500 < seats(scenario, "ramping_hours")[0] < 560, "half of the ramp lies before"


def test_a_new_territory_brings_no_orders_of_its_own():
    """Goodwill has decayed in two vacant territories; a third one takes over what is left of it."""
    role = {"headcount": 2, "turnover": {"per_year": 40, "refill": False}}
    repeat = {"role": "rep", "per_year": 5200, "carry_over": 0.5}
    before = company(roles={"rep": role}, repeat_business=repeat)
    split = company(roles={"rep": {**role, "openings": [{"on": "2026-07-06"}]}}, repeat_business=repeat)
    weekly = [
        simulate(compile_scenario(s), replications=1).totals.week[0, :, layout.W_ORDERS]
        for s in (before, split)
    ]
    np.testing.assert_array_equal(weekly[0][:26], weekly[1][:26])
    visited_share = 1 - 0.5 ** (1 / 52)
    assert weekly[1][26] - weekly[0][26] <= 5200 / 52 / 3 * visited_share + 1e-9


def test_deals_of_one_leaver_go_to_all_colleagues():
    role = {"headcount": 4, "turnover": {"per_year": 2, "refill": False}}
    scenario = company(sources={"web": {"leads_per_week": 100}}, roles={"rep": role})
    log = simulate(compile_scenario(scenario), replications=40, log=True).log
    assert log is not None
    shares = []
    for events in log:
        passed = events[(events[:, layout.L_KIND] == layout.DEAL_ASSIGNED) & (events[:, layout.L_VALUE] >= 0)]
        left = events[events[:, layout.L_KIND] == layout.REP_LEFT][:, [layout.L_TIME, layout.L_SEAT]]
        if len(left) > 1:
            second = passed[passed[:, layout.L_TIME] == left[1, 0], layout.L_SEAT]
            if len(second) > 50:
                shares.append(np.unique(second, return_counts=True)[1].max() / len(second))
    assert len(shares) > 10 and max(shares) < 0.75, "two colleagues are left: about half each"


def test_forks_differ_in_the_fate_of_deals_that_are_open_already():
    stages = {"offer": {"advance": 0.5, "wait": {"working_days": 20}}}
    scenario = company(
        sources={"web": {"leads_per_week": 0}}, pipeline={"stages": stages},
        initial_pipeline=[{"stage": "offer", "count": 20}],
    )  # fmt: skip
    compiled = compile_scenario(scenario)
    engine = BatchEngine(compiled, 1, False, False)
    engine.start(0)
    engine.advance(1.0)
    world, wins = engine._buffer.copy(), set()
    for number in range(8):
        engine._buffer = fork(world, compiled.tables, 1, 0, 0, number)
        engine.advance(np.inf)
        w = wd.world_of(engine._buffer)
        first = w.i[wd.S_WEEK_ROWS] + layout.W_WON
        wins.add(float(w.f[first : first + 52 * len(layout.WEEK) : len(layout.WEEK)].sum()))
    assert len(wins) > 2


def test_variable_pay_without_a_quota_is_refused():
    with pytest.raises(InputError, match="variable pay is earned on a quota"):
        compile_scenario(company(roles={"rep": {"headcount": 1, "pay": {"variable_per_year": 9}}}))


def test_hours_are_checked_at_both_ends_of_a_range():
    role = {"headcount": 1, "deal_work_share": {"value": 0.6, "range": [0.05, 0.7]}, "account_hours": 8}
    with pytest.raises(InputError, match="account work take 8 h of 2 h"):
        compile_scenario(company(roles={"rep": role}))


def test_an_overload_that_stops_all_work_is_refused():
    with pytest.raises(ValueError, match=r"at most 0\.95"):
        company(behaviour={"overload": {"most": 1}})


def test_next_to_no_prospecting_hours_make_no_leads():
    """Tries a week over such hours would be a rate without end, and leads at one instant for ever."""
    channels = {"calls": {"per_week": 100, "success": [0.5]}}
    prospecting = {"hours_per_week": 1e-308, "source": "web", "channels": channels}
    scenario = company(roles={"rep": {"headcount": 1, "prospecting": prospecting}})
    assert seats(scenario, "leads_made")[0] == 0
