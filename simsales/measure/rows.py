"""KPIs that only rows have: stages, sources, reps, teams. The others are those of `measure.kpis`."""

from __future__ import annotations

from simsales.measure.kpis import KPIS, KpiDefinition

_WEEKS = "events of the measured weeks"


def _count(name: str, label: str, definition: str) -> KpiDefinition:
    return KpiDefinition(name, label, "count", None, definition, definition, "", _WEEKS, "none")


_STAGE = (
    _count("entered", "Entered", "times that a deal entered the stage; a deal that comes back counts again"),
    _count("advanced", "Advanced", "deals that moved on, or were won"),
    _count("went_back", "Went back", "deals that went back to an earlier stage"),
    KpiDefinition(
        "conversion", "Conversion", "share", "higher", "Share of the deals leaving the stage that moved on.",
        "deals that advanced", "deals that advanced, went back or were lost", "by the date of leaving",
        "deals still in the stage are in neither part", most=1.0,
    ),
    KpiDefinition(
        "effort_hours", "Effort", "hours", None, "Hours of work in the stage.",
        "effort of touches, with the done part of running ones", "", "working hours of the measured weeks",
        "none",
    ),
    KpiDefinition(
        "queue_hours", "Wait for the rep", "hours", "lower", "Average hours that a touch waited for its rep.",
        "working hours from ready to started", "touches that ended", "when the touch starts",
        "touches still waiting are not in it, so a long queue reads low",
    ),
    KpiDefinition(
        "stage_days", "Time in stage", "days", "lower",
        "Average calendar days that a deal spent in the stage.",
        "calendar days in the stage", "deals that advanced, went back or were lost", "by the date of leaving",
        "deals still in the stage are not in it, so a short span reads low",
    ),
    _count("lost_competitor", "Lost to a competitor", "deals lost to a competitor"),
    _count("lost_no_decision", "Lost to no decision", "deals lost because the customer did not decide"),
    _count("lost_price", "Lost on price", "deals lost on price"),
    _count("lost_product_gap", "Lost on the product", "deals lost because the product lacked something"),
    _count("lost_cold", "Gone cold", "deals lost because they waited too long for their rep"),
    _count("lost_hand_over", "Lost at hand-over", "deals lost when their rep left"),
)  # fmt: skip

_SOURCE = (
    KpiDefinition(
        "lead_cost", "Cost of leads", "money", "lower", "Money spent on the source's leads.",
        "cost of leads", "", _WEEKS, "paid on arrival, whenever the lead closes",
    ),
    KpiDefinition(
        "cost_per_win", "Cost per win", "money", "lower", "Money spent on leads for each deal won.",
        "cost of leads", "deals won", _WEEKS,
        "leads still open have cost their money and may yet be won, so it reads high; undefined without "
        "a win",
    ),
)  # fmt: skip

_REP = (
    _count("leads_made", "Leads made", "leads made by prospecting"),
    KpiDefinition(
        "filled", "Filled", "share", "higher", "Share of the time that the seat was filled.",
        "filled hours", "hours since the seat opened", "working hours of the measured weeks", "none",
        most=1.0,
    ),
    _count("joined", "Joined", "reps who joined"),
    _count("left", "Left", "reps who left"),
)  # fmt: skip

ROW_KPIS: dict[str, KpiDefinition] = {kpi.name: kpi for kpi in (*_STAGE, *_SOURCE, *_REP)}
"""KPIs of rows that are not KPIs of the whole, by name."""

_SEAT_KPIS = (
    "leads", "leads_made", "wins", "losses", "win_rate", "bookings", "orders", "attainment", "utilisation",
    "cycle_days", "response_hours", "touches", "headcount", "filled", "joined", "left", "reps_at_quota",
)  # fmt: skip
_NOT_IN_A_PERIOD = ("open_age_days", "profit")

ROWS: dict[str, tuple[str, ...]] = {
    "by_stage": (
        "entered", "advanced", "went_back", "losses", "conversion", "touches", "effort_hours", "queue_hours",
        "stage_days", "open_deals", "lost_competitor", "lost_no_decision", "lost_price", "lost_product_gap",
        "lost_cold", "lost_hand_over",
    ),
    "by_source": (
        "leads", "opportunities", "wins", "losses", "win_rate", "bookings", "deal_size", "cycle_days",
        "lead_cost", "cost_per_win",
    ),
    "by_rep": _SEAT_KPIS,
    "by_team": _SEAT_KPIS,
    "by_period": tuple(name for name in KPIS if name not in _NOT_IN_A_PERIOD),
}  # fmt: skip
"""The KPIs of each kind of row."""

SEEN_BY_ROW = {
    "open_deals": "average over the measured weeks for a stage; at the end of the period for a period",
    "open_value": "at the end of the period",
    "leads": "for a rep or team: deals given to the seat, those passed on by others included",
    "attainment": "for a rep or team: bookings of the seat over its quota, its vacant time included",
    "bookings": "for a source: deals won, without repeat orders",
    "headcount": "for a rep: share of the span in which the seat was filled",
}
"""Where a row's KPI differs from the whole's."""


def definition(name: str) -> KpiDefinition:
    """The dictionary's entry of any KPI, of the whole or of a row; KeyError if there is none."""
    return KPIS.get(name) or ROW_KPIS[name]
