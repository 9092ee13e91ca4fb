"""KPIs by stage, source, rep, team and period: row name -> KPI -> value of each replication."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simsales.engine import layout as lo
from simsales.engine.totals import Names, Totals
from simsales.measure.span import Span, at_quota, held, periods, ratio
from simsales.measure.values import LOSSES, Values, flow_values, utilisation
from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]
RowValues = dict[str, Values]
NO_TEAM = "no team"
_DAYS_PER_WEEK = 7.0


def stage_values(span: Span, names: Names) -> RowValues:
    """By stage; each KPI has shape (n,)."""
    return {name: _stage(span, span.stage[:, i]) for i, name in enumerate(names.stages)}


def _stage(span: Span, row: Floats) -> Values:
    lost = row[:, LOSSES].sum(axis=1)
    exits = row[:, lo.G_ADVANCED] + row[:, lo.G_WENT_BACK] + lost
    return {
        "entered": row[:, lo.G_ENTERED],
        "advanced": row[:, lo.G_ADVANCED],
        "went_back": row[:, lo.G_WENT_BACK],
        "losses": lost,
        "conversion": ratio(row[:, lo.G_ADVANCED], exits),
        "touches": row[:, lo.G_TOUCHES],
        "effort_hours": row[:, lo.G_EFFORT],
        "queue_hours": ratio(row[:, lo.G_QUEUE], row[:, lo.G_TOUCHES]),
        "stage_days": ratio(row[:, lo.G_STAGE_HOURS], exits) / span.hours_per_week * _DAYS_PER_WEEK,
        "open_deals": row[:, lo.G_OPEN_HOURS] / span.hours,
        "lost_competitor": row[:, lo.G_COMPETITOR],
        "lost_no_decision": row[:, lo.G_NO_DECISION],
        "lost_price": row[:, lo.G_PRICE],
        "lost_product_gap": row[:, lo.G_PRODUCT_GAP],
        "lost_cold": row[:, lo.G_COLD],
        "lost_hand_over": row[:, lo.G_HAND_OVER],
    }


def source_values(span: Span, names: Names) -> RowValues:
    """By source; each KPI has shape (n,). Open deals of the start without a source count to the first."""
    return {name: _source(span.source[:, i]) for i, name in enumerate(names.sources)}


def _source(row: Floats) -> Values:
    won, lost, cost = row[:, lo.S_WON], row[:, lo.S_LOST], row[:, lo.S_COST]
    return {
        "leads": row[:, lo.S_LEADS],
        "opportunities": row[:, lo.S_OPPORTUNITIES],
        "wins": won,
        "losses": lost,
        "win_rate": ratio(won, won + lost),
        "bookings": row[:, lo.S_BOOKINGS],
        "deal_size": ratio(row[:, lo.S_BOOKINGS], won),
        "cycle_days": ratio(row[:, lo.S_CYCLE_DAYS], won),
        "lead_cost": cost,
        "cost_per_win": ratio(cost, won),
    }


def rep_values(totals: Totals, span: Span, names: Names, scenario: Scenario) -> RowValues:
    """By seat; each KPI has shape (n,)."""
    rows = [[i] for i in range(len(names.seats))]
    return _seat_groups(totals, span, names, scenario, unique(names.seats), rows)


def team_values(totals: Totals, span: Span, names: Names, scenario: Scenario) -> RowValues:
    """By team, seats summed; empty when no team is named. Seats without one come last."""
    teams = list(dict.fromkeys(team for team in names.seat_teams if team))
    if not teams:
        return {}
    groups = [[i for i, team in enumerate(names.seat_teams) if team == wanted] for wanted in [*teams, ""]]
    labels = [*teams, NO_TEAM]
    kept = [(label, group) for label, group in zip(labels, groups, strict=True) if group]
    return _seat_groups(totals, span, names, scenario, [label for label, _ in kept], [g for _, g in kept])


def _seat_groups(
    totals: Totals, span: Span, names: Names, scenario: Scenario,
    labels: Sequence[str], groups: Sequence[list[int]],
) -> RowValues:  # fmt: skip
    stayed = held(totals.seat, names.period_weeks, scenario)
    made = stayed & at_quota(totals.seat)
    rows: RowValues = {}
    for label, group in zip(labels, groups, strict=True):
        rows[label] = _seat(span, span.seat[:, group].sum(axis=1))
        rows[label]["reps_at_quota"] = ratio(
            made[:, :, group].sum(axis=(1, 2)).astype(float),
            stayed[:, :, group].sum(axis=(1, 2)).astype(float),
        )
    return rows


def _seat(span: Span, row: Floats) -> Values:
    won, lost, filled = row[:, lo.R_WON], row[:, lo.R_LOST], row[:, lo.R_FILLED]
    return {
        "leads": row[:, lo.R_LEADS],
        "leads_made": row[:, lo.R_LEADS_MADE],
        "wins": won,
        "losses": lost,
        "win_rate": ratio(won, won + lost),
        "bookings": row[:, lo.R_BOOKINGS],
        "orders": row[:, lo.R_ORDERS],
        "attainment": ratio(row[:, lo.R_BOOKINGS], row[:, lo.R_QUOTA]),
        "utilisation": utilisation(row),
        "cycle_days": ratio(row[:, lo.R_CYCLE_DAYS], won),
        "response_hours": ratio(row[:, lo.R_RESPONSE_HOURS], row[:, lo.R_RESPONSES]),
        "touches": row[:, lo.R_TOUCHES],
        "headcount": filled / span.hours,
        "filled": ratio(filled, filled + row[:, lo.R_VACANT]),
        "joined": row[:, lo.R_JOINED],
        "left": row[:, lo.R_LEFT],
    }


def period_values(totals: Totals, names: Names, scenario: Scenario) -> RowValues:
    """By reporting period; each KPI has shape (n,). Open deals and their value are those at its end."""
    ends = np.cumsum(names.period_weeks) - 1
    rows: RowValues = {}
    for name, span, end in zip(names.periods, periods(totals, names, scenario), ends.tolist(), strict=True):
        rows[name] = flow_values(span)
        rows[name]["open_deals"] = totals.week[:, end, lo.W_OPEN_DEALS]
        rows[name]["open_value"] = totals.week[:, end, lo.W_OPEN_VALUE]
    return rows


def unique(names: Sequence[str]) -> list[str]:
    """The names, a later double told apart by its number.

    >>> unique(["Ann", "Bob", "Ann"])
    ['Ann', 'Bob', 'Ann (3)']
    """
    seen: set[str] = set()
    out = []
    for number, name in enumerate(names, start=1):
        while name in seen:
            name = f"{name} ({number})"
        seen.add(name)
        out.append(name)
    return out
