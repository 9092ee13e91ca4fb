"""The company's money and calendar."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Number, Share, parameter

Period = Literal["month", "quarter", "year"]


class Company(Frozen):
    """How the company speaks of money and years."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    """ISO 4217 code; one money per scenario."""
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(_[A-Z]{2})?$")] = "en_US"
    """How faces write numbers and dates."""
    fiscal_year_start: Annotated[int, Field(ge=1, le=12)] = 1
    """Month in which the fiscal year begins."""
    money_word: Annotated[str, Field(min_length=1, max_length=20)] = "bookings"
    """The word for money booked: bookings, ARR, revenue."""


class Calendar(Frozen):
    """The span that is simulated. The clock runs in working hours only."""

    start: date = date(2026, 1, 5)
    """A Monday: first day that is measured (after the warm-up)."""
    weeks: Annotated[int, Field(ge=1, le=1040)] = 52
    """Weeks that are measured."""
    warmup_weeks: Annotated[int, Field(ge=0, le=520)] = 0
    """Weeks played before `start` and not measured, to fill the pipeline."""
    hours_per_week: Annotated[float, Field(gt=0, le=100)] = 40.0
    """Working hours of everybody's week, five days long."""
    period: Period = "quarter"
    """Quota and reporting period."""

    @field_validator("start")
    @classmethod
    def _monday(cls, start: date) -> date:
        if start.weekday() != 0:
            raise ValueError(f"{start} is a {start:%A}; start must be a Monday")
        return start


class Money(Frozen):
    """What the profit formula needs; weights are stated, never implied."""

    gross_margin: Share = parameter(1.0)
    """Share of bookings left after the cost of what is sold."""
    target_per_year: NotNegative | None = None
    """The company's own target for money booked in 52 weeks."""
    manager_cost_per_year: NotNegative = parameter(0.0)
    """Pay of the sales manager."""
    pipeline_weight: Share = parameter(1.0)
    """Weight in profit of the change in expected margin of open deals."""
    customer_value: Number = parameter(0.0)
    """Expected later margin of a new customer, beyond the first order."""
