"""The calendar at compile time: weeks to dates, periods and seasons."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simsales.model.company import Calendar
from simsales.model.scenario import Scenario


def middle_of_week(calendar: Calendar, week: int) -> date:
    """Thursday of a week; week 0 is the first of the warm-up. It decides month, quarter and year."""
    return calendar.start + timedelta(weeks=week - calendar.warmup_weeks, days=3)


def period_name(scenario: Scenario, day: date) -> str:
    """Name of the reporting period that a day lies in, by fiscal year.

    A fiscal year that does not start in January carries the number of the year it ends in.
    """
    first = scenario.company.fiscal_year_start
    if scenario.calendar.period == "month":
        return f"{day:%Y-%m}"
    year = day.year + (1 if first > 1 and day.month >= first else 0)
    prefix = "FY" if first > 1 else ""
    quarter = f" Q{(day.month - first) % 12 // 3 + 1}" if scenario.calendar.period == "quarter" else ""
    return f"{prefix}{year}{quarter}"


def periods(scenario: Scenario) -> tuple[tuple[str, ...], tuple[int, ...], NDArray[np.int64]]:
    """Names of the periods measured, their lengths in weeks, and the period of each measured week."""
    calendar = scenario.calendar
    names = [
        period_name(scenario, middle_of_week(calendar, calendar.warmup_weeks + week))
        for week in range(calendar.weeks)
    ]
    order = list(dict.fromkeys(names))
    numbers = np.array([order.index(name) for name in names], np.int64)
    return tuple(order), tuple(names.count(name) for name in order), numbers


def season_factor(season: tuple[float, ...], day: date) -> float:
    """Seasonal factor of a day: by calendar quarter, by month, or none.

    >>> season_factor((0.9, 1.0, 1.0, 1.1), date(2026, 11, 5))
    1.1
    """
    if not season:
        return 1.0
    return season[(day.month - 1) // 3] if len(season) == 4 else season[day.month - 1]


def working_hours_until(calendar: Calendar, day: date) -> float:
    """Working hours from the start of the warm-up to the morning of a day; negative before it."""
    days = (day - calendar.start).days
    weeks = days // 7 + min(days % 7, 5) / 5 + calendar.warmup_weeks
    return weeks * calendar.hours_per_week
