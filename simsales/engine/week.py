"""The week tick: everything slow happens here, in one place that both engines share.

An engine calls `close_week`, lets deals go cold one by one, then `open_week`, then plans
leads and leavings; after the last week it calls `finish` instead of opening another.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from simsales.engine.layout import (
    E_CUSTOMER_VALUE, E_EVENTS, E_GROSS_MARGIN, E_MANAGER_COST, E_MARGIN_AT_END, E_MARGIN_AT_START,
    E_OPEN_AGE, E_OPEN_AT_END, E_OPEN_AT_START, E_OPEN_VALUE, E_PIPELINE_WEIGHT, ORDERS_BOOKED,
    R_BOOKINGS, R_COMMISSION, R_ORDERS, R_QUOTA, WORK_COUNTED, W_BOOKINGS, W_OPEN_DEALS,
    W_OPEN_VALUE, W_ORDERS,
)  # fmt: skip
from simsales.engine.recording import record
from simsales.engine.seats import begin_week, count_hours
from simsales.engine.tables import H_PERIOD_OF_WEEK, H_SEASON, Tables
from simsales.engine.transitions import DAYS_PER_WEEK, count_open, count_work
from simsales.engine.world import (
    A_CREATED, A_VALUE, B_STAGE, B_STATE, CLOCK_WEEK_ENDS, C_EVENTS, C_KEY, C_MEASURED, C_OPEN,
    C_PERIOD, C_USED, C_WARMUP, C_WEEK, F_BOOKED, F_GOODWILL, F_OPENS, F_TERRITORY, F_VISITED,
    HAND_OFF_READY, HOURS_PER_WEEK, I_DEAL, I_ROLE, NO_GOODWILL_YET, P_CARRY_OVER, P_CUSTOMER_VALUE,
    P_GROSS_MARGIN, P_MANAGER_COST, P_PIPELINE_WEIGHT, P_REPEAT_PER_YEAR, READY, RP_ACCELERATOR,
    RP_QUOTA, RP_VARIABLE, SF_RATE, SP_DISPERSION, SP_LEADS, SP_TREND, S_END_ROW, S_QUEUE_HEADS,
    S_SEATS, S_SOURCES, S_STAGES, S_WEEKS, S_WEEK_ROWS, TP_WIN_CHANCE, World, deal_at, role_at,
    seat_at, seat_total, source_at, stage_at, stream_at, week_total,
)  # fmt: skip
from simsales.rules.draws import FACTOR, SOURCE_WEEK, draw, entity_key
from simsales.rules.leads import weekly_rate
from simsales.rules.pay import commission
from simsales.rules.territory import goodwill, weekly_orders
from simsales.rules.house import compiled, compiled_apart

Floats = NDArray[np.float64]


@compiled_apart
def close_week(w: World, t: Tables, log: Floats, now: float) -> None:
    """Count the week that ends, pay commission at a period's end, and move on to the next."""
    for seat in range(w.i[S_SEATS]):
        if w.i[seat_at(w, seat) + I_DEAL] >= 0:
            count_work(w, log, seat, now, WORK_COUNTED)
        count_hours(w, t, seat, now)
    book_orders(w, t, log, now)
    week = w.i[C_MEASURED]
    w.f[week_total(w, week) + W_OPEN_DEALS] = w.i[C_OPEN]
    w.f[week_total(w, week) + W_OPEN_VALUE] = open_value(w)
    measured = w.i[C_WEEK] + 1 - w.i[C_WARMUP]
    if measured > 0:
        last = measured == w.i[S_WEEKS]
        if last or t.i[t.i[H_PERIOD_OF_WEEK] + measured] != w.i[C_PERIOD]:
            close_period(w, now)
        w.i[C_MEASURED] = w.i[S_WEEKS] - 1 if last else measured
        w.i[C_PERIOD] = t.i[t.i[H_PERIOD_OF_WEEK] + w.i[C_MEASURED]]
    w.i[C_WEEK] += 1
    if measured == 0:
        begin_measuring(w, t, now)


@compiled_apart
def close_period(w: World, now: float) -> None:
    """Settle the counts of a period that ends."""
    for stage in range(w.i[S_STAGES]):
        count_open(w, stage, 0, now)
    period = w.i[C_PERIOD]
    for seat in range(w.i[S_SEATS]):
        terms = role_at(w, w.i[seat_at(w, seat) + I_ROLE])
        if w.f[terms + RP_QUOTA] > 0.0:
            rate = w.f[terms + RP_VARIABLE] / w.f[terms + RP_QUOTA]
            total = seat_total(w, period, seat)
            w.f[total + R_COMMISSION] += commission(
                w.f[total + R_BOOKINGS], w.f[total + R_QUOTA], rate, w.f[terms + RP_ACCELERATOR]
            )


@compiled_apart
def begin_measuring(w: World, t: Tables, now: float) -> None:
    """Forget what the warm-up counted; what is open stays open."""
    for stage in range(w.i[S_STAGES]):
        count_open(w, stage, 0, now)
    w.f[w.i[S_WEEK_ROWS] : w.i[S_QUEUE_HEADS]] = 0.0
    w.f[w.i[S_END_ROW] + E_OPEN_AT_START] = w.i[C_OPEN]
    w.f[w.i[S_END_ROW] + E_MARGIN_AT_START] = expected_margin(w, t)


@compiled_apart
def book_orders(w: World, t: Tables, log: Floats, now: float) -> None:
    """Repeat orders of the week, territory by territory; more territories only split them."""
    per_year = w.f[P_REPEAT_PER_YEAR]
    if per_year <= 0.0:
        return
    total = split_territories(w, now)
    for seat in range(w.i[S_SEATS]):
        desk = seat_at(w, seat)
        visited = w.f[desk + F_VISITED]
        w.f[desk + F_VISITED] = 0.0
        if total > 0.0 and w.f[desk + F_OPENS] < now and w.f[desk + F_TERRITORY] > 0.0:
            good = goodwill(w.f[desk + F_GOODWILL], visited, w.f[P_CARRY_OVER])
            w.f[desk + F_GOODWILL] = good
            money = weekly_orders(per_year, w.f[desk + F_TERRITORY] / total, good)
            w.f[week_total(w, w.i[C_MEASURED]) + W_ORDERS] += money
            w.f[week_total(w, w.i[C_MEASURED]) + W_BOOKINGS] += money
            w.f[seat_total(w, w.i[C_PERIOD], seat) + R_ORDERS] += money
            w.f[seat_total(w, w.i[C_PERIOD], seat) + R_BOOKINGS] += money
            w.f[desk + F_BOOKED] += money
            record(w, log, now, ORDERS_BOOKED, -1, -1, seat, money)


@compiled_apart
def split_territories(w: World, now: float) -> float:
    """Size of all open territories; a new one takes over accounts with the mean goodwill of the others."""
    size, good, total = 0.0, 0.0, 0.0
    for seat in range(w.i[S_SEATS]):
        desk = seat_at(w, seat)
        if w.f[desk + F_OPENS] < now:
            total += w.f[desk + F_TERRITORY]
            if w.f[desk + F_GOODWILL] != NO_GOODWILL_YET:
                size += w.f[desk + F_TERRITORY]
                good += w.f[desk + F_TERRITORY] * w.f[desk + F_GOODWILL]
    for seat in range(w.i[S_SEATS]):
        desk = seat_at(w, seat)
        if w.f[desk + F_OPENS] < now and w.f[desk + F_GOODWILL] == NO_GOODWILL_YET:
            w.f[desk + F_GOODWILL] = good / size if size > 0.0 else 1.0
    return total


@compiled_apart
def open_week(w: World, t: Tables, log: Floats, now: float) -> None:
    """Set the rates and hours of the week that begins."""
    w.f[CLOCK_WEEK_ENDS] = now + w.f[HOURS_PER_WEEK]
    week, weeks = w.i[C_WEEK], w.i[C_WARMUP] + w.i[S_WEEKS]
    for source in range(w.i[S_SOURCES]):
        key = entity_key(w.i[C_KEY], SOURCE_WEEK, source, week)
        row = source_at(w, source)
        w.f[stream_at(w, source) + SF_RATE] = weekly_rate(
            w.f[row + SP_LEADS], t.f[t.i[H_SEASON] + source * weeks + week], w.f[row + SP_TREND],
            week - w.i[C_WARMUP], sqrt(w.f[row + SP_DISPERSION]), draw(key, FACTOR, 0, 0, 0),
        )  # fmt: skip
    for seat in range(w.i[S_SEATS]):
        begin_week(w, t, log, seat, now)


@compiled_apart
def finish(w: World, t: Tables, now: float) -> None:
    """What is left at the end of the last week."""
    end = w.i[S_END_ROW]
    w.f[end + E_EVENTS] = w.i[C_EVENTS]
    w.f[end + E_OPEN_AT_END] = w.i[C_OPEN]
    w.f[end + E_OPEN_VALUE] = open_value(w)
    w.f[end + E_MARGIN_AT_END] = expected_margin(w, t)
    w.f[end + E_GROSS_MARGIN] = w.f[P_GROSS_MARGIN]
    w.f[end + E_MANAGER_COST] = w.f[P_MANAGER_COST]
    w.f[end + E_PIPELINE_WEIGHT] = w.f[P_PIPELINE_WEIGHT]
    w.f[end + E_CUSTOMER_VALUE] = w.f[P_CUSTOMER_VALUE]
    age, deals = 0.0, 0
    for slot in range(w.i[C_USED]):
        if is_open(w, slot):
            age += (now - w.f[deal_at(w, slot) + A_CREATED]) / w.f[HOURS_PER_WEEK] * DAYS_PER_WEEK
            deals += 1
    w.f[end + E_OPEN_AGE] = age / deals if deals else np.nan


@compiled
def is_open(w: World, slot: int) -> bool:
    """Whether a slot holds an open deal: neither free nor already won."""
    return READY <= w.i[deal_at(w, slot) + B_STATE] < HAND_OFF_READY


@compiled_apart
def open_value(w: World) -> float:
    """Money of all open deals."""
    value = 0.0
    for slot in range(w.i[C_USED]):
        if is_open(w, slot):
            value += w.f[deal_at(w, slot) + A_VALUE]
    return value


@compiled_apart
def expected_margin(w: World, t: Tables) -> float:
    """Expected margin of the open deals: value × chance to win from the stage × gross margin."""
    money = 0.0
    for slot in range(w.i[C_USED]):
        if is_open(w, slot):
            money += (
                w.f[deal_at(w, slot) + A_VALUE]
                * w.f[stage_at(w, w.i[deal_at(w, slot) + B_STAGE]) + TP_WIN_CHANCE]
            )
    return money * w.f[P_GROSS_MARGIN]
