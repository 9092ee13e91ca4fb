"""Without randomness the simulation is arithmetic: times and totals computed by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simsales.engine import layout
from simsales.engine.simulate import Simulation
from simsales.model.scenario import Scenario
from tests.theory import judge
from tests.theory.companies import SURE, company, play, servers

START: dict[str, Any] = {"advance": SURE}
"""A stage without work or wait: an open deal leaves it at once, so that all begins at time 0."""
STAGES: dict[str, Any] = {
    "start": START,
    "talk": {"advance": SURE, "touches": 2, "effort_hours": 2, "wait": {"working_days": 1}},
    "offer": {"advance": SURE, "touches": 1, "effort_hours": 3},
}


def two_deals(**role: Any) -> Scenario:
    """Two deals, one rep who has half the week for deals, one hour of hand-off after a win."""
    return company(
        STAGES, {"rep": servers(deal_work_share=0.5, priority="closest_to_close", **role)},
        {"market": {}}, weeks=2, pipeline={"hand_off_hours": 1},
        initial_pipeline=[{"stage": "start", "count": 2, "value": 500}],
    )  # fmt: skip


def events(simulation: Simulation, kind: int) -> list[tuple[float, int, float]]:
    """(time, deal, value) of every event of a kind, in order."""
    assert simulation.log is not None
    columns = (layout.L_TIME, layout.L_ORDINAL, layout.L_VALUE)
    rows = [row for row in simulation.log[0] if row[layout.L_KIND] == kind]
    return [(float(row[columns[0]]), int(row[columns[1]]), float(row[columns[2]])) for row in rows]


def test_two_deals_by_hand() -> None:
    """Half a week for deals doubles every effort on the clock; a stage's figures are shared by its touches.

    Deal 0: talks 0-2, waits to 6, talks 6-8, waits to 12, offer 12-18, won at 18.
    Deal 1: talks 2-4, waits to 8, talks 8-10, waits to 14, its offer waits for the hand-off of
    deal 0 (18-20, nearer to the close), offer 20-26, won at 26, hand-off 26-28.
    """
    simulation = play(two_deals(), 1, log=True)
    started = events(simulation, layout.TOUCH_STARTED)
    assert started == [
        (0, 0, 0), (2, 1, 2), (6, 0, 0), (8, 1, 0), (12, 0, 0), (18, 0, 0), (20, 1, 6), (26, 1, 0),
    ]  # fmt: skip
    ended = events(simulation, layout.TOUCH_ENDED)
    assert ended == [(2, 0, 1), (4, 1, 1), (8, 0, 1), (10, 1, 1), (18, 0, 3), (26, 1, 3)]
    assert events(simulation, layout.DEAL_WON) == [(18, 0, 500), (26, 1, 500)]
    assert events(simulation, layout.DEAL_HANDED_OFF) == [(20, 0, 1), (28, 1, 1)]
    assert events(simulation, layout.DEAL_ADVANCED) == [
        (0, 0, 0),
        (0, 1, 0),
        (12, 0, 12),
        (14, 1, 14),
        (18, 0, 6),
        (26, 1, 12),
    ]


def test_totals_by_hand() -> None:
    totals = play(two_deals(), 1).totals
    assert judge.of_week(totals, "won") == 2
    assert judge.of_week(totals, "bookings") == 1000
    assert judge.of_seat(totals, "effort_hours") == pytest.approx(12)
    assert judge.of_seat(totals, "busy_hours") == pytest.approx(24)
    assert judge.of_seat(totals, "deal_work_hours") == pytest.approx(40)
    assert judge.of_seat(totals, "cycle_days") == pytest.approx((18 + 26) * 7 / 40)
    assert judge.of_stage(totals, "queue_hours", 1) == pytest.approx(2)
    assert judge.of_stage(totals, "queue_hours", 2) == pytest.approx(6)
    assert judge.of_stage(totals, "open_hours", 1) == pytest.approx(26)
    assert judge.of_stage(totals, "open_hours", 2) == pytest.approx(18)
    assert judge.of_stage(totals, "stage_hours", 2) == pytest.approx(18)
    assert judge.of_stage(totals, "touches", 1) == 4


def test_calendar_days_are_sevenths_of_a_week() -> None:
    stages = {"start": START, "wait": {"advance": SURE, "effort_hours": 2, "wait": {"calendar_days": 7}}}
    scenario = company(
        stages, {"rep": servers()}, {"market": {}}, weeks=2, initial_pipeline=[{"stage": "start", "value": 1}]
    )
    assert events(play(scenario, 1, log=True), layout.DEAL_WON) == [(pytest.approx(42), 0, 1)]


def test_kept_hours_are_taken_from_the_week() -> None:
    """Prospecting of 5 h and accounts of 5 h leave 10 of 20 deal-work hours: effort counts fourfold."""
    keeps = {"account_hours": 5, "prospecting": {"hours_per_week": 5, "source": "market"}}
    totals = play(two_deals(**keeps), 1, log=True).totals
    # talks 0-4 and 4-8, 8-12, 12-16; offers 16-28 and, after a hand-off to 32, 32-44; hand-off 44-48
    assert judge.of_seat(totals, "busy_hours") == pytest.approx(48)
    assert judge.of_seat(totals, "prospecting_hours") == pytest.approx(10)
    assert judge.of_seat(totals, "account_hours") == pytest.approx(10)
    assert judge.of_seat(totals, "cycle_days") == pytest.approx((28 + 44) * 7 / 40)


def test_speed_of_a_newcomer() -> None:
    """At speed 0.5 for a ramp without end, every effort counts double."""
    ramp = {"months": 1e9, "shape": "linear", "start_speed": 0.5, "start_log_odds": 0}
    rep = [{"name": "Kim", "tenure_months": 0}]
    slow = play(two_deals(ramp=ramp, reps=rep), 1).totals
    assert judge.of_seat(slow, "effort_hours") == pytest.approx(24, rel=1e-6)


def test_money_by_hand() -> None:
    """Two wins of 500 against a quota of 52 x 10: commission with accelerator, base pay pro rata."""
    pay = {"base_per_year": 5200, "variable_per_year": 520, "accelerator": 2}
    scenario = two_deals(quota_per_year=2600, pay=pay)
    totals = play(scenario, 1).totals
    assert judge.of_seat(totals, "quota") == pytest.approx(100)
    assert judge.of_seat(totals, "base_pay") == pytest.approx(200)
    assert judge.of_seat(totals, "commission") == pytest.approx(0.2 * (100 + 2 * 900))


def test_orders_are_shared_not_made_by_territories() -> None:
    stages = {"work": {"advance": 0.5, "effort_hours": 1}}
    booked = []
    for count in (2, 5):
        scenario = company(
            stages, {"rep": servers(count)}, {"market": {"leads_per_week": 0}}, weeks=52,
            repeat_business={"role": "rep", "per_year": 5200, "spread": 0.4},
        )  # fmt: skip
        booked.append(float(judge.of_seat(play(scenario, 1).totals, "orders")[0]))
    assert booked == pytest.approx([5200, 5200])
