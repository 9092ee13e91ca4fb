"""A company small enough to count by hand: two replications of four weeks, two months."""

from __future__ import annotations

import numpy as np

from simsales.engine import layout as lo
from simsales.engine.totals import Names, Totals
from simsales.model.scenario import Scenario

SCENARIO = Scenario.model_validate(
    {
        "name": "by_hand",
        "calendar": {"weeks": 4, "period": "month", "hours_per_week": 40},
        "segments": {"all": {"deal_size": 1000}},
        "sources": {"web": {"leads_per_week": 5, "cost_per_lead": 10}, "fair": {}},
        "pipeline": {
            "opportunity": "offer",
            "stages": {"talk": {"advance": 0.5}, "offer": {"advance": 0.5, "back": {"talk": 0.1}}},
        },
        "roles": {
            "ae": {"headcount": {"east": 1, "west": 1}, "quota_per_year": 13000},
            "sdr": {"headcount": 1},
        },
        "money": {"gross_margin": 0.8, "target_per_year": 26000},
    }
)
NAMES = Names(
    sources=("web", "fair"),
    stages=("talk", "offer"),
    seats=("ae 1", "ae 2", "sdr 1"),
    seat_roles=("ae", "ae", "sdr"),
    seat_teams=("east", "west", ""),
    stage_roles=("ae", "ae"),
    periods=("2026-01", "2026-02"),
    period_weeks=(2, 2),
    streams=("web", "fair", "ae 1", "ae 2", "sdr 1", "initial"),
)


def totals() -> Totals:
    """Replication 0 is counted by hand; in replication 1 nothing ever happens."""
    week = np.zeros((2, 4, len(lo.WEEK)))
    source = np.zeros((2, 2, 2, len(lo.SOURCE)))
    stage = np.zeros((2, 2, 2, len(lo.STAGE)))
    seat = np.zeros((2, 2, 3, len(lo.SEAT)))
    end = np.zeros((2, len(lo.END)))
    _weeks(week[0])
    _sources(source[0])
    _stages(stage[0])
    _seats(seat[0])
    _end(end[0])
    return Totals(np.array([0, 1]), week, source, stage, seat, end)


def _weeks(week: np.ndarray) -> None:
    week[:, lo.W_LEADS] = 6, 6, 4, 4
    week[:, lo.W_OPPORTUNITIES] = 3, 2, 3, 0
    week[:, lo.W_WON] = 0, 1, 1, 2
    week[:, lo.W_LOST] = 2, 2, 4, 4
    week[:, lo.W_BOOKINGS] = 50, 1050, 650, 1450
    week[:, lo.W_ORDERS] = 50, 50, 50, 50
    week[:, lo.W_EFFORT] = 40, 50, 45, 45
    week[:, lo.W_DEAL_WORK] = 60, 60, 60, 60
    week[:, lo.W_FILLED] = 120, 120, 80, 120
    week[:, lo.W_OPEN_DEALS] = 9, 12, 11, 9
    week[:, lo.W_OPEN_VALUE] = 4000, 5000, 3000, 4000
    week[:, lo.W_JOINED] = 0, 0, 0, 1
    week[:, lo.W_LEFT] = 0, 0, 1, 0
    week[:, lo.W_RAMPING] = 0, 0, 0, 40


def _sources(source: np.ndarray) -> None:
    source[:, 0, lo.S_LEADS] = 10, 6
    source[:, 1, lo.S_LEADS] = 2, 2
    source[:, 0, lo.S_OPPORTUNITIES] = 5, 3
    source[:, 0, lo.S_WON] = 1, 3
    source[:, 0, lo.S_LOST] = 2, 6
    source[:, 1, lo.S_LOST] = 2, 2
    source[:, 0, lo.S_BOOKINGS] = 1000, 2000
    source[:, 0, lo.S_CYCLE_DAYS] = 10, 50
    source[:, 0, lo.S_COST] = 100, 60


def _stages(stage: np.ndarray) -> None:
    talk, offer = stage[:, 0], stage[:, 1]
    talk[:, lo.G_ENTERED] = 13, 8
    talk[:, lo.G_ADVANCED] = 5, 3
    talk[:, lo.G_NO_DECISION] = 3, 5
    talk[:, lo.G_COLD] = 1, 1
    talk[:, lo.G_TOUCHES] = 10, 10
    talk[:, lo.G_QUEUE] = 30, 50
    talk[:, lo.G_STAGE_HOURS] = 90, 270
    talk[:, lo.G_OPEN_HOURS] = 320, 480
    offer[:, lo.G_ENTERED] = 5, 3
    offer[:, lo.G_ADVANCED] = 1, 3
    offer[:, lo.G_WENT_BACK] = 1, 0
    offer[:, lo.G_PRICE] = 0, 2
    offer[:, lo.G_TOUCHES] = 4, 6
    offer[:, lo.G_QUEUE] = 2, 3
    offer[:, lo.G_OPEN_HOURS] = 80, 240


def _seats(seat: np.ndarray) -> None:
    one, two, sdr = seat[:, 0], seat[:, 1], seat[:, 2]
    for ae in (one, two):
        ae[:, lo.R_QUOTA] = 500, 500
        ae[:, lo.R_DEAL_WORK] = 48, 48
        ae[:, lo.R_EFFORT] = 30, 24
        ae[:, lo.R_ACCOUNT] = 6, 6
        ae[:, lo.R_BASE_PAY] = 200, 200
    one[:, lo.R_FILLED] = 80, 80
    two[:, lo.R_FILLED] = 80, 40
    two[:, lo.R_VACANT] = 0, 40
    two[:, lo.R_JOINED] = 0, 1
    two[:, lo.R_LEFT] = 0, 1
    two[:, lo.R_HIRE_COST] = 0, 300
    sdr[:, lo.R_FILLED] = 80, 80
    sdr[:, lo.R_DEAL_WORK] = 24, 24
    sdr[:, lo.R_PROSPECTING] = 24, 12
    sdr[:, lo.R_LEADS_MADE] = 2, 2
    one[:, lo.R_BOOKINGS] = 1100, 400
    two[:, lo.R_BOOKINGS] = 0, 1700
    one[:, lo.R_ORDERS] = 100, 100
    one[:, lo.R_COMMISSION] = 70, 0
    one[:, lo.R_WON] = 1, 1
    two[:, lo.R_WON] = 0, 2
    two[:, lo.R_LOST] = 4, 8
    one[:, lo.R_CYCLE_DAYS] = 10, 5
    one[:, lo.R_RESPONSES] = 6, 4
    one[:, lo.R_RESPONSE_HOURS] = 12, 18


def _end(end: np.ndarray) -> None:
    end[lo.E_EVENTS] = 500
    end[lo.E_OPEN_AT_START] = 5
    end[lo.E_OPEN_AT_END] = 9
    end[lo.E_OPEN_VALUE] = 4000
    end[lo.E_OPEN_AGE] = 11
    end[lo.E_MARGIN_AT_START] = 600
    end[lo.E_MARGIN_AT_END] = 1000
    end[lo.E_GROSS_MARGIN] = 0.8
    end[lo.E_MANAGER_COST] = 5200
    end[lo.E_PIPELINE_WEIGHT] = 0.5
    end[lo.E_CUSTOMER_VALUE] = 25
