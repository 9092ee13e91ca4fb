"""What comes in must go out or still be there: leads, hours, and Little's law; in a busy company."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.simulate import Simulation
from tests.theory import judge
from tests.theory.companies import company, exponential, play, servers

WEEKS, SEATS = 104, 7
CLOSED = ("lost_competitor", "lost_no_decision", "lost_price", "lost_product_gap", "lost_cold",
          "lost_hand_over")  # fmt: skip


def _stages() -> dict[str, Any]:
    wait = {"calendar_days": {"gamma": {"mean": 6, "cv": 0.7}}}
    return {
        "call": {"advance": 0.6, "touches": 4, "effort_hours": exponential(0.5), "wait": wait,
                 "role": "caller",
                 "next": {"demo": 3, "offer": 1}, "lost": {"no_decision": 2, "price": 1}},
        "demo": {"advance": 0.5, "touches": 2, "effort_hours": exponential(2), "wait": wait, "skill": "demo",
                 "back": {"call": 0.1, "demo": 0.1}},
        "offer": {"advance": 0.4, "effort_hours": {"lognormal": {"mean": 3, "cv": 1}}, "wait": wait,
                  "lost": {"competitor": 1, "product_gap": 1}, "back": {"demo": 0.2}},
    }  # fmt: skip


@pytest.fixture(scope="module")
def busy() -> Simulation:
    """Every mechanism on, people leave, are absent and are replaced; deals are open at the start."""
    leaving = {"per_year": 0.8, "weeks_to_fill": exponential(8), "cost_per_hire": 1000}
    shared: dict[str, Any] = {"turnover": leaving, "absence_days_per_year": 25, "ramp": {"months": 4}}
    roles = {
        "seller": servers(4, deal_work_share=0.6, quota_per_year=9000, skill={"log_odds": 0.3, "speed": 0.1},
                          account_hours=2, comfortable_deals=12, **shared),
        "caller": servers(3, prospecting={"hours_per_week": 6, "source": "own", "hours_per_lead": 3},
                          **shared),
    }  # fmt: skip
    sources = {"web": {"leads_per_week": 20, "dispersion": 0.3},
               "partner": {"leads_per_week": 3, "enters": "demo"},
               "own": {}}  # fmt: skip
    scenario = company(
        _stages(), roles, sources, weeks=WEEKS, behaviour={}, pipeline={"hand_off_hours": 1},
        initial_pipeline=[{"stage": "offer", "count": 9}, {"stage": "call", "count": 5}],
    )  # fmt: skip
    return play(scenario, 50, seed=5, log=True)


def test_leads_are_won_lost_or_open(busy: Simulation) -> None:
    totals = busy.totals
    came = judge.of_week(totals, "leads") + judge.at_end(totals, "open_at_start")
    went = judge.of_week(totals, "won") + judge.of_week(totals, "lost")
    np.testing.assert_array_equal(came, went + judge.at_end(totals, "open_at_end"))
    assert (judge.at_end(totals, "open_at_start") == 14).all()


def test_sources_stages_and_weeks_count_the_same(busy: Simulation) -> None:
    totals = busy.totals
    for column in ("leads", "opportunities", "won", "lost", "bookings"):
        np.testing.assert_allclose(judge.of_source(totals, column), judge.of_week(totals, column))
    lost = sum(judge.of_stage(totals, column) for column in CLOSED)
    np.testing.assert_array_equal(lost, judge.of_week(totals, "lost"))
    assert all((judge.of_stage(totals, column) > 0).any() for column in CLOSED)


def test_stages_keep_no_deal_that_they_did_not_get(busy: Simulation) -> None:
    totals = busy.totals
    left = sum(judge.of_stage(totals, c) for c in ("advanced", "went_back", *CLOSED))
    np.testing.assert_array_equal(
        judge.of_stage(totals, "entered") - left,
        judge.at_end(totals, "open_at_end") - _entered_before_start(busy),
    )


def _entered_before_start(busy: Simulation) -> np.ndarray:
    """Deals open at the start that were not counted as entering a stage."""
    came = judge.of_week(busy.totals, "leads")
    moved = judge.of_stage(busy.totals, "advanced") + judge.of_stage(busy.totals, "went_back")
    inner = moved - judge.of_week(busy.totals, "won")
    entered = judge.of_stage(busy.totals, "entered")
    uncounted = came + inner + judge.at_end(busy.totals, "open_at_start") - entered
    assert set(np.unique(uncounted)) <= {0.0, 14.0}
    return uncounted


def test_every_seat_hour_is_filled_or_vacant(busy: Simulation) -> None:
    seat = busy.totals.seat
    filled, vacant, absent, spent = (
        seat[..., layout.SEAT.index(c)].sum(axis=1)
        for c in ("filled_hours", "vacant_hours", "absent_hours", "busy_hours")
    )
    np.testing.assert_allclose(filled + vacant, WEEKS * 40.0)
    assert (absent <= filled + 1e-6).all()
    assert (spent <= filled + 1e-6).all()
    assert vacant.sum() > 0
    assert absent.sum() > 0


def test_effort_counts_the_same_everywhere(busy: Simulation) -> None:
    totals = busy.totals
    kept = judge.of_seat(totals, "prospecting_hours") + judge.of_seat(totals, "account_hours")
    used = judge.of_seat(totals, "effort_hours") + kept
    np.testing.assert_allclose(used, judge.of_week(totals, "effort_hours"))
    hand_offs = judge.of_seat(totals, "effort_hours") - judge.of_stage(totals, "effort_hours")
    assert (hand_offs >= -1e-9).all()
    assert (hand_offs <= 4 * judge.of_week(totals, "won")).all()
    np.testing.assert_allclose(judge.of_seat(totals, "touches"), judge.of_stage(totals, "touches"))


def test_nothing_is_negative_or_infinite(busy: Simulation) -> None:
    for array in (busy.totals.week, busy.totals.source, busy.totals.stage, busy.totals.seat, busy.totals.end):
        assert np.isfinite(array).all()
        assert (array >= -1e-9).all()


def test_people_come_and_go(busy: Simulation) -> None:
    totals = busy.totals
    left, joined = judge.of_seat(totals, "left"), judge.of_seat(totals, "joined")
    assert (joined <= left).all()
    assert (left - joined <= SEATS).all()
    exposure = judge.of_seat(totals, "filled_hours") / (52 * 40)
    judge.assert_agree({"leaving hazard": judge.ratio_z(left, exposure, 0.8)})


def test_littles_law_is_exact_when_all_deals_close() -> None:
    """The integral of open deals equals the sum of their times in a stage. Little 1961."""
    deals = [{"stage": "call", "count": 60}]
    roles = {"seller": servers(2, quota_per_year=1), "caller": servers(2)}
    scenario = company(_stages(), roles, {"web": {}}, weeks=104, initial_pipeline=deals)
    totals = play(scenario, 10).totals
    assert (judge.at_end(totals, "open_at_end") == 0).all()
    for stage in range(3):
        np.testing.assert_allclose(
            judge.of_stage(totals, "open_hours", stage), judge.of_stage(totals, "stage_hours", stage)
        )


def test_littles_law_in_a_steady_state() -> None:
    """L = λW in every stage, in expectation over a stretch of a company that has settled."""
    roles = {"seller": servers(4, quota_per_year=1, deal_work_share=0.6), "caller": servers(3)}
    scenario = company(_stages(), roles, {"web": {"leads_per_week": 20}}, weeks=208, warmup_weeks=104)
    totals = play(scenario, 60).totals
    judge.assert_agree({
        f"stage {stage}": judge.z_score(
            judge.of_stage(totals, "open_hours", stage) - judge.of_stage(totals, "stage_hours", stage)
        )
        for stage in range(3)
    })  # fmt: skip
