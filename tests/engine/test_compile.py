"""A scenario becomes arrays: what is where, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import world as wd
from simsales.engine.compile import compile_scenario
from simsales.engine.funnel import certain, expectations, step_matrix, transition_shares
from simsales.engine.simulate import simulate
from simsales.errors import InputError
from simsales.loading import load_scenario, shipped_names
from simsales.model.scenario import Scenario
from tests.engine.small import SMALL, small


def test_names_run_along_the_arrays():
    company = small()
    names, shape = company.names, company.shape
    assert names.sources == ("web", "own") and names.stages == ("call", "offer")
    assert names.seats == ("seller 1", "seller 2", "caller 1", "caller 2")
    assert names.seat_roles == ("seller", "seller", "caller", "caller")
    assert names.stage_roles == ("caller", "seller")
    assert names.streams == ("web", "own", *names.seats, "initial")
    assert (shape.sources, shape.stages, shape.roles, shape.seats) == (2, 2, 2, 4)
    assert len(names.periods) == shape.periods and sum(names.period_weeks) == shape.weeks == 13
    assert company.hours_per_week == 40.0 and company.has_ranges


def test_teams_and_people_have_names():
    roles = {**SMALL["roles"], "seller": {
        "headcount": {"north": 1, "south": 2}, "openings": [{"on": "2026-02-02", "team": "north"}],
        "reps": [{"name": "Kim"}, {"name": "Lee"}],
    }}  # fmt: skip
    names = small(roles=roles).names
    assert names.seats[:4] == ("Kim", "Lee", "seller 3", "seller 4")
    assert names.seat_teams[:4] == ("north", "south", "south", "north")


def test_a_faulty_scenario_is_refused():
    faulty = {**SMALL, "pipeline": {"stages": {"call": {"advance": 0.5, "role": "nobody"}}}}
    with pytest.raises(InputError, match="nobody"):
        compile_scenario(Scenario.model_validate(faulty))


def test_too_many_seats_are_refused():
    north_south = {f"team {i}": 5000 for i in range(4)}
    roles = {**SMALL["roles"], "seller": {"headcount": north_south}}
    with pytest.raises(InputError, match=r"20000 seats; at most 16384"):
        small(roles=roles)


def test_rows_do_not_overlap():
    shape = small().shape
    begins = shape[8:-1]
    assert list(begins) == sorted(begins) and begins[0] == wd.HEAD_WORDS


def test_columns_of_a_row_do_not_overlap():
    """Words of seats, deals, roles and stages have places of their own."""
    prefixes = {"seat": (("F_", "I_"), wd.SEAT_WORDS), "deal": (("A_", "B_"), wd.DEAL_WORDS)}
    for name, (starts, words) in prefixes.items():
        places = [v for k, v in vars(wd).items() if k.startswith(starts) and isinstance(v, int)]
        assert len(places) == len(set(places)), name
        assert max(places) < words, name
    assert wd.F_SKILL + wd.SKILLS == wd.SEAT_WORDS


@pytest.mark.parametrize("name", shipped_names())
def test_shares_and_chances_of_shipped_pipelines(name):
    scenario = load_scenario(name).scenario
    on, back, lost = transition_shares(scenario)
    for shares in (on, lost):
        assert np.all(np.diff(shares, axis=1) >= 0.0) and np.all(shares[:, -1] == 2.0)
    assert np.all(np.diff(back, axis=1) >= 0.0) and np.all(back[:, -1] < 1.0)
    typical, win, hours = expectations(scenario)
    assert np.all((win > 0.0) & (win <= 1.0)) and win[-1] == 1.0
    assert np.all(typical >= 0.0) and np.all(hours >= 0.0)
    assert np.all(step_matrix(scenario).sum(axis=1) <= 1.0)


def test_the_chance_to_win_is_the_product_along_a_line():
    stages = {f"s{i}": {"advance": p, "effort_hours": i} for i, p in enumerate((0.5, 0.4, 0.8))}
    line = Scenario.model_validate({**SMALL, "pipeline": {"stages": stages, "hand_off_hours": 2},
                                    "initial_pipeline": []})  # fmt: skip
    _, win, hours = expectations(line)
    assert win == pytest.approx([0.16, 0.32, 0.8, 1.0])
    assert hours == pytest.approx([0.5 * 1 + 0.2 * 2 + 0.16 * 2, 1 + 0.4 * 2 + 0.32 * 2, 2 + 0.8 * 2, 2])


def test_a_cumulative_share_ends_beyond_one():
    np.testing.assert_array_equal(certain(np.array([0.25, 0.5, 0.5, 0.5])), [0.25, 2.0, 2.0, 2.0])


def test_a_range_that_is_a_point_is_no_range():
    web = {"leads_per_week": {"value": 6, "range": [6, 6]}}
    stages = {"call": {"advance": 0.5}}
    company = small(sources={"web": web, "own": {}}, pipeline={"stages": stages}, behaviour="off",
                    initial_pipeline=[])  # fmt: skip
    assert not company.has_ranges


def test_arrays_are_not_changed_by_a_run():
    company = small()
    before = company.tables.f.copy(), company.tables.i.copy()
    for engine in ("batch", "reference"):
        simulate(company, replications=2, engine=engine)
    np.testing.assert_array_equal(company.tables.f, before[0])
    np.testing.assert_array_equal(company.tables.i, before[1])


def test_a_compiled_scenario_can_be_sent_to_a_worker():
    import pickle

    company = small()
    sent = pickle.loads(pickle.dumps(company))
    np.testing.assert_array_equal(sent.tables.f, company.tables.f)
    a, b = (simulate(c, replications=1).totals.week for c in (company, sent))
    np.testing.assert_array_equal(a, b)
