"""What must hold in any company: leads and hours are kept, nothing is negative or not finite."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.engine import layout
from simsales.engine.calendar import working_hours_until
from simsales.engine.compile import Compiled, compile_scenario
from simsales.engine.simulate import simulate
from simsales.engine.totals import Totals
from simsales.model.scenario import Scenario
from tests.parity.companies import FREELY, companies
from tests.parity.judge import PARTS

CLOSED = [layout.STAGE.index(name) for name in layout.STAGE if name.startswith("lost_")]


def seat(totals: Totals, column: str) -> np.ndarray:
    """Shape (n, periods, seats)."""
    return totals.seat[..., layout.SEAT.index(column)]


def check_leads(t: Totals) -> None:
    """Every lead is won, lost or open; sources, stages and weeks tell the same."""
    came = t.week[..., layout.W_LEADS].sum(axis=1) + t.end[:, layout.E_OPEN_AT_START]
    won, lost = t.week[..., layout.W_WON].sum(axis=1), t.week[..., layout.W_LOST].sum(axis=1)
    np.testing.assert_array_equal(came, won + lost + t.end[:, layout.E_OPEN_AT_END])
    np.testing.assert_array_equal(won, t.source[..., layout.S_WON].sum(axis=(1, 2)))
    np.testing.assert_array_equal(lost, t.source[..., layout.S_LOST].sum(axis=(1, 2)))
    np.testing.assert_array_equal(lost, t.stage[..., CLOSED].sum(axis=(1, 2, 3)))
    assert np.all(seat(t, "won").sum(axis=(1, 2)) <= won)
    moved = t.stage[..., [layout.G_ADVANCED, layout.G_WENT_BACK]].sum(axis=(1, 2, 3))
    entered = t.stage[..., layout.G_ENTERED].sum(axis=(1, 2))
    inflow = t.week[..., layout.W_LEADS].sum(axis=1)
    np.testing.assert_array_equal(entered, inflow + moved - won)


def check_hours(compiled: Compiled, t: Totals) -> None:
    """A seat is filled or vacant all the time, and nobody works longer than that."""
    calendar = compiled.scenario.calendar
    filled, vacant = seat(t, "filled_hours"), seat(t, "vacant_hours")
    opens = np.array(opening_hours(compiled.scenario))
    length = calendar.weeks * calendar.hours_per_week
    warmup = calendar.warmup_weeks * calendar.hours_per_week
    there = np.clip(warmup + length - np.maximum(opens, warmup), 0, None)
    np.testing.assert_allclose((filled + vacant).sum(axis=1), np.broadcast_to(there, filled[:, 0].shape),
                               rtol=1e-9, atol=1e-6)  # fmt: skip
    assert np.all(seat(t, "busy_hours").sum(axis=1) <= filled.sum(axis=1) + 1e-6)
    for column in ("absent_hours", "deal_work_hours", "ramping_hours"):
        assert np.all(seat(t, column) <= filled + 1e-6), column
    kept = seat(t, "prospecting_hours") + seat(t, "account_hours")
    assert np.all(kept <= seat(t, "deal_work_hours") + 1e-6)
    np.testing.assert_allclose(t.week[..., layout.W_FILLED].sum(axis=1), filled.sum(axis=(1, 2)), atol=1e-6)
    worked = seat(t, "effort_hours") + kept
    np.testing.assert_allclose(t.week[..., layout.W_EFFORT].sum(axis=1), worked.sum(axis=(1, 2)), atol=1e-6)


def opening_hours(scenario: Scenario) -> list[float]:
    """When each seat opens, in working hours from the start of the warm-up."""
    hours: list[float] = []
    for role in scenario.roles.values():
        hours += [0.0] * role.seats
        for opening in role.openings:
            hours += [working_hours_until(scenario.calendar, opening.on)] * opening.count
    return hours


def check_numbers(t: Totals) -> None:
    """Nothing is negative; nothing is infinite or nan but the age of a pipeline that is empty."""
    for part, columns in PARTS.items():
        for i, name in enumerate(columns):
            values = getattr(t, part)[..., i]
            if name == "open_age_days":
                empty = t.end[:, layout.E_OPEN_AT_END] == 0
                np.testing.assert_array_equal(np.isnan(values), empty)
                values = values[~empty]
            assert np.all(np.isfinite(values)), f"{part}.{name}"
            assert np.all(values >= 0.0), f"{part}.{name} is negative: {values.min()}"


@pytest.mark.slow
@settings(FREELY, max_examples=200)
@given(companies(), st.integers(0, 2**31 - 1))
def test_any_company_keeps_its_leads_and_hours(scenario, seed):
    compiled = compile_scenario(scenario)
    totals = simulate(compiled, seed=seed, replications=3).totals
    check_leads(totals)
    check_hours(compiled, totals)
    check_numbers(totals)


@pytest.mark.slow
@settings(FREELY, max_examples=60)
@given(companies(ties=True), st.integers(0, 2**31 - 1))
def test_a_company_of_ties_keeps_its_leads_and_hours(scenario, seed):
    compiled = compile_scenario(scenario)
    totals = simulate(compiled, seed=seed, replications=2).totals
    check_leads(totals)
    check_hours(compiled, totals)
    check_numbers(totals)
