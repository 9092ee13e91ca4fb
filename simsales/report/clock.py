"""From the simulated clock, which counts working hours, to dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

DAY_BEGINS = time(9)
DAYS_A_WEEK = 5


class Clock:
    """Maps working hours since the start of the warm-up to dates.

    A week's hours are spread evenly over Monday to Friday, each day from 9:00 on.

    >>> clock = Clock(date(2026, 1, 5), warmup_weeks=1, hours_per_week=40)
    >>> clock.moment(0).isoformat(), clock.moment(41.5).isoformat()
    ('2025-12-29T09:00:00', '2026-01-05T10:30:00')
    """

    def __init__(self, start: date, warmup_weeks: int, hours_per_week: float) -> None:
        """`start` is the Monday on which the measured time begins."""
        self._first = datetime.combine(start - timedelta(weeks=warmup_weeks), DAY_BEGINS)
        self._day = hours_per_week / DAYS_A_WEEK

    def moment(self, hours: float) -> datetime:
        """The date and time of `hours` working hours; the end of a day is the next one's 9:00."""
        days = int(hours // self._day)
        rest = hours - days * self._day
        weeks, weekday = divmod(days, DAYS_A_WEEK)
        return self._first + timedelta(weeks=weeks, days=weekday, hours=rest)
