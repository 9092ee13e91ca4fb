"""Weeks become dates, periods, fiscal years and seasons; dates become working hours."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.calendar import (
    middle_of_week,
    period_name,
    periods,
    season_factor,
    working_hours_until,
)  # fmt: skip
from simsales.engine.simulate import simulate
from simsales.model.company import Calendar
from simsales.model.scenario import Scenario
from tests.engine.small import ENGINES, SMALL, small


def scenario(fiscal_year_start: int = 1, **calendar) -> Scenario:
    return Scenario.model_validate(
        {**SMALL, "company": {"fiscal_year_start": fiscal_year_start}, "calendar": calendar}
    )


def test_a_week_belongs_to_the_day_of_its_thursday():
    calendar = Calendar(start=date(2026, 1, 5), warmup_weeks=2)
    assert middle_of_week(calendar, 2) == date(2026, 1, 8)
    assert middle_of_week(calendar, 0) == date(2025, 12, 25)
    assert middle_of_week(Calendar(start=date(2025, 12, 29)), 0) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("first", "period", "day", "name"),
    [
        (1, "month", date(2026, 3, 31), "2026-03"),
        (1, "quarter", date(2026, 3, 31), "2026 Q1"),
        (1, "quarter", date(2026, 12, 31), "2026 Q4"),
        (1, "year", date(2026, 12, 31), "2026"),
        (4, "quarter", date(2026, 3, 31), "FY2026 Q4"),
        (4, "quarter", date(2026, 4, 1), "FY2027 Q1"),
        (4, "year", date(2026, 4, 1), "FY2027"),
        (12, "quarter", date(2026, 1, 15), "FY2026 Q1"),
        (12, "quarter", date(2026, 12, 1), "FY2027 Q1"),
        (2, "quarter", date(2026, 1, 31), "FY2026 Q4"),
        (4, "month", date(2026, 4, 1), "2026-04"),
    ],
)
def test_periods_are_named_by_fiscal_year(first, period, day, name):
    assert period_name(scenario(first, period=period), day) == name


@pytest.mark.parametrize("period", ["month", "quarter", "year"])
@pytest.mark.parametrize("first", range(1, 13))
def test_every_measured_week_has_one_period(first, period):
    names, lengths, of_week = periods(scenario(first, period=period, weeks=120, warmup_weeks=7))
    assert len(set(names)) == len(names) == len(lengths)
    assert sum(lengths) == len(of_week) == 120
    assert of_week[0] == 0 and np.all(np.isin(np.diff(of_week), [0, 1]))
    np.testing.assert_array_equal(np.bincount(of_week), lengths)
    whole = {"month": (4, 5), "quarter": (12, 14), "year": (52, 53)}[period]
    assert all(whole[0] <= length <= whole[1] for length in lengths[1:-1])


def test_the_warm_up_has_no_period_of_its_own():
    without = periods(scenario(weeks=26))
    with_it = periods(scenario(weeks=26, warmup_weeks=13))
    assert without[:2] == with_it[:2]


@pytest.mark.parametrize(("day", "quarter", "month"), [
    (date(2026, 1, 1), 1, 1), (date(2026, 3, 31), 1, 3), (date(2026, 4, 1), 2, 4), (date(2026, 9, 30), 3, 9),
    (date(2026, 10, 1), 4, 10), (date(2026, 12, 31), 4, 12),
])  # fmt: skip
def test_seasons_are_those_of_the_calendar_year(day, quarter, month):
    assert season_factor((1.0, 2.0, 3.0, 4.0), day) == quarter
    assert season_factor(tuple(float(i) for i in range(1, 13)), day) == month
    assert season_factor((), day) == 1.0


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 1, 5), 80), (date(2026, 1, 6), 88), (date(2026, 1, 10), 120), (date(2026, 1, 11), 120),
        (date(2026, 1, 12), 120), (date(2025, 12, 29), 40), (date(2025, 12, 22), 0),
        (date(2025, 12, 15), -40),
        (date(2026, 1, 4), 80),
    ],
)  # fmt: skip
def test_working_hours_until_the_morning_of_a_day(day, hours):
    """Two weeks of warm-up before Monday the 5th; weekends have no hours, days before it negative ones."""
    assert working_hours_until(Calendar(start=date(2026, 1, 5), warmup_weeks=2), day) == pytest.approx(hours)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_season_without_leads_has_none(engine):
    """Weeks whose Thursday lies in February bring nothing."""
    season = [1.0, 0.0] + [1.0] * 10
    web = {**SMALL["sources"]["web"], "leads_per_week": 40, "season": season}
    company = small(sources={**SMALL["sources"], "web": web}, calendar={"weeks": 13, "period": "month"})
    totals = simulate(company, replications=2, engine=engine).totals
    by_period = totals.source[:, :, 0, layout.S_LEADS]
    assert company.names.periods == ("2026-01", "2026-02", "2026-03", "2026-04")
    assert np.all(by_period[:, 1] == 0) and np.all(by_period[:, [0, 2]] > 50)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("period", ["month", "quarter", "year"])
def test_periods_split_the_same_year(engine, period):
    """How a year is reported changes nothing in it, but for commission, which is settled by period."""
    whole = simulate(small(calendar={"weeks": 30, "period": "year"}), replications=2, engine=engine).totals
    parts = simulate(small(calendar={"weeks": 30, "period": period}), replications=2, engine=engine).totals
    np.testing.assert_array_equal(whole.week, parts.week)
    for part in ("source", "stage", "seat"):
        a, b = (getattr(totals, part).sum(axis=1) for totals in (whole, parts))
        keep = [i for i in range(a.shape[-1]) if part != "seat" or i != layout.R_COMMISSION]
        np.testing.assert_allclose(a[..., keep], b[..., keep], rtol=1e-9, atol=1e-9)
