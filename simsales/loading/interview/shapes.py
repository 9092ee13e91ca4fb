"""Three typical companies: what is taken over where an answer says nothing else (EVIDENCE 24)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["small", "medium", "large"]


@dataclass(frozen=True)
class StageShape:
    """One stage of a typical pipeline; hours and days are those of the whole stage."""

    name: str
    advance: float
    effort_hours: float
    wait_days: float
    touches: int
    skill: str = ""


@dataclass(frozen=True)
class Shape:
    """A typical company of one kind."""

    words: str
    stages: tuple[StageShape, ...]
    hand_off_hours: float
    reps: int
    leads_per_rep: float
    """Leads a week for each rep."""
    deal_size: float
    deal_cv: float
    cycle_days: float
    """Calendar days from the first contact to the signature, queues included."""
    survives: float
    """Share of the wins that is left after newcomers, leavers and late answers."""
    pay: float
    base_share: float
    accelerator: float
    leaving_per_year: float
    weeks_to_fill: float
    ramp_months: float
    hire_cost: float
    gross_margin: float
    skill_log_odds: float
    period: str
    response_exponent: float = 0.0
    hours_per_week: float = 40.0
    deal_work_share: float = 0.6
    absence_days: float = 30.0
    kept_hours: float = 0.0
    """Hours a week for prospecting or existing accounts."""
    kept_for: str = ""

    @property
    def win_share(self) -> float:
        """Customers per lead."""
        share = 1.0
        for stage in self.stages:
            share *= stage.advance
        return share

    @property
    def hours_per_win(self) -> float:
        """A rep's hours on a deal that is won, hand-off included."""
        return sum(stage.effort_hours for stage in self.stages) + self.hand_off_hours


SHAPES: dict[Kind, Shape] = {
    "small": Shape(
        words="small businesses: many inbound leads, a few calls, signed within weeks",
        stages=(
            StageShape("lead_work", 0.60, 0.3, 2, 6),
            StageShape("discovery", 0.45, 0.6, 3, 1, "discovery"),
            StageShape("demo", 0.80, 1.5, 5, 1, "demo"),
            StageShape("trial", 0.62, 2.0, 8, 3, "negotiation"),
            StageShape("close", 0.46, 2.0, 10, 3, "closing"),
        ),
        hand_off_hours=1.0, reps=8, leads_per_rep=9.5, deal_size=12_000, deal_cv=0.6,
        cycle_days=35, survives=0.9, pay=95_000, base_share=0.5, accelerator=1.5,
        leaving_per_year=0.35, weeks_to_fill=7, ramp_months=3, hire_cost=18_000,
        gross_margin=0.80, skill_log_odds=0.20, period="month", response_exponent=0.3,
    ),
    "medium": Shape(
        words="mid-size companies: several meetings and people, signed within months",
        stages=(
            StageShape("discovery", 0.75, 1.5, 8, 2, "discovery"),
            StageShape("demo", 0.68, 3.5, 14, 2, "demo"),
            StageShape("evaluation", 0.68, 5.5, 25, 4, "demo"),
            StageShape("proposal", 0.76, 4.0, 16, 2, "negotiation"),
            StageShape("negotiation", 0.77, 5.0, 20, 4, "closing"),
        ),
        hand_off_hours=2.0, reps=8, leads_per_rep=1.3, deal_size=48_000, deal_cv=0.7,
        cycle_days=105, survives=0.88, pay=165_000, base_share=0.5, accelerator=1.7,
        leaving_per_year=0.30, weeks_to_fill=9, ramp_months=6, hire_cost=30_000,
        gross_margin=0.78, skill_log_odds=0.35, period="quarter",
        kept_hours=5.0, kept_for="prospecting for the leads above",
    ),
    "large": Shape(
        words="large or technical projects: visits, quotations, half a year and more",
        stages=(
            StageShape("first_visit", 0.75, 4.0, 20, 2, "discovery"),
            StageShape("site_survey", 0.78, 10.0, 35, 2, "discovery"),
            StageShape("solution", 0.79, 14.0, 55, 4, "demo"),
            StageShape("quotation", 0.74, 12.0, 35, 3, "negotiation"),
            StageShape("negotiation", 0.76, 14.0, 50, 4, "closing"),
        ),
        hand_off_hours=6.0, reps=9, leads_per_rep=0.37, deal_size=180_000, deal_cv=0.9,
        cycle_days=250, survives=0.74, pay=165_000, base_share=0.7, accelerator=1.3,
        leaving_per_year=0.13, weeks_to_fill=18, ramp_months=12, hire_cost=45_000,
        gross_margin=0.35, skill_log_odds=0.40, period="quarter",
        hours_per_week=45.0, deal_work_share=0.556, absence_days=35.0,
        kept_hours=8.0, kept_for="existing accounts",
    ),
}  # fmt: skip
