"""Names of the columns of every array that the engines share.

The world of one replication is one buffer of int64 words, seen through the views
of `World`; float columns are the same words read as float64. Column numbers are
plain module constants because compiled code needs them as such.
"""

from __future__ import annotations

# --- Totals: what is counted. docs/reference/kpis.md builds on these names. ----------

WEEK = (
    "leads", "opportunities", "won", "lost", "bookings", "orders", "effort_hours",
    "deal_work_hours", "filled_hours", "open_deals", "open_value", "joined", "left",
    "ramping_hours",
)  # fmt: skip
(
    W_LEADS, W_OPPORTUNITIES, W_WON, W_LOST, W_BOOKINGS, W_ORDERS, W_EFFORT,
    W_DEAL_WORK, W_FILLED, W_OPEN_DEALS, W_OPEN_VALUE, W_JOINED, W_LEFT, W_RAMPING,
) = range(len(WEEK))  # fmt: skip

SOURCE = ("leads", "opportunities", "won", "lost", "bookings", "cycle_days", "lead_cost")
S_LEADS, S_OPPORTUNITIES, S_WON, S_LOST, S_BOOKINGS, S_CYCLE_DAYS, S_COST = range(len(SOURCE))

STAGE = (
    "entered", "advanced", "went_back", "lost_competitor", "lost_no_decision", "lost_price",
    "lost_product_gap", "lost_cold", "lost_hand_over", "touches", "effort_hours",
    "queue_hours", "stage_hours", "open_hours",
)  # fmt: skip
(
    G_ENTERED, G_ADVANCED, G_WENT_BACK, G_COMPETITOR, G_NO_DECISION, G_PRICE,
    G_PRODUCT_GAP, G_COLD, G_HAND_OVER, G_TOUCHES, G_EFFORT,
    G_QUEUE, G_STAGE_HOURS, G_OPEN_HOURS,
) = range(len(STAGE))  # fmt: skip

SEAT = (
    "leads", "leads_made", "won", "lost", "bookings", "orders", "cycle_days", "touches",
    "effort_hours", "prospecting_hours", "account_hours", "deal_work_hours", "filled_hours",
    "absent_hours", "vacant_hours", "ramping_hours", "busy_hours", "responses",
    "response_hours", "queue_hours", "quota", "commission", "base_pay", "hire_cost",
    "joined", "left",
)  # fmt: skip
(
    R_LEADS, R_LEADS_MADE, R_WON, R_LOST, R_BOOKINGS, R_ORDERS, R_CYCLE_DAYS, R_TOUCHES,
    R_EFFORT, R_PROSPECTING, R_ACCOUNT, R_DEAL_WORK, R_FILLED,
    R_ABSENT, R_VACANT, R_RAMPING, R_BUSY, R_RESPONSES,
    R_RESPONSE_HOURS, R_QUEUE, R_QUOTA, R_COMMISSION, R_BASE_PAY, R_HIRE_COST,
    R_JOINED, R_LEFT,
) = range(len(SEAT))  # fmt: skip

END = (
    "events", "open_at_start", "open_at_end", "open_value", "open_age_days",
    "pipeline_margin_at_start", "pipeline_margin_at_end", "gross_margin",
    "manager_cost_per_year", "pipeline_weight", "customer_value",
)  # fmt: skip
(
    E_EVENTS, E_OPEN_AT_START, E_OPEN_AT_END, E_OPEN_VALUE, E_OPEN_AGE,
    E_MARGIN_AT_START, E_MARGIN_AT_END, E_GROSS_MARGIN,
    E_MANAGER_COST, E_PIPELINE_WEIGHT, E_CUSTOMER_VALUE,
) = range(len(END))  # fmt: skip

# --- Event log: kinds and the meaning of `value`; docs/reference/events.md is this table. --

EVENTS = {
    "lead_created": "money if the deal is won",
    "deal_assigned": "seat number of the new owner's predecessor, -1 for none",
    "stage_entered": "number of the visit, counting all stages",
    "touch_started": "hours that the deal waited for its rep",
    "touch_ended": "effort hours since the touch was last counted",
    "touch_broken_off": "effort hours since the touch was last counted; lost work",
    "work_counted": "effort hours of a running touch up to this week's end",
    "deal_advanced": "hours in the stage that is left",
    "deal_went_back": "hours in the stage that is left",
    "deal_won": "money booked",
    "deal_lost": "reason: 0 competitor, 1 no decision, 2 price, 3 product gap, 4 cold, 5 hand-over",
    "deal_handed_off": "effort hours of the hand-off since last counted",
    "orders_booked": "money of a territory's repeat orders in the week",
    "rep_joined": "number of the holder of this seat, from 0",
    "rep_left": "hours of tenure",
    "week_started": "pipeline hours of the seat in the week that begins",
}
(
    LEAD_CREATED, DEAL_ASSIGNED, STAGE_ENTERED, TOUCH_STARTED, TOUCH_ENDED, TOUCH_BROKEN_OFF,
    WORK_COUNTED, DEAL_ADVANCED, DEAL_WENT_BACK, DEAL_WON, DEAL_LOST, DEAL_HANDED_OFF,
    ORDERS_BOOKED, REP_JOINED, REP_LEFT, WEEK_STARTED,
) = range(len(EVENTS))  # fmt: skip

LOG = ("time", "kind", "stream", "ordinal", "stage", "seat", "value")
"""Columns of the event log: `time` in working hours from the start of the warm-up;
(`stream`, `ordinal`) name the deal, -1 for none; `stage` and `seat` -1 for none."""
(L_TIME, L_KIND, L_STREAM, L_ORDINAL, L_STAGE, L_SEAT, L_VALUE) = range(len(LOG))

LOST_COLD, LOST_HAND_OVER = 4, 5
