"""Where leads come from and how big they are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from simsales.model.distribution import Distribution
from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Number, Positive, Share, parameter


class Segment(Frozen):
    """A kind of customer."""

    deal_size: Distribution
    """Money booked when such a deal is won, net of discount."""
    log_odds: Number = parameter(0.0)
    """Added at every stage exit for deals of this segment."""


class Source(Frozen):
    """A stream of leads from outside; leads made by reps name a source too."""

    leads_per_week: NotNegative = parameter(0.0)
    """Mean arrivals a week; 0 for a source that is filled by prospecting alone."""
    dispersion: NotNegative = parameter(0.0)
    """cv² of a lognormal factor drawn each week on the rate; 0 = Poisson arrivals."""
    season: Annotated[tuple[Annotated[float, Field(ge=0, le=20)], ...], Field()] = ()
    """4 factors by calendar quarter or 12 by month; empty = none."""
    trend_per_year: Annotated[Number, Field()] = parameter(0.0)
    """Growth of the rate a year, compounded: 0.1 = +10 %."""
    segments: dict[str, Annotated[float, Field(gt=0)]] = {}
    """Share of each segment, in proportion; empty = the first segment only."""
    enters: str | None = None
    """Stage in which its leads start; default: the pipeline's entry."""
    log_odds: dict[str, Number] = {}
    """Added to the log-odds of advancing, by stage."""
    response_exponent: Share = parameter(0.0)
    """How steeply odds fall with the time to the first touch (EVIDENCE 1)."""
    cost_per_lead: NotNegative = parameter(0.0)
    """Marketing money spent for each lead."""

    @field_validator("season")
    @classmethod
    def _quarters_or_months(cls, season: tuple[float, ...]) -> tuple[float, ...]:
        if len(season) not in (0, 4, 12):
            raise ValueError(f"has {len(season)} factors; give 4 (quarters) or 12 (months)")
        return season

    @field_validator("trend_per_year")
    @classmethod
    def _trend_above_minus_one(cls, trend: Number) -> Number:
        if min(trend.value, *(trend.range or (trend.value,))) <= -1:
            raise ValueError("must be above -1 (-100 % a year)")
        return trend


class RepeatBusiness(Frozen):
    """Orders of existing accounts, shared out over the territories of one role.

    The total is the company's: more territories split it, they never create it.
    """

    role: str
    """Whose seats own the territories."""
    per_year: Positive
    """Money of repeat orders in a year when every territory is visited."""
    spread: NotNegative = parameter(0.0)
    """Standard deviation of log territory size."""
    carry_over: Share = parameter(0.0)
    """Share of an account's orders left a year after the last visit (EVIDENCE 15)."""
