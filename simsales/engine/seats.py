"""Every state change of a seat: its holder joins, works a week, leaves."""

from __future__ import annotations

from math import exp, inf, sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.engine.layout import (
    REP_JOINED, REP_LEFT, R_ABSENT, R_ACCOUNT, R_BASE_PAY, R_DEAL_WORK, R_FILLED, R_HIRE_COST,
    R_JOINED, R_LEFT, R_PROSPECTING, R_QUOTA, R_RAMPING, R_VACANT, TOUCH_BROKEN_OFF, WEEK_STARTED,
    W_DEAL_WORK, W_EFFORT, W_FILLED, W_JOINED, W_LEFT, W_RAMPING,
)  # fmt: skip
from simsales.engine.recording import record
from simsales.engine.streams import stop_stream
from simsales.engine.tables import H_SEAT_STARTS, SEAT_START_WORDS, Tables, V_SPEED
from simsales.engine.transitions import count_work, drawn
from simsales.engine.world import (
    A_READY, B_STATE, CLOCK_WEEK_ENDS, C_KEY, C_MEASURED, C_PERIOD, C_WEEK, F_CHANGE_AT, F_COUNTED,
    F_GAP, F_JOINED, F_LEAVE_NEED, F_OPENS, F_PIPELINE_HOURS, F_PRESENT, F_RAMP_LOG_ODDS,
    F_RAMP_SPEED, F_SKILL, F_SPEED_TRAIT, F_TOUCH_ENDS, F_VISITED, HAND_OFF_READY, HOURS_PER_WEEK,
    I_DEAL, I_ENTITY, I_FILLED, I_HOLDERS, I_KEY, I_ROLE, Q_FILL_FAMILY, Q_RAMP_SHAPE, Q_REFILL,
    READY, RP_ABSENCE, RP_ACCOUNT, RP_BASE, RP_CORRELATION, RP_DEAL_WORK, RP_FILL, RP_HIRE_COST,
    RP_LEADS_PER_HOUR, RP_LEAVING, RP_PROSPECTING, RP_QUOTA, RP_RAMP_MONTHS, RP_SKILL_LOG_ODDS,
    RP_SPEED, RP_SPREAD, RP_START_LOG_ODDS, RP_START_SPEED, SF_RATE, SKILLS, S_SOURCES, WORKED,
    World, deal_at, role_at, seat_at, seat_total, stream_at, week_total,
)  # fmt: skip
from simsales.rules.draws import ABSENCE, FILL, HOLDER, LEAVE, SKILL, SPEED, draw, entity_key
from simsales.rules.leads import prospecting_factor
from simsales.rules.ramp import ramp_gap, ramp_speed
from simsales.rules.turnover import leaving_hazard
from simsales.rules.variates import normal, unit_exponential
from simsales.rules.workload import WORKING_DAYS_PER_YEAR, absent_days, pipeline_hours
from simsales.rules.house import compiled, compiled_apart

Floats = NDArray[np.float64]
PROSPECTING_SKILL = 0
RAMPED_GAP = 0.1
"""A rep counts as ramping while more than this share of the newcomer's gap is open."""


# --- people -----------------------------------------------------------------------------


@compiled_apart
def join(w: World, t: Tables, log: Floats, seat: int, now: float, hired: bool) -> None:
    """A new holder takes the seat; `hired` is false for those there at the start."""
    desk = seat_at(w, seat)
    count_hours(w, t, seat, now)
    number = w.i[desk + I_HOLDERS]
    w.i[desk + I_HOLDERS] = number + 1
    w.i[desk + I_FILLED] = 1
    w.i[desk + I_DEAL] = -1
    key = entity_key(w.i[C_KEY], HOLDER, w.i[desk + I_ENTITY], number)
    w.i[desk + I_KEY] = key
    w.f[desk + F_JOINED] = now
    w.f[desk + F_CHANGE_AT] = inf
    w.f[desk + F_TOUCH_ENDS] = inf
    w.f[desk + F_LEAVE_NEED] = unit_exponential(draw(key, LEAVE, 0, 0, 0))
    role = w.i[desk + I_ROLE]
    draw_traits(w, t, seat, role, key, number)
    if hired:
        period = w.i[C_PERIOD]
        w.f[week_total(w, w.i[C_MEASURED]) + W_JOINED] += 1.0
        w.f[seat_total(w, period, seat) + R_JOINED] += 1.0
        w.f[seat_total(w, period, seat) + R_HIRE_COST] += w.f[role_at(w, role) + RP_HIRE_COST]
    record(w, log, now, REP_JOINED, -1, -1, seat, float(number))
    if hired:
        begin_week(w, t, log, seat, now)


@compiled_apart
def draw_traits(w: World, t: Tables, seat: int, role: int, key: int, number: int) -> None:
    """Five skills with a common part, and a speed; given ones belong to the first holder."""
    desk = seat_at(w, seat)
    terms = role_at(w, role)
    spread, correlation = w.f[terms + RP_SPREAD], w.f[terms + RP_CORRELATION]
    common = normal(draw(key, SKILL, 0, 0, 0))
    for skill in range(SKILLS):
        own = normal(draw(key, SKILL, 1 + skill, 0, 0)) if correlation < 1.0 else 0.0
        theta = spread * (sqrt(correlation) * common + sqrt(1.0 - correlation) * own)
        given = t.f[t.i[H_SEAT_STARTS] + seat * SEAT_START_WORDS + skill]
        w.f[desk + F_SKILL + skill] = given if number == 0 and not np.isnan(given) else theta
    trait = normal(draw(key, SPEED, 0, 0, 0))
    given_speed = t.f[t.i[H_SEAT_STARTS] + seat * SEAT_START_WORDS + V_SPEED]
    if number == 0 and not np.isnan(given_speed):
        trait = given_speed
    w.f[desk + F_SPEED_TRAIT] = exp(w.f[terms + RP_SPEED] * trait)


@compiled
def plan_leaving(w: World, t: Tables, seat: int, now: float) -> float:
    """Delay until the holder leaves if that is this week and not yet planned, else -1."""
    desk = seat_at(w, seat)
    if not w.i[desk + I_FILLED] or w.f[desk + F_CHANGE_AT] != inf:
        return -1.0
    hazard = leaving_hazard(w.f[role_at(w, w.i[desk + I_ROLE]) + RP_LEAVING])
    passing = hazard * (w.f[CLOCK_WEEK_ENDS] - now) / w.f[HOURS_PER_WEEK]
    need = w.f[desk + F_LEAVE_NEED]
    if need >= passing:
        w.f[desk + F_LEAVE_NEED] = need - passing
        return -1.0
    delay = need / hazard * w.f[HOURS_PER_WEEK]
    w.f[desk + F_CHANGE_AT] = now + delay
    return delay


@compiled_apart
def leave(w: World, t: Tables, log: Floats, seat: int, now: float) -> float:
    """The holder leaves; returns the delay to the successor's first day, or -1.

    The engine then passes on the deals whose owner the seat still is.
    """
    desk = seat_at(w, seat)
    count_hours(w, t, seat, now)
    slot = w.i[desk + I_DEAL]
    if slot >= 0:
        count_work(w, log, seat, now, TOUCH_BROKEN_OFF)
        worked = w.i[deal_at(w, slot) + B_STATE] == WORKED
        w.i[deal_at(w, slot) + B_STATE] = READY if worked else HAND_OFF_READY
        w.f[deal_at(w, slot) + A_READY] = now
        w.i[desk + I_DEAL] = -1
    w.i[desk + I_FILLED] = 0
    w.f[desk + F_TOUCH_ENDS] = inf
    w.f[desk + F_PIPELINE_HOURS] = 0.0
    stop_stream(w, t, w.i[S_SOURCES] + seat, now)
    period, role = w.i[C_PERIOD], w.i[desk + I_ROLE]
    w.f[week_total(w, w.i[C_MEASURED]) + W_LEFT] += 1.0
    w.f[seat_total(w, period, seat) + R_LEFT] += 1.0
    record(w, log, now, REP_LEFT, -1, -1, seat, now - w.f[desk + F_JOINED])
    w.f[desk + F_CHANGE_AT] = inf
    if not w.i[role_at(w, role) + Q_REFILL]:
        return -1.0
    weeks = drawn(w, t, role_at(w, role), RP_FILL, Q_FILL_FAMILY, draw(w.i[desk + I_KEY], FILL, 0, 0, 0))
    w.f[desk + F_CHANGE_AT] = now + weeks * w.f[HOURS_PER_WEEK]
    return weeks * w.f[HOURS_PER_WEEK]


# --- a seat's week ------------------------------------------------------------------------


@compiled_apart
def begin_week(w: World, t: Tables, log: Floats, seat: int, now: float) -> None:
    """Ramp, days at work, hours for touches and the rate of own leads, for the rest of the week."""
    desk = seat_at(w, seat)
    if not w.i[desk + I_FILLED]:
        return
    role = w.i[desk + I_ROLE]
    terms = role_at(w, role)
    weeks = (now - w.f[desk + F_JOINED]) / w.f[HOURS_PER_WEEK]
    gap = ramp_gap(weeks, w.f[terms + RP_RAMP_MONTHS], w.i[terms + Q_RAMP_SHAPE])
    w.f[desk + F_GAP] = gap
    w.f[desk + F_RAMP_SPEED] = ramp_speed(gap, w.f[terms + RP_START_SPEED])
    w.f[desk + F_RAMP_LOG_ODDS] = gap * w.f[terms + RP_START_LOG_ODDS]
    u = draw(w.i[desk + I_KEY], ABSENCE, 0, 0, w.i[C_WEEK])
    away = absent_days(u, w.f[terms + RP_ABSENCE] / WORKING_DAYS_PER_YEAR)
    present = 1.0 - away / 5.0
    w.f[desk + F_PRESENT] = present
    prospecting = w.f[terms + RP_PROSPECTING]
    w.f[desk + F_PIPELINE_HOURS] = pipeline_hours(
        w.f[HOURS_PER_WEEK], w.f[terms + RP_DEAL_WORK], prospecting, w.f[terms + RP_ACCOUNT], present
    )
    record(w, log, now, WEEK_STARTED, -1, -1, seat, w.f[desk + F_PIPELINE_HOURS])
    factor = prospecting_factor(
        w.f[desk + F_RAMP_SPEED], w.f[terms + RP_SKILL_LOG_ODDS], w.f[desk + F_SKILL + PROSPECTING_SKILL]
    )
    rate = prospecting * present * w.f[terms + RP_LEADS_PER_HOUR] * factor
    w.f[stream_at(w, w.i[S_SOURCES] + seat) + SF_RATE] = rate


@compiled_apart
def count_hours(w: World, t: Tables, seat: int, now: float) -> None:
    """Count the seat's hours, pay and quota since they were last counted."""
    desk = seat_at(w, seat)
    since = w.f[desk + F_COUNTED]
    if since < w.f[desk + F_OPENS]:
        since = w.f[desk + F_OPENS]
    hours = now - since
    if hours <= 0.0:
        return
    w.f[desk + F_COUNTED] = now
    period, week, role = w.i[C_PERIOD], w.i[C_MEASURED], w.i[desk + I_ROLE]
    year = hours / w.f[HOURS_PER_WEEK] / 52.0
    w.f[seat_total(w, period, seat) + R_QUOTA] += w.f[role_at(w, role) + RP_QUOTA] * year
    if not w.i[desk + I_FILLED]:
        w.f[seat_total(w, period, seat) + R_VACANT] += hours
        return
    present = w.f[desk + F_PRESENT]
    part = hours / w.f[HOURS_PER_WEEK] * present
    deal_work = w.f[role_at(w, role) + RP_DEAL_WORK] * hours * present
    w.f[seat_total(w, period, seat) + R_FILLED] += hours
    w.f[seat_total(w, period, seat) + R_ABSENT] += hours * (1.0 - present)
    w.f[seat_total(w, period, seat) + R_DEAL_WORK] += deal_work
    w.f[seat_total(w, period, seat) + R_PROSPECTING] += w.f[role_at(w, role) + RP_PROSPECTING] * part
    w.f[seat_total(w, period, seat) + R_ACCOUNT] += w.f[role_at(w, role) + RP_ACCOUNT] * part
    w.f[seat_total(w, period, seat) + R_BASE_PAY] += w.f[role_at(w, role) + RP_BASE] * year
    w.f[week_total(w, week) + W_FILLED] += hours
    w.f[week_total(w, week) + W_DEAL_WORK] += deal_work
    w.f[week_total(w, week) + W_EFFORT] += (
        w.f[role_at(w, role) + RP_PROSPECTING] + w.f[role_at(w, role) + RP_ACCOUNT]
    ) * part
    w.f[desk + F_VISITED] += hours / w.f[HOURS_PER_WEEK]
    if w.f[desk + F_GAP] > RAMPED_GAP:
        w.f[seat_total(w, period, seat) + R_RAMPING] += hours
        w.f[week_total(w, week) + W_RAMPING] += hours
