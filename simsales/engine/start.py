"""The first instant of a replication: its luck, its parameters, its people, its open deals."""

from __future__ import annotations

from math import exp, inf
from math import log as ln

import numpy as np
from numpy.typing import NDArray

from simsales.engine.routing import route
from simsales.engine.seats import join
from simsales.engine.streams import new_need
from simsales.engine.tables import (
    H_OPEN_COUNT, H_OPEN_KINDS, H_OPEN_STARTS, H_SEAT_KINDS, H_SEAT_STARTS, H_TEMPLATE,
    H_TEMPLATE_WORDS, H_UNKNOWN, H_UNKNOWN_COUNT, OPEN_KIND_WORDS, OPEN_START_WORDS, O_AGE, O_RANK,
    O_SEAT, O_SEGMENT, O_SOURCE, O_STAGE, O_STAGE_AGE, O_VALUE, SEAT_KIND_WORDS, SEAT_START_WORDS,
    Tables, UNKNOWN_WORDS, U_HIGH, U_LOW, U_MODE, U_NUMBER, U_PLACE, V_ENTITY, V_OPENS, V_ROLE,
    V_TENURE,
)  # fmt: skip
from simsales.engine.transitions import assign, deal_size, drawn, enter, new_deal
from simsales.engine.week import begin_measuring
from simsales.engine.world import (
    A_CREATED, A_CYCLE_START, A_ENTERED, A_RESPONSE, A_VALUE, A_WAIT_ENDS, B_RANK, B_SEGMENT,
    B_STATE, B_TOUCH, CHANNEL_WORDS, CLOCK_WEEK_ENDS, C_AGENDA_FREE, C_FREE, C_KEY, C_OPPORTUNITY,
    C_WARMUP, D_A, D_B, D_X, D_Y, F_CHANGE_AT, F_GOODWILL, F_JOINED, F_OPENS, F_POTENTIAL,
    F_TERRITORY, F_TOUCH_ENDS, GP_SIZE, G_FAMILY, HOURS_PER_WEEK, I_DEAL, I_ENTITY, I_ROLE,
    NO_GOODWILL_YET, PARAMETERS, P_REPEAT_SPREAD, Q_CHANNELS, Q_FILL_FAMILY, Q_FIRST_CHANNEL,
    Q_REPEAT, RP_FILL, RP_HOURS_PER_LEAD, RP_LEADS_PER_HOUR, RP_PROSPECTING, RP_TERRITORY_SPREAD,
    SF_MADE, SF_NEXT_AT, S_AGENDA_HEADS, S_AGENDA_SLICES, S_CHANNEL_ROWS, S_QUEUE_HEADS, S_ROLES,
    S_SEATS, S_SEGMENTS, S_SOURCES, S_STAGES, TP_ADVANCE, TP_EFFORT, TP_HOURS_PER_DAY, TP_LOG_ODDS,
    TP_WAIT, T_EFFORT_FAMILY, T_LOG_ODDS_GIVEN, T_ROLE, T_TOUCHES, T_WAIT_FAMILY, WAITING, World,
    X_PER_WEEK, X_SUCCESS, deal_at, role_at, seat_at, segment_at, stage_at, stream_at,
)  # fmt: skip
from simsales.rules.deals import logit
from simsales.rules.draws import (
    OPEN_DEAL, PLACE, POTENTIAL, TERRITORY, UNKNOWN, VALUE, WAIT, draw, entity_key, replication_key,
)  # fmt: skip
from simsales.rules.variates import LOGNORMAL, UNIFORM, log_sd, normal, triangular
from simsales.rules.house import compiled_apart

Floats = NDArray[np.float64]


@compiled_apart
def start(w: World, t: Tables, log: Floats, seed: int, replication: int, luck_only: bool) -> None:
    """Set up an all-zero world for one replication, at time 0."""
    w.i[C_KEY] = replication_key(seed, replication)
    w.i[C_FREE] = -1
    w.i[C_AGENDA_FREE] = -1
    for head in range(w.i[S_AGENDA_SLICES]):
        w.i[w.i[S_AGENDA_HEADS] + head] = -1
    w.f[CLOCK_WEEK_ENDS] = w.f[HOURS_PER_WEEK]
    for queue in range(w.i[S_SEATS] + w.i[S_ROLES]):
        w.i[w.i[S_QUEUE_HEADS] + queue] = -1
    draw_parameters(w, t, luck_only)
    derive_parameters(w)
    for seat in range(w.i[S_SEATS]):
        set_up_seat(w, t, log, seat)
    for stream in range(w.i[S_SOURCES] + w.i[S_SEATS]):
        new_need(w, t, stream)
        w.f[stream_at(w, stream) + SF_NEXT_AT] = inf
    for number in range(t.i[H_OPEN_COUNT]):
        open_deal(w, t, log, number)
    if w.i[C_WARMUP] == 0:
        begin_measuring(w, t, 0.0)


@compiled_apart
def draw_parameters(w: World, t: Tables, luck_only: bool) -> None:
    """Point values, and on top of them what this replication believes of the unknown ones."""
    for i in range(t.i[H_TEMPLATE_WORDS]):
        w.f[PARAMETERS + i] = t.f[t.i[H_TEMPLATE] + i]
    if luck_only:
        return
    for i in range(t.i[H_UNKNOWN_COUNT]):
        row = t.i[H_UNKNOWN] + i * UNKNOWN_WORDS
        key = entity_key(w.i[C_KEY], UNKNOWN, 0, int(t.f[row + U_NUMBER]))
        u = draw(key, VALUE, 0, 0, 0)
        value = triangular(u, t.f[row + U_LOW], t.f[row + U_MODE], t.f[row + U_HIGH])
        w.f[PARAMETERS + int(t.f[row + U_PLACE])] = value


@compiled_apart
def derive_parameters(w: World) -> None:
    """Turn natural parameters into what draws and odds want."""
    for stage in range(w.i[S_STAGES]):
        row = stage_at(w, stage)
        advance = w.f[row + TP_ADVANCE]
        w.f[row + TP_LOG_ODDS] = advance if w.i[row + T_LOG_ODDS_GIVEN] else logit(advance)
        part = 1.0 / w.i[row + T_TOUCHES]
        prepare(w, row + TP_EFFORT, row + T_EFFORT_FAMILY, part)
        prepare(w, row + TP_WAIT, row + T_WAIT_FAMILY, part * w.f[row + TP_HOURS_PER_DAY])
    for segment in range(w.i[S_SEGMENTS]):
        row = segment_at(w, segment)
        prepare(w, row + GP_SIZE, row + G_FAMILY, 1.0)
    for role in range(w.i[S_ROLES]):
        row = role_at(w, role)
        prepare(w, row + RP_FILL, row + Q_FILL_FAMILY, 1.0)
        w.f[row + RP_LEADS_PER_HOUR] = leads_per_hour(w, role)


@compiled_apart
def prepare(w: World, first: int, kind: int, scale: float) -> None:
    """Scale a distribution and, for a lognormal, take it to the log scale."""
    a, b, family = w.f[first + D_A] * scale, w.f[first + D_B], w.i[kind]
    if family == LOGNORMAL:
        sd = log_sd(b)
        w.f[first + D_X] = ln(a) if w.i[kind + 1] else ln(a) - 0.5 * sd * sd
        w.f[first + D_Y] = sd
    else:
        w.f[first + D_X] = a
        w.f[first + D_Y] = b * scale if family == UNIFORM else b


@compiled_apart
def leads_per_hour(w: World, role: int) -> float:
    """Leads made in an hour of prospecting by an average, ramped rep."""
    row = role_at(w, role)
    if w.f[row + RP_PROSPECTING] < 1e-6:  # next to nothing: a rate an hour would be without end
        return 0.0
    if w.i[row + Q_CHANNELS] > 0:
        made, first = 0.0, w.i[S_CHANNEL_ROWS] + CHANNEL_WORDS * w.i[row + Q_FIRST_CHANNEL]
        for channel in range(w.i[row + Q_CHANNELS]):
            at = first + CHANNEL_WORDS * channel
            made += w.f[at + X_PER_WEEK] * w.f[at + X_SUCCESS]
        return made / w.f[row + RP_PROSPECTING]
    hours = w.f[row + RP_HOURS_PER_LEAD]
    return 1.0 / hours if hours > 0.0 else 0.0


@compiled_apart
def set_up_seat(w: World, t: Tables, log: Floats, seat: int) -> None:
    """A seat's territory, and its first holder if it is open from the start."""
    desk = seat_at(w, seat)
    kinds, given = t.i[H_SEAT_KINDS] + seat * SEAT_KIND_WORDS, t.i[H_SEAT_STARTS] + seat * SEAT_START_WORDS
    role = t.i[kinds + V_ROLE]
    terms = role_at(w, role)
    w.i[desk + I_ROLE] = role
    w.i[desk + I_ENTITY] = t.i[kinds + V_ENTITY]
    w.f[desk + F_OPENS] = t.f[given + V_OPENS]
    w.i[desk + I_DEAL] = -1
    w.f[desk + F_TOUCH_ENDS] = inf
    w.f[desk + F_GOODWILL] = 1.0 if t.f[given + V_OPENS] < 0.0 else NO_GOODWILL_YET
    key = entity_key(w.i[C_KEY], TERRITORY, w.i[desk + I_ENTITY], 0)
    w.f[desk + F_POTENTIAL] = exp(w.f[terms + RP_TERRITORY_SPREAD] * normal(draw(key, POTENTIAL, 0, 0, 0)))
    if w.i[terms + Q_REPEAT]:
        size = normal(draw(key, POTENTIAL, 1, 0, 0))
        w.f[desk + F_TERRITORY] = exp(w.f[P_REPEAT_SPREAD] * size)
    if w.f[desk + F_OPENS] < 0.0:
        join(w, t, log, seat, 0.0, False)
        w.f[desk + F_JOINED] = -t.f[given + V_TENURE]
    else:
        w.f[desk + F_CHANGE_AT] = w.f[desk + F_OPENS]


@compiled_apart
def open_deal(w: World, t: Tables, log: Floats, number: int) -> None:
    """A deal that is open at the start, somewhere in the customer's delay of one of its touches."""
    stream = w.i[S_SOURCES] + w.i[S_SEATS]
    w.i[stream_at(w, stream) + SF_MADE] = number + 1
    kinds, given = (
        t.i[H_OPEN_KINDS] + number * OPEN_KIND_WORDS,
        t.i[H_OPEN_STARTS] + number * OPEN_START_WORDS,
    )
    stage, segment = t.i[kinds + O_STAGE], t.i[kinds + O_SEGMENT]
    key = entity_key(w.i[C_KEY], OPEN_DEAL, 0, number)
    slot = new_deal(w, stream, number, key, t.i[kinds + O_SOURCE], 0.0)
    w.i[deal_at(w, slot) + B_SEGMENT] = segment
    w.i[deal_at(w, slot) + B_RANK] = t.i[kinds + O_RANK]
    value = t.f[given + O_VALUE]
    w.f[deal_at(w, slot) + A_VALUE] = deal_size(w, t, key, segment) if np.isnan(value) else value
    w.f[deal_at(w, slot) + A_CREATED] = -t.f[given + O_AGE]
    began = w.i[C_OPPORTUNITY] < 0 or stage >= w.i[C_OPPORTUNITY]
    enter(w, t, log, slot, stage, 0.0)
    if began:
        w.f[deal_at(w, slot) + A_CYCLE_START] = w.f[deal_at(w, slot) + A_CREATED]
    w.f[deal_at(w, slot) + A_ENTERED] = -t.f[given + O_STAGE_AGE]
    role = w.i[stage_at(w, stage) + T_ROLE]
    owner = t.i[kinds + O_SEAT]
    assign(w, log, slot, owner if owner >= 0 else route(w, t, slot, role, stage), 0.0)
    touches = w.i[stage_at(w, stage) + T_TOUCHES]
    touch = int(draw(key, PLACE, stage, 1, 0) * touches)
    wait = drawn(w, t, stage_at(w, stage), TP_WAIT, T_WAIT_FAMILY, draw(key, WAIT, stage, 1, touch))
    w.f[deal_at(w, slot) + A_RESPONSE] = 0.0
    w.i[deal_at(w, slot) + B_TOUCH] = touch + 1
    w.i[deal_at(w, slot) + B_STATE] = WAITING
    w.f[deal_at(w, slot) + A_WAIT_ENDS] = wait * draw(key, PLACE, stage, 1, 1)
