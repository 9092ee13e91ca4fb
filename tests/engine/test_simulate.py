"""The door to the engines: what it refuses, and what a replication depends on."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.simulate import simulate
from simsales.errors import InputError
from simsales.rules.draws import FORK, MOST_SEED
from tests.engine.small import ENGINES, SMALL, small
from tests.parity.judge import assert_same_logs, assert_same_totals


@pytest.fixture(scope="module")
def company():
    return small()


@pytest.mark.parametrize("seed", [-1, MOST_SEED + 1, 2**63])
def test_a_seed_out_of_range_is_refused(company, seed):
    with pytest.raises(InputError, match=r"seed.*out of range"):
        simulate(company, seed=seed, replications=1)


@pytest.mark.parametrize("replications", [[-1], [0, 2 * FORK]])
def test_a_replication_out_of_range_is_refused(company, replications):
    with pytest.raises(InputError, match=r"replications.*out of range"):
        simulate(company, replications=replications)


def test_an_unknown_engine_is_refused(company):
    with pytest.raises(InputError, match=r'unknown engine "simpy".*auto, batch, reference'):
        simulate(company, engine="simpy")


@pytest.mark.parametrize("seed", [0, MOST_SEED])
@pytest.mark.parametrize("engine", ENGINES)
def test_the_ends_of_the_range_of_seeds_are_played(company, engine, seed):
    totals = simulate(company, seed=seed, replications=[0, FORK - 1, 2 * FORK - 1], engine=engine).totals
    assert len(totals) == 3
    assert np.all(totals.end[:, layout.E_EVENTS] > 0)


@pytest.mark.parametrize(
    ("asked", "played"), [("auto", "batch"), ("batch", "batch"), ("reference", "reference")]
)
def test_the_engine_that_played_is_named(company, asked, played):
    assert simulate(company, replications=1, engine=asked).engine == played


@pytest.mark.parametrize("engine", ENGINES)
def test_a_replication_is_the_same_in_any_order_and_company(company, engine):
    whole = simulate(company, seed=5, replications=6, engine=engine, log=True)
    ids = [4, 1, 5, 0]
    some = simulate(company, seed=5, replications=ids, engine=engine, log=True)
    for place, number in enumerate(ids):
        alone = simulate(company, seed=5, replications=[number], engine=engine, log=True)
        for part in ("week", "source", "stage", "seat", "end"):
            expected = getattr(whole.totals, part)[number]
            np.testing.assert_array_equal(getattr(some.totals, part)[place], expected)
            np.testing.assert_array_equal(getattr(alone.totals, part)[0], expected)
        np.testing.assert_array_equal(some.log[place], whole.log[number])
        np.testing.assert_array_equal(alone.log[0], whole.log[number])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_log_changes_nothing(company, engine):
    with_log = simulate(company, replications=3, engine=engine, log=True)
    without = simulate(company, replications=3, engine=engine)
    assert without.log is None
    assert_same_totals(with_log.totals, without.totals)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_again(company, engine):
    one, two = (simulate(company, replications=2, engine=engine, log=True) for _ in range(2))
    assert_same_totals(one.totals, two.totals)
    assert_same_logs(one, two)


@pytest.mark.parametrize("engine", ENGINES)
def test_seeds_and_replications_differ(company, engine):
    ends = [
        tuple(simulate(company, seed=seed, replications=[number], engine=engine).totals.week[0].ravel())
        for seed in (0, 1, 2)
        for number in (0, 1, 2)
    ]
    assert len(set(ends)) == 9


def test_two_compilations_are_the_same_company(company):
    assert_same_totals(simulate(company, replications=3).totals, simulate(small(), replications=3).totals)


@pytest.mark.parametrize("engine", ENGINES)
def test_luck_only_plays_the_point_values(company, engine):
    """A company whose ranges are points is the same company when only luck is left."""
    points = {
        "sources": {**SMALL["sources"], "web": {**SMALL["sources"]["web"], "leads_per_week": 6}},
        "pipeline": {**SMALL["pipeline"], "stages": {
            **SMALL["pipeline"]["stages"],
            "offer": {**SMALL["pipeline"]["stages"]["offer"], "advance": 0.6},
        }},
    }  # fmt: skip
    believed = {name: {} for name in ("lateness", "ageing", "overload", "hand_over")}
    sure = {
        "lateness": {"log_odds_per_week": 0.15}, "ageing": {"log_odds": 0.35},
        "overload": {"loss_per_deal": 0.007}, "hand_over": {"loss": 0.15},
    }  # fmt: skip
    lucky = simulate(small(behaviour=believed), replications=4, luck_only=True, engine=engine)
    certain = small(**points, behaviour=sure)
    assert company.has_ranges and not certain.has_ranges
    assert_same_totals(lucky.totals, simulate(certain, replications=4, engine=engine).totals)
    assert_same_totals(lucky.totals, simulate(certain, replications=4, engine=engine, luck_only=True).totals)


def test_an_unknown_parameter_is_drawn_within_its_range():
    """The gross margin is told at the end; its triangle leans to the mode, and so do the draws."""
    company = small(money={"gross_margin": {"value": 0.7, "range": [0.4, 0.8]}})
    margins = simulate(company, replications=400).totals.end[:, layout.E_GROSS_MARGIN]
    assert 0.4 <= margins.min() < 0.45 and 0.78 < margins.max() <= 0.8
    assert len(set(margins)) == 400
    assert margins.mean() == pytest.approx((0.4 + 0.7 + 0.8) / 3, abs=4 * 0.085 / 20)
    point = simulate(company, replications=5, luck_only=True).totals.end[:, layout.E_GROSS_MARGIN]
    assert set(point) == {0.7}


def test_an_unknown_parameter_is_the_same_in_two_plans():
    """What a replication believes does not change when another parameter gets a range."""
    ranged = {"gross_margin": {"value": 0.7, "range": [0.4, 0.8]}}
    one = simulate(small(money=ranged), replications=20).totals
    other = simulate(
        small(money={**ranged, "customer_value": {"value": 5, "range": [0, 9]}}), replications=20
    ).totals
    np.testing.assert_array_equal(one.end[:, layout.E_GROSS_MARGIN], other.end[:, layout.E_GROSS_MARGIN])
    np.testing.assert_array_equal(one.week, other.week)


def test_progress_is_told(company):
    told = []
    simulate(company, replications=4, progress=told.append)
    assert told == [1, 2, 3, 4]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_replication_at_all(company, engine):
    played = simulate(company, replications=0, engine=engine)
    assert len(played.totals) == 0 and played.totals.week.shape[0] == 0


def test_shapes_are_those_of_the_names(company):
    totals, names = simulate(company, replications=2).totals, company.names
    periods = len(names.periods)
    assert totals.week.shape == (2, 13, len(layout.WEEK))
    assert totals.source.shape == (2, periods, len(names.sources), len(layout.SOURCE))
    assert totals.stage.shape == (2, periods, len(names.stages), len(layout.STAGE))
    assert totals.seat.shape == (2, periods, len(names.seats), len(layout.SEAT))
    assert totals.end.shape == (2, len(layout.END))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_log_is_in_order_of_time_and_knows_its_names(company, engine):
    log = simulate(company, replications=1, engine=engine, log=True).log[0]
    names = company.names
    assert log.shape[1] == len(layout.LOG)
    assert np.all(np.diff(log[:, layout.L_TIME]) >= 0.0)
    for column, most in ((layout.L_KIND, len(layout.EVENTS)), (layout.L_STREAM, len(names.streams)),
                         (layout.L_STAGE, len(names.stages)), (layout.L_SEAT, len(names.seats))):  # fmt: skip
        values = log[:, column]
        assert np.all(values == values.astype(int)) and values.min() >= -1 and values.max() < most
    assert np.all(log[:, layout.L_TIME] <= 15 * 40)
