"""KPIs of each replication, as the dictionary defines them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout as lo
from simsales.engine.totals import Names, Totals
from simsales.measure.kpis import KPIS
from simsales.measure.span import WEEKS_PER_YEAR, Span, ratio, whole
from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]
Values = dict[str, Floats]
LOSSES = slice(lo.G_COMPETITOR, lo.G_HAND_OVER + 1)


def kpi_values(totals: Totals, names: Names, scenario: Scenario) -> Values:
    """Every KPI of the dictionary, each of shape (n,); nan where it is undefined."""
    span = whole(totals, names, scenario)
    values = flow_values(span) | _values_at_the_end(span) | {"profit": profit_parts(span)["profit"]}
    return {name: values[name] for name in KPIS}


def flow_values(span: Span) -> Values:
    """The KPIs that a span of any length has: all but those of its last moment, and profit."""
    return _funnel_values(span) | _team_values(span) | cost_values(span)


def _funnel_values(span: Span) -> Values:
    week, won = span.week, span.week[:, lo.W_WON]
    later = span.stage[:, list(span.after_opportunity), LOSSES].sum(axis=(1, 2))
    seats = span.seat
    return {
        "leads": week[:, lo.W_LEADS],
        "opportunities": week[:, lo.W_OPPORTUNITIES],
        "wins": won,
        "losses": week[:, lo.W_LOST],
        "win_rate": ratio(won, won + week[:, lo.W_LOST]),
        "opportunity_win_rate": ratio(won, won + later),
        "deal_size": ratio(week[:, lo.W_BOOKINGS] - week[:, lo.W_ORDERS], won),
        "cycle_days": ratio(span.source[:, :, lo.S_CYCLE_DAYS].sum(axis=1), won),
        "response_hours": ratio(
            seats[:, :, lo.R_RESPONSE_HOURS].sum(axis=1), seats[:, :, lo.R_RESPONSES].sum(axis=1)
        ),
        "touches": span.stage[:, :, lo.G_TOUCHES].sum(axis=1),
    }


def _team_values(span: Span) -> Values:
    week, quota = span.week, span.seat[:, :, lo.R_QUOTA].sum(axis=1)
    return {
        "bookings": week[:, lo.W_BOOKINGS],
        "orders": week[:, lo.W_ORDERS],
        "attainment": ratio(week[:, lo.W_BOOKINGS], quota),
        "reps_at_quota": ratio(span.at_quota, span.stayed),
        "utilisation": utilisation(span.seat.sum(axis=1)),
        "headcount": week[:, lo.W_FILLED] / span.hours,
        "ramping_reps": week[:, lo.W_RAMPING] / span.hours,
        "attrition": ratio(week[:, lo.W_LEFT], week[:, lo.W_FILLED] / span.hours_per_week / WEEKS_PER_YEAR),
        "coverage": ratio(span.open_value, quota * (span.period_weeks / span.weeks)),
        "velocity": _velocity(span),
    }


def _velocity(span: Span) -> Floats:
    """Open opportunities × their win rate × size of a won deal / cycle, in money a calendar day."""
    funnel = _funnel_values(span)
    deals = span.stage[:, list(span.after_opportunity), lo.G_OPEN_HOURS].sum(axis=1) / span.hours
    return ratio(deals * funnel["opportunity_win_rate"] * funnel["deal_size"], funnel["cycle_days"])


def utilisation(seat: Floats) -> Floats:
    """Hours used over deal-work hours; `seat` has shape (..., SEAT)."""
    used = seat[..., lo.R_EFFORT] + seat[..., lo.R_PROSPECTING] + seat[..., lo.R_ACCOUNT]
    return ratio(used, seat[..., lo.R_DEAL_WORK])


def cost_values(span: Span) -> Values:
    """Margin and what selling costs."""
    seat = span.seat.sum(axis=1)
    pay = seat[:, lo.R_BASE_PAY] + seat[:, lo.R_COMMISSION]
    marketing = span.source[:, :, lo.S_COST].sum(axis=1)
    hiring = seat[:, lo.R_HIRE_COST]
    return {
        "margin": span.end[:, lo.E_GROSS_MARGIN] * span.week[:, lo.W_BOOKINGS],
        "pay": pay,
        "marketing": marketing,
        "hiring": hiring,
        "cost": pay + marketing + hiring + _manager(span),
    }


def _manager(span: Span) -> Floats:
    return span.end[:, lo.E_MANAGER_COST] * (span.weeks / WEEKS_PER_YEAR)


def profit_parts(span: Span) -> Values:
    """What profit is the sum of, costs negative, and `profit` itself."""
    money, end = cost_values(span), span.end
    change = end[:, lo.E_MARGIN_AT_END] - end[:, lo.E_MARGIN_AT_START]
    parts = {
        "margin": money["margin"],
        "pay": -money["pay"],
        "marketing": -money["marketing"],
        "hiring": -money["hiring"],
        "manager": -_manager(span),
        "open_pipeline": end[:, lo.E_PIPELINE_WEIGHT] * change,
        "customers": end[:, lo.E_CUSTOMER_VALUE] * span.week[:, lo.W_WON],
    }
    return parts | {"profit": np.sum(list(parts.values()), axis=0)}


def _values_at_the_end(span: Span) -> Values:
    end = span.end
    return {
        "open_deals": end[:, lo.E_OPEN_AT_END],
        "open_value": end[:, lo.E_OPEN_VALUE],
        "open_age_days": np.where(end[:, lo.E_OPEN_AT_END] > 0, end[:, lo.E_OPEN_AGE], np.nan),
    }


def week_values(totals: Totals, scenario: Scenario) -> Values:
    """Series by measured week, each of shape (n, weeks)."""
    week = totals.week
    booked = week[:, :, lo.W_BOOKINGS]
    return {
        "bookings_cumulative": np.cumsum(booked, axis=1),
        "bookings": booked.copy(),
        "utilisation": ratio(week[:, :, lo.W_EFFORT], week[:, :, lo.W_DEAL_WORK]),
        "open_deals": week[:, :, lo.W_OPEN_DEALS].copy(),
        "headcount": week[:, :, lo.W_FILLED] / float(scenario.calendar.hours_per_week),
    }
