"""Roles, seats and the people in them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from simsales.model.distribution import Distribution, fixed
from simsales.model.frozen import Frozen
from simsales.model.parameter import NotNegative, Number, Positive, Share, most, parameter
from simsales.model.pipeline import Skill

Routing = Literal["round_robin", "least_loaded", "territory", "skill_match", "performance_weighted", "pooled"]
Priority = Literal[
    "first_come", "highest_value", "closest_to_close", "new_leads_first",
    "stale_first", "value_per_hour", "ranks",
]  # fmt: skip


class Channel(Frozen):
    """One way of prospecting: so many tries a week, a chain of chances to a lead."""

    per_week: NotNegative
    """Tries (dials, e-mails) in a week with all prospecting hours."""
    success: Annotated[tuple[Annotated[float, Field(gt=0, le=1)], ...], Field(min_length=1)]
    """Chances in a row, e.g. connect, meeting, held, accepted; their product makes a lead."""


class Prospecting(Frozen):
    """Leads that reps make themselves."""

    hours_per_week: NotNegative
    """Hours of deal-work time kept for it."""
    source: str
    """Source to which its leads are counted; it gives segments and log-odds."""
    hours_per_lead: Positive | None = None
    """Hours for one lead; or give channels."""
    channels: dict[str, Channel] = {}
    """Tries by channel; or give hours_per_lead. Neither: the hours make no leads."""

    @model_validator(mode="after")
    def _one_way(self) -> Prospecting:
        if self.hours_per_lead is not None and self.channels:
            raise ValueError("give hours_per_lead or channels, not both")
        return self

    @property
    def leads_per_hour(self) -> float:
        """Mean leads made in one hour by an average, ramped rep."""
        if self.hours_per_lead is not None:
            return 1.0 / float(self.hours_per_lead)
        made = 0.0
        for channel in self.channels.values():
            product = float(channel.per_week)
            for step in channel.success:
                product *= step
            made += product
        return made / float(self.hours_per_week) if float(self.hours_per_week) else 0.0


class SkillSpread(Frozen):
    """How much people differ and what that does (EVIDENCE 3)."""

    log_odds: NotNegative = parameter(0.0)
    """Shift of a stage's log-odds for one standard deviation of skill."""
    speed: NotNegative = parameter(0.0)
    """Shift of log speed for one standard deviation of a separate speed trait."""
    spread: NotNegative = parameter(1.0)
    """Standard deviation of skill among those hired."""
    correlation: Share = parameter(1.0)
    """Correlation between any two of a person's five skills."""


class Ramp(Frozen):
    """How a new rep becomes productive (EVIDENCE 4)."""

    months: NotNegative
    """Months to 90 % (exponential) or to full (linear) productivity."""
    shape: Literal["exponential", "linear"] = "exponential"
    start_speed: Annotated[Share, Field()] = parameter(0.75)
    """Speed on the first day, 1 = ramped."""
    start_log_odds: Number = parameter(-0.55)
    """Log-odds shift on the first day, 0 = ramped."""

    @field_validator("start_speed")
    @classmethod
    def _moves(cls, speed: Share) -> Share:
        if min(speed.value, *(speed.range or (speed.value,))) < 0.05:
            raise ValueError("must be at least 0.05")
        return speed


class Turnover(Frozen):
    """Leaving and being replaced."""

    per_year: NotNegative
    """Hazard of leaving: expected leavings per filled seat and year (-ln of the share that stays)."""
    weeks_to_fill: Distribution = fixed(0.0)
    """Weeks from leaving to the successor's first day."""
    cost_per_hire: NotNegative = parameter(0.0)
    """Direct cost of filling the seat."""
    refill: bool = True
    """Whether a vacancy is filled again."""


class Pay(Frozen):
    """What a seat costs while filled."""

    base_per_year: NotNegative = parameter(0.0)
    variable_per_year: NotNegative = parameter(0.0)
    """Commission earned at exactly 100 % of quota."""
    accelerator: Annotated[NotNegative, Field()] = parameter(1.0)
    """Factor on the commission rate above quota."""


class Rep(Frozen):
    """A person named in the scenario; fills the role's seats in the order given."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    skill: float | dict[Skill, float] | None = None
    """In standard deviations; one number for all five skills; none = drawn."""
    speed: float | None = None
    """In standard deviations; none = drawn."""
    tenure_months: Annotated[float, Field(ge=0, le=600)] | None = None
    """Months in the seat at the start; none = ramped."""


class Opening(Frozen):
    """Extra seats that open later, with their first holder on the first day."""

    on: date
    count: Annotated[int, Field(ge=1, le=500)] = 1
    team: str | None = None


class Role(Frozen):
    """A kind of seat: how many, how they work, what they owe and cost."""

    headcount: Annotated[int, Field(ge=0, le=5000)] | dict[str, Annotated[int, Field(ge=0, le=5000)]]
    """Seats, or seats by team."""
    openings: tuple[Opening, ...] = ()
    """Seats that open during the run, filled on that day by a newcomer."""
    deal_work_share: Share = parameter(0.6)
    """Share of the week for deals: touches, prospecting, account work (EVIDENCE 2)."""
    account_hours: NotNegative = parameter(0.0)
    """Hours a week for existing accounts."""
    prospecting: Prospecting | None = None
    absence_days_per_year: Annotated[NotNegative, Field()] = parameter(0.0)
    """Working days away in a year of 260; each day is drawn on its own."""
    skill: SkillSpread = SkillSpread()
    ramp: Ramp | None = None
    turnover: Turnover | None = None
    quota_per_year: NotNegative = parameter(0.0)
    """Money to book per seat and 52 weeks; 0 = carries no quota."""
    pay: Pay = Pay()
    routing: Routing = "round_robin"
    """How its new deals find an owner; pooled = whoever is free first takes and keeps it."""
    priority: Priority = "closest_to_close"
    """Which ready deal a free rep takes up first."""
    comfortable_deals: Annotated[NotNegative, Field()] = parameter(0.0)
    """Open deals a rep can juggle without loss; 0 = no limit (EVIDENCE 12)."""
    territory_spread: NotNegative = parameter(0.0)
    """Standard deviation of log territory potential, for territory routing."""
    reps: tuple[Rep, ...] = ()
    """People by name; the other seats get drawn people."""

    @property
    def seats(self) -> int:
        """Number of seats from the start."""
        return self.headcount if isinstance(self.headcount, int) else sum(self.headcount.values())

    @model_validator(mode="after")
    def _hours_fit(self) -> Role:
        if len(self.reps) > self.seats:
            raise ValueError(f"names {len(self.reps)} reps for {self.seats} seats")
        if most(self.absence_days_per_year) >= 260:
            raise ValueError("absence_days_per_year must be below 260")
        return self
