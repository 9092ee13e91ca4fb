"""The KPI dictionary: what each figure means, fixed once. docs/reference/kpis.md is this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["money", "count", "share", "days", "hours", "ratio"]
Better = Literal["higher", "lower"]
KPI_UNITS: tuple[Unit, ...] = ("money", "count", "share", "days", "hours", "ratio")
MAIN_KPIS = (
    "leads", "wins", "bookings", "win_rate", "attainment", "reps_at_quota", "utilisation",
    "cycle_days", "profit", "headcount",
)  # fmt: skip
"""The figures that every answer holds."""


@dataclass(frozen=True)
class KpiDefinition:
    """One KPI: name and label, unit, which way is better, and how it is counted.

    `better` is None where neither way is. A KPI without a `denominator` is a plain sum or
    average. `least` and `most` are what it can possibly be; None for no bound.
    """

    name: str
    label: str
    unit: Unit
    better: Better | None
    definition: str
    numerator: str
    denominator: str
    clock: str
    censoring: str
    least: float | None = 0.0
    most: float | None = None


_SPAN = "events of the measured weeks"
_CLOSE = "by the date on which the deal closes"
_HOURS = "working hours of the measured weeks"
_END = "the last moment of the last week"
_NOTHING = "none; everything counted has happened"
_OPEN_OUT = (
    "open deals are in neither part; while the pipeline still fills, losses come sooner than "
    "wins and it reads low"
)

_FUNNEL = (
    KpiDefinition(
        "leads", "Leads", "count", None, "Leads that arrived from sources or were made by reps.",
        "leads created", "", _SPAN, "none; deals that were open at the start are not leads of the span",
    ),
    KpiDefinition(
        "opportunities", "Opportunities", "count", "higher",
        "Deals that reached the stage named as `pipeline.opportunity` for the first time; every lead if "
        "none is named.",
        "first entries into the opportunity stage", "", _SPAN,
        "deals that are still before that stage may yet become opportunities",
    ),
    KpiDefinition(
        "wins", "Wins", "count", "higher", "Deals won.", "deals won", "", _CLOSE,
        "open deals may yet be won; those won in the span may have arrived before it",
    ),
    KpiDefinition(
        "losses", "Losses", "count", None, "Deals lost, for whatever reason.", "deals lost", "", _CLOSE,
        "open deals may yet be lost",
    ),
    KpiDefinition(
        "win_rate", "Win rate", "share", "higher", "Share of closed deals that were won.",
        "deals won", "deals won + deals lost", _CLOSE, _OPEN_OUT, most=1.0,
    ),
    KpiDefinition(
        "opportunity_win_rate", "Win rate of opportunities", "share", "higher",
        "Share of closed opportunities that were won.",
        "deals won", "deals won + deals lost in the opportunity stage or a stage that follows it", _CLOSE,
        _OPEN_OUT + "; a deal that went back before the opportunity stage and was lost there is not counted",
        most=1.0,
    ),
    KpiDefinition(
        "deal_size", "Size of a won deal", "money", "higher", "Average money booked by a deal won.",
        "money of deals won, without repeat orders", "deals won", _CLOSE, "undefined without a win",
    ),
    KpiDefinition(
        "cycle_days", "Sales cycle", "days", "lower",
        "Average calendar days from arrival (from first entering the opportunity stage, if one is "
        "named) to won.",
        "calendar days of the deals won", "deals won", _CLOSE,
        "deals still open are not in it: in a short span, or one that starts empty, only quick deals "
        "have had time "
        "to be won and it reads low; undefined without a win",
    ),
    KpiDefinition(
        "response_hours", "Time to first touch", "hours", "lower",
        "Average working hours that a new lead waited for its first touch.",
        "working hours from arrival to the first touch", "first touches", "when the first touch starts",
        "leads still waiting, and those that went cold untouched, are not in it, so a long queue reads low",
    ),
    KpiDefinition(
        "touches", "Touches", "count", None,
        "Touches (calls, meetings, mails) that ended, without hand-offs.",
        "touches ended", "", _SPAN, "a touch that is running at the end is not counted",
    ),
)  # fmt: skip

_TEAM = (
    KpiDefinition(
        "bookings", "Bookings", "money", "higher", "Money booked: deals won and repeat orders.",
        "money of deals won + repeat orders", "", _CLOSE, "the value of open deals is not in it",
    ),
    KpiDefinition(
        "orders", "Repeat orders", "money", "higher",
        "The part of bookings that repeat orders of accounts made.",
        "repeat orders", "", _SPAN, _NOTHING,
    ),
    KpiDefinition(
        "attainment", "Attainment", "share", "higher",
        "Bookings as a share of the quota of all seats, vacant ones included.",
        "bookings", "quota of all seats, by the time that each was open", _CLOSE,
        "undefined where no seat carries a quota", most=None,
    ),
    KpiDefinition(
        "reps_at_quota", "Reps at quota", "share", "higher",
        "Share of reps employed for a whole period who booked at least their quota of that period.",
        "seats and periods with bookings of at least the quota",
        "seats with quota and periods in which the same person held the seat throughout",
        "each reporting period",
        "who joined or left within a period is not counted in it; undefined if nobody stayed a whole period",
        most=1.0,
    ),
    KpiDefinition(
        "utilisation", "Utilisation", "share", None,
        "Share of deal-work hours that present reps used.",
        "effort of touches and hand-offs (the done part of running ones) + prospecting + account hours",
        "deal-work hours of present reps", _HOURS,
        "none; a touch started before a break may spill over, so a week can be slightly above 100 %",
    ),
    KpiDefinition(
        "headcount", "Headcount", "count", None, "Average number of filled seats, of all roles.",
        "filled hours", "hours of the span", _HOURS, _NOTHING,
    ),
    KpiDefinition(
        "ramping_reps", "Reps in ramp", "count", None,
        "Average number of reps with more than a tenth of the newcomer's gap still open.",
        "hours of reps in ramp", "hours of the span", _HOURS, _NOTHING,
    ),
    KpiDefinition(
        "attrition", "Attrition", "share", "lower",
        "Leavings per filled seat and year (52 weeks); may exceed 100 %.",
        "reps who left", "filled years", _SPAN, "undefined if no seat was ever filled",
    ),
    KpiDefinition(
        "coverage", "Pipeline coverage", "ratio", None,
        "Average value of open deals, at full price, over the quota of one period.",
        "value of open deals, averaged over the week ends",
        "quota of all seats for one period (month 52/12 weeks, quarter 13, year 52) at the span's average",
        "each week's end",
        "open deals count in full, however unlikely; undefined where no seat carries a quota",
    ),
    KpiDefinition(
        "velocity", "Sales velocity", "money", "higher",
        "Money a calendar day that the pipeline earns by the textbook formula: open opportunities × "
        "their win rate "
        "× size of a won deal / sales cycle.",
        "average open opportunities × opportunity_win_rate × deal_size", "cycle_days", "the whole span",
        "takes over what censoring does to its parts; undefined without a win",
    ),
)  # fmt: skip

_PIPELINE = (
    KpiDefinition(
        "open_deals", "Open deals", "count", None, "Deals open at the end.", "open deals", "", _END, _NOTHING,
    ),
    KpiDefinition(
        "open_value", "Open pipeline", "money", None,
        "Value of the deals open at the end, at full price.",
        "value of open deals", "", _END, "open deals count in full, however unlikely",
    ),
    KpiDefinition(
        "open_age_days", "Age of open deals", "days", "lower",
        "Average calendar days since the deals open at the end were created.",
        "calendar days since creation", "open deals", _END,
        "an open deal's age is only a part of its life; undefined without an open deal",
    ),
)  # fmt: skip

_MONEY = (
    KpiDefinition(
        "margin", "Gross margin", "money", "higher", "Bookings less the cost of what is sold.",
        "gross margin × bookings", "", _CLOSE, "the value of open deals is not in it",
    ),
    KpiDefinition(
        "pay", "Pay of reps", "money", "lower", "Base pay while seats are filled, and commission.",
        "base pay + commission", "", _HOURS, "commission is settled at each period's end",
    ),
    KpiDefinition(
        "marketing", "Cost of leads", "money", "lower", "Money spent on the leads that arrived.",
        "cost of leads", "", _SPAN, "paid on arrival, whenever the lead closes",
    ),
    KpiDefinition(
        "hiring", "Cost of hiring", "money", "lower", "Direct cost of the reps who joined.",
        "cost of hires", "", _SPAN, "paid on the first day; a search under way costs nothing yet",
    ),
    KpiDefinition(
        "cost", "Cost of sales", "money", "lower", "All that selling costs.",
        "pay + marketing + hiring + pay of the manager", "", _SPAN, _NOTHING,
    ),
    KpiDefinition(
        "profit", "Profit", "money", "higher",
        "Margin less the cost of sales, plus what open deals and new customers are worth.",
        "margin − cost + pipeline weight × (expected margin of open deals at the end − at the start) "
        "+ customer value × wins",
        "", "the whole span",
        "open deals count with their margin × chance to win from their stage, effects neutral: this part is "
        "expected, not booked; a run says so where it is more than 10 % of profit", least=None,
    ),
)  # fmt: skip

KPIS: dict[str, KpiDefinition] = {kpi.name: kpi for kpi in (*_FUNNEL, *_TEAM, *_PIPELINE, *_MONEY)}
"""Every KPI of a whole run, by name."""
