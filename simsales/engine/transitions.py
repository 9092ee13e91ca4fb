"""Every state change of a deal, with its KPI updates and log entries.

Both engines call these functions and no others; each engine keeps for itself only its
calendar, its queues and its pauses. A returned delay is added to `now` by the engine;
-1 means that nothing follows.
"""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from simsales.engine.layout import (
    DEAL_ADVANCED, DEAL_ASSIGNED, DEAL_HANDED_OFF, DEAL_LOST, DEAL_WENT_BACK, DEAL_WON, G_ADVANCED,
    G_COMPETITOR, G_EFFORT, G_ENTERED, G_OPEN_HOURS, G_QUEUE, G_STAGE_HOURS, G_TOUCHES, G_WENT_BACK,
    LEAD_CREATED, LOST_COLD, LOST_HAND_OVER, R_BOOKINGS, R_BUSY, R_CYCLE_DAYS, R_EFFORT, R_LEADS,
    R_LEADS_MADE, R_LOST, R_QUEUE, R_RESPONSES, R_RESPONSE_HOURS, R_TOUCHES, R_WON, STAGE_ENTERED,
    S_BOOKINGS, S_COST, S_CYCLE_DAYS, S_LEADS, S_LOST, S_OPPORTUNITIES, S_WON, TOUCH_ENDED,
    TOUCH_STARTED, W_BOOKINGS, W_EFFORT, W_LEADS, W_LOST, W_OPPORTUNITIES, W_WON,
)  # fmt: skip
from simsales.engine.recording import record
from simsales.engine.routing import route
from simsales.engine.streams import lead_key, new_need
from simsales.engine.tables import (
    H_BACK_SHARES, H_LOST_SHARES, H_NEXT_SHARES, H_QUANTILES, H_QUANTILE_BEGINS, H_SEGMENT_SHARES,
    Tables, pick,
)  # fmt: skip
from simsales.engine.world import (
    A_CREATED, A_CYCLE_START, A_ENTERED, A_HAND_OVER, A_LAST_TOUCH, A_LATE, A_READY, A_RESPONSE,
    A_VALUE, A_WAIT_ENDS, B_KEY, B_NEXT, B_ORDINAL, B_OWNER, B_RANK, B_SEGMENT, B_SOURCE, B_STAGE,
    B_STATE, B_STREAM, B_TOUCH, B_VISIT, C_FREE, C_MEASURED, C_OPEN, C_OPPORTUNITY, C_PERIOD,
    C_USED, C_WEEK, D_X, D_Y, FREE, F_BOOKED, F_PIPELINE_HOURS, F_RAMP_LOG_ODDS, F_RAMP_SPEED,
    F_SKILL, F_SPEED_TRAIT, F_TOUCH_COUNTED, F_TOUCH_EFFORT, F_TOUCH_ENDS, GP_LOG_ODDS, GP_SIZE,
    G_FAMILY, HAND_OFF_READY, HAND_OFF_WORKED, HOURS_PER_WEEK, I_DEAL, I_KEY, I_OPEN, I_ROLE,
    K_OPEN, K_SINCE, NOBODY, P_AGEING, P_AGEING_GRACE, P_COLD_AFTER, P_COLD_CHANCE,
    P_HAND_OFF_HOURS, P_HAND_OVER_LOG_ODDS, P_HAND_OVER_LOSS, P_LATENESS, P_OVERLOAD,
    P_OVERLOAD_MOST, P_RESPONSE_REFERENCE, Q_SOURCE, READY, RP_COMFORTABLE, RP_SKILL_LOG_ODDS,
    SF_MADE, SF_NEXT_AT, SP_COST, SP_EXPONENT, SP_STAGE, S_SEGMENTS, S_SOURCES, S_STAGES, TP_EFFORT,
    TP_LOG_ODDS, TP_TYPICAL, TP_WAIT, T_EFFORT_FAMILY, T_ROLE, T_SKILL, T_TOUCHES, T_WAIT_FAMILY,
    WAITING, WORKED, World, deal_at, log_odds_at, role_at, seat_at, seat_total, segment_at,
    source_at, source_total, stage_at, stage_state_at, stage_total, stream_at, week_total,
)  # fmt: skip
from simsales.rules.deals import advance_log_odds, ageing_effect, inv_logit, lateness_effect
from simsales.rules.draws import (
    ADVANCE, COLD, EFFORT, HAND_OVER, REASON, SEGMENT, SIZE, WAIT, WHERE, draw,
)  # fmt: skip
from simsales.rules.leads import response_effect
from simsales.rules.variates import variate
from simsales.rules.workload import overload_speed, time_on_clock
from simsales.rules.house import compiled, compiled_apart

Floats = NDArray[np.float64]
NO_RANK = 10**9
REASONS = 4
DAYS_PER_WEEK = 7.0


@compiled
def drawn(w: World, t: Tables, row: int, first: int, kind: int, u: float) -> float:
    """Value of a random quantity whose words begin at row + first; its family's at row + kind."""
    begin, length = 0, 0
    table = w.i[row + kind + 2]
    if table >= 0:
        begin = t.i[t.i[H_QUANTILE_BEGINS] + table]
        length = t.i[t.i[H_QUANTILE_BEGINS] + table + 1] - begin
    return variate(u, w.i[row + kind], w.f[row + first + D_X], w.f[row + first + D_Y],
                   t.f, t.i[H_QUANTILES] + begin, length)  # fmt: skip


# --- a deal's life -------------------------------------------------------------------


@compiled
def lead_created(w: World, t: Tables, log: Floats, stream: int, now: float) -> int:
    """A lead arrives from a source or is made by a rep; returns its slot, ready for work."""
    flow = stream_at(w, stream)
    ordinal = w.i[flow + SF_MADE]
    w.i[flow + SF_MADE] = ordinal + 1
    w.f[flow + SF_NEXT_AT] = inf
    new_need(w, t, stream)
    maker = stream - w.i[S_SOURCES]
    key = lead_key(w, t, stream, ordinal)
    source = stream
    if maker >= 0:
        source = w.i[role_at(w, w.i[seat_at(w, maker) + I_ROLE]) + Q_SOURCE]
        w.f[seat_total(w, w.i[C_PERIOD], maker) + R_LEADS_MADE] += 1.0
    slot = new_deal(w, stream, ordinal, key, source, now)
    deal = deal_at(w, slot)
    segment = pick(
        t, t.i[H_SEGMENT_SHARES] + source * w.i[S_SEGMENTS], w.i[S_SEGMENTS], draw(key, SEGMENT, 0, 0, 0)
    )
    w.i[deal + B_SEGMENT] = segment
    w.f[deal + A_VALUE] = deal_size(w, t, key, segment)
    record(w, log, now, LEAD_CREATED, slot, -1, -1, w.f[deal + A_VALUE])
    period = w.i[C_PERIOD]
    w.f[week_total(w, w.i[C_MEASURED]) + W_LEADS] += 1.0
    w.f[source_total(w, period, source) + S_LEADS] += 1.0
    w.f[source_total(w, period, source) + S_COST] += w.f[source_at(w, source) + SP_COST]
    if w.i[C_OPPORTUNITY] < 0:
        begin_cycle(w, slot, now)
    stage = w.i[source_at(w, source) + SP_STAGE]
    enter(w, t, log, slot, stage, now)
    role = w.i[stage_at(w, stage) + T_ROLE]
    mine = maker >= 0 and w.i[seat_at(w, maker) + I_ROLE] == role
    assign(w, log, slot, maker if mine else route(w, t, slot, role, stage), now)
    return slot


@compiled
def new_deal(w: World, stream: int, ordinal: int, key: int, source: int, now: float) -> int:
    """Take a free slot for an open deal."""
    slot = w.i[C_FREE]
    if slot >= 0:
        w.i[C_FREE] = w.i[deal_at(w, slot) + B_NEXT]
    else:
        slot = w.i[C_USED]
        w.i[C_USED] = slot + 1
    w.i[C_OPEN] += 1
    w.i[deal_at(w, slot) + B_STREAM] = stream
    w.i[deal_at(w, slot) + B_ORDINAL] = ordinal
    w.i[deal_at(w, slot) + B_KEY] = key
    w.i[deal_at(w, slot) + B_SOURCE] = source
    w.i[deal_at(w, slot) + B_VISIT] = 0
    w.i[deal_at(w, slot) + B_OWNER] = NOBODY
    w.i[deal_at(w, slot) + B_RANK] = NO_RANK
    w.f[deal_at(w, slot) + A_CREATED] = now
    w.f[deal_at(w, slot) + A_CYCLE_START] = -inf
    w.f[deal_at(w, slot) + A_LAST_TOUCH] = now
    w.f[deal_at(w, slot) + A_WAIT_ENDS] = inf
    w.f[deal_at(w, slot) + A_RESPONSE] = np.nan  # not answered yet
    w.f[deal_at(w, slot) + A_HAND_OVER] = 0.0
    return slot


@compiled
def deal_size(w: World, t: Tables, key: int, segment: int) -> float:
    """Money of a deal of this segment."""
    return drawn(w, t, segment_at(w, segment), GP_SIZE, G_FAMILY, draw(key, SIZE, 0, 0, 0))


@compiled
def begin_cycle(w: World, slot: int, now: float) -> None:
    """The deal becomes an opportunity; its sales cycle starts."""
    deal = deal_at(w, slot)
    w.f[deal + A_CYCLE_START] = now
    w.f[week_total(w, w.i[C_MEASURED]) + W_OPPORTUNITIES] += 1.0
    w.f[source_total(w, w.i[C_PERIOD], w.i[deal + B_SOURCE]) + S_OPPORTUNITIES] += 1.0


@compiled
def enter(w: World, t: Tables, log: Floats, slot: int, stage: int, now: float) -> None:
    """The deal enters a stage and is ready for its first touch there."""
    deal = deal_at(w, slot)
    count_open(w, stage, 1, now)
    w.i[deal + B_STAGE] = stage
    w.i[deal + B_VISIT] += 1
    w.i[deal + B_TOUCH] = 0
    w.i[deal + B_STATE] = READY
    w.f[deal + A_ENTERED] = now
    w.f[deal + A_READY] = now
    w.f[deal + A_LATE] = 0.0
    w.f[stage_total(w, w.i[C_PERIOD], stage) + G_ENTERED] += 1.0
    record(w, log, now, STAGE_ENTERED, slot, stage, w.i[deal + B_OWNER], float(w.i[deal + B_VISIT]))
    if w.i[C_OPPORTUNITY] == stage and w.f[deal + A_CYCLE_START] == -inf:
        begin_cycle(w, slot, now)


@compiled
def count_open(w: World, stage: int, change: int, now: float) -> None:
    """Keep the integral of open deals over time, then change their number."""
    hours = w.i[stage_state_at(w, stage) + K_OPEN] * (now - w.f[stage_state_at(w, stage) + K_SINCE])
    w.f[stage_total(w, w.i[C_PERIOD], stage) + G_OPEN_HOURS] += hours
    w.f[stage_state_at(w, stage) + K_SINCE] = now
    w.i[stage_state_at(w, stage) + K_OPEN] += change


@compiled
def assign(w: World, log: Floats, slot: int, seat: int, now: float) -> None:
    """Give a deal to a seat, or to nobody."""
    deal = deal_at(w, slot)
    before = w.i[deal + B_OWNER]
    if before >= 0:
        w.i[seat_at(w, before) + I_OPEN] -= 1
    w.i[deal + B_OWNER] = seat
    if seat >= 0:
        w.i[seat_at(w, seat) + I_OPEN] += 1
        w.f[seat_total(w, w.i[C_PERIOD], seat) + R_LEADS] += 1.0
    record(w, log, now, DEAL_ASSIGNED, slot, w.i[deal + B_STAGE], seat, float(before))


@compiled
def begin_touch(w: World, t: Tables, log: Floats, seat: int, slot: int, now: float) -> float:
    """The seat's holder starts on a ready deal; returns hours on the clock until it is done."""
    deal = deal_at(w, slot)
    desk = seat_at(w, seat)
    handing_off = w.i[deal + B_STATE] == HAND_OFF_READY
    if w.i[deal + B_OWNER] == NOBODY:
        if handing_off:  # no longer an open deal of anybody
            w.i[deal + B_OWNER] = seat
        else:
            assign(w, log, slot, seat, now)
    stage = w.i[deal + B_STAGE]
    period = w.i[C_PERIOD]
    waited = now - w.f[deal + A_READY]
    w.f[seat_total(w, period, seat) + R_QUEUE] += waited
    record(w, log, now, TOUCH_STARTED, slot, stage, seat, waited)
    if handing_off:
        w.i[deal + B_STATE] = HAND_OFF_WORKED
        effort = w.f[P_HAND_OFF_HOURS]
    else:
        w.i[deal + B_STATE] = WORKED
        w.f[stage_total(w, period, stage) + G_QUEUE] += waited
        w.f[deal + A_LATE] += waited
        if np.isnan(w.f[deal + A_RESPONSE]):
            first_response(w, slot, seat, waited)
        effort = touch_effort(w, t, slot, stage)
    effort /= speed(w, seat)
    hours = time_on_clock(effort, w.f[HOURS_PER_WEEK], w.f[desk + F_PIPELINE_HOURS])
    w.i[desk + I_DEAL] = slot
    w.f[desk + F_TOUCH_COUNTED] = now
    w.f[desk + F_TOUCH_EFFORT] = effort
    w.f[desk + F_TOUCH_ENDS] = now + hours
    return hours


@compiled
def first_response(w: World, slot: int, seat: int, waited: float) -> None:
    """Count the answer time of a new lead and what it does to its odds."""
    deal = deal_at(w, slot)
    period = w.i[C_PERIOD]
    w.f[seat_total(w, period, seat) + R_RESPONSES] += 1.0
    w.f[seat_total(w, period, seat) + R_RESPONSE_HOURS] += waited
    exponent = w.f[source_at(w, w.i[deal + B_SOURCE]) + SP_EXPONENT]
    reference = w.f[P_RESPONSE_REFERENCE]
    w.f[deal + A_RESPONSE] = response_effect(waited, reference, exponent) if reference >= 0.0 else 0.0


@compiled
def touch_effort(w: World, t: Tables, slot: int, stage: int) -> float:
    """Hours of work of the deal's next touch for an average, ramped rep."""
    deal = deal_at(w, slot)
    u = draw(w.i[deal + B_KEY], EFFORT, stage, w.i[deal + B_VISIT], w.i[deal + B_TOUCH])
    return drawn(w, t, stage_at(w, stage), TP_EFFORT, T_EFFORT_FAMILY, u)


@compiled
def speed(w: World, seat: int) -> float:
    """Speed of work: own trait × ramp × what juggling leaves."""
    desk = seat_at(w, seat)
    comfortable = w.f[role_at(w, w.i[desk + I_ROLE]) + RP_COMFORTABLE]
    left = overload_speed(w.i[desk + I_OPEN], comfortable, w.f[P_OVERLOAD], w.f[P_OVERLOAD_MOST])
    return w.f[desk + F_SPEED_TRAIT] * w.f[desk + F_RAMP_SPEED] * left


@compiled
def count_work(w: World, log: Floats, seat: int, now: float, kind: int) -> None:
    """Count the effort of the running touch since it was last counted."""
    desk = seat_at(w, seat)
    desk = desk
    slot = w.i[desk + I_DEAL]
    deal = deal_at(w, slot)
    counted, ends = w.f[desk + F_TOUCH_COUNTED], w.f[desk + F_TOUCH_ENDS]
    effort = w.f[desk + F_TOUCH_EFFORT]
    if now < ends:
        effort *= (now - counted) / (ends - counted)
    w.f[desk + F_TOUCH_EFFORT] -= effort
    w.f[desk + F_TOUCH_COUNTED] = now
    period, stage = w.i[C_PERIOD], w.i[deal + B_STAGE]
    w.f[week_total(w, w.i[C_MEASURED]) + W_EFFORT] += effort
    w.f[seat_total(w, period, seat) + R_EFFORT] += effort
    w.f[seat_total(w, period, seat) + R_BUSY] += now - counted
    if w.i[deal + B_STATE] == WORKED:
        w.f[stage_total(w, period, stage) + G_EFFORT] += effort
    record(w, log, now, kind, slot, stage, seat, effort)


@compiled
def end_touch(w: World, t: Tables, log: Floats, seat: int, now: float) -> float:
    """The running touch is done; returns the customer's delay, or -1 after a hand-off."""
    desk = seat_at(w, seat)
    slot = w.i[desk + I_DEAL]
    deal = deal_at(w, slot)
    hand_off = w.i[deal + B_STATE] == HAND_OFF_WORKED
    count_work(w, log, seat, now, DEAL_HANDED_OFF if hand_off else TOUCH_ENDED)
    w.i[desk + I_DEAL] = -1
    w.f[desk + F_TOUCH_ENDS] = inf
    if hand_off:
        release(w, slot)
        return -1.0
    period, stage = w.i[C_PERIOD], w.i[deal + B_STAGE]
    w.f[seat_total(w, period, seat) + R_TOUCHES] += 1.0
    w.f[stage_total(w, period, stage) + G_TOUCHES] += 1.0
    u = draw(
        w.i[deal + B_KEY],
        WAIT,
        stage,
        w.i[deal + B_VISIT],
        w.i[deal + B_TOUCH],
    )
    delay = drawn(w, t, stage_at(w, stage), TP_WAIT, T_WAIT_FAMILY, u)
    w.i[deal + B_STATE] = WAITING
    w.i[deal + B_TOUCH] += 1
    w.f[deal + A_LAST_TOUCH] = now
    w.f[deal + A_WAIT_ENDS] = now + delay
    return delay


@compiled
def end_wait(w: World, t: Tables, log: Floats, slot: int, now: float) -> bool:
    """The customer has answered; returns whether the deal now waits for a rep (else it is gone)."""
    deal = deal_at(w, slot)
    w.f[deal + A_WAIT_ENDS] = inf
    stage = w.i[deal + B_STAGE]
    if w.i[deal + B_TOUCH] < w.i[stage_at(w, stage) + T_TOUCHES]:
        w.i[deal + B_STATE] = READY
        w.f[deal + A_READY] = now
        return True
    key, visit = w.i[deal + B_KEY], w.i[deal + B_VISIT]
    ways = w.i[S_STAGES] + 1
    odds = exit_log_odds(w, t, slot, stage, now)
    w.f[deal + A_RESPONSE] = 0.0
    if draw(key, ADVANCE, stage, visit, 0) < inv_logit(odds):
        target = pick(t, t.i[H_NEXT_SHARES] + stage * ways, ways, draw(key, WHERE, stage, visit, 0))
        leave_stage(w, log, slot, stage, G_ADVANCED, DEAL_ADVANCED, now)
        if target == w.i[S_STAGES]:
            return win(w, t, log, slot, now)
        return move(w, t, log, slot, target, now)
    u = draw(key, REASON, stage, visit, 0)
    back = t.f[t.i[H_BACK_SHARES] + stage * ways + w.i[S_STAGES]]
    if u < back:
        leave_stage(w, log, slot, stage, G_WENT_BACK, DEAL_WENT_BACK, now)
        return move(w, t, log, slot, pick(t, t.i[H_BACK_SHARES] + stage * ways, ways, u), now)
    lose(w, log, slot, pick(t, t.i[H_LOST_SHARES] + stage * REASONS, REASONS, (u - back) / (1.0 - back)), now)
    return False


@compiled
def exit_log_odds(w: World, t: Tables, slot: int, stage: int, now: float) -> float:
    """Log-odds of advancing, all effects summed."""
    deal = deal_at(w, slot)
    owner, source = w.i[deal + B_OWNER], w.i[deal + B_SOURCE]
    skill, ramp = 0.0, 0.0
    if owner >= 0:
        ramp = w.f[seat_at(w, owner) + F_RAMP_LOG_ODDS]
        which = w.i[stage_at(w, stage) + T_SKILL]
        if which >= 0:
            slope = w.f[role_at(w, w.i[seat_at(w, owner) + I_ROLE]) + RP_SKILL_LOG_ODDS]
            skill = slope * w.f[seat_at(w, owner) + F_SKILL + which]
    late = lateness_effect(w.f[deal + A_LATE] / w.f[HOURS_PER_WEEK], w.f[P_LATENESS])
    kept_going = now - w.f[deal + A_ENTERED] - w.f[deal + A_LATE]  # its waits for a rep are lateness
    typical = w.f[stage_at(w, stage) + TP_TYPICAL]
    age = ageing_effect(kept_going, typical, w.f[P_AGEING], w.f[P_AGEING_GRACE])
    return advance_log_odds(
        w.f[stage_at(w, stage) + TP_LOG_ODDS], skill, ramp, w.f[log_odds_at(w, source, stage)],
        w.f[segment_at(w, w.i[deal + B_SEGMENT]) + GP_LOG_ODDS], w.f[deal + A_RESPONSE],
        late, age, w.f[deal + A_HAND_OVER],
    )  # fmt: skip


@compiled
def leave_stage(w: World, log: Floats, slot: int, stage: int, column: int, kind: int, now: float) -> None:
    """Count that a deal leaves its stage, and after how long."""
    deal = deal_at(w, slot)
    hours = now - w.f[deal + A_ENTERED]
    count_open(w, stage, -1, now)
    w.f[stage_total(w, w.i[C_PERIOD], stage) + column] += 1.0
    w.f[stage_total(w, w.i[C_PERIOD], stage) + G_STAGE_HOURS] += hours
    record(w, log, now, kind, slot, stage, w.i[deal + B_OWNER], hours)


@compiled
def move(w: World, t: Tables, log: Floats, slot: int, stage: int, now: float) -> bool:
    """The deal goes on to another stage, and to another owner where the role changes."""
    role = w.i[stage_at(w, stage) + T_ROLE]
    owner = w.i[deal_at(w, slot) + B_OWNER]
    enter(w, t, log, slot, stage, now)
    if owner == NOBODY or w.i[seat_at(w, owner) + I_ROLE] != role:
        assign(w, log, slot, route(w, t, slot, role, stage), now)
    return True


@compiled
def win(w: World, t: Tables, log: Floats, slot: int, now: float) -> bool:
    """The deal is won and booked; returns whether a hand-off waits for its rep."""
    deal = deal_at(w, slot)
    period, week = w.i[C_PERIOD], w.i[C_MEASURED]
    source, owner = w.i[deal + B_SOURCE], w.i[deal + B_OWNER]
    value = w.f[deal + A_VALUE]
    start = w.f[deal + A_CYCLE_START]
    if start == -inf:  # the way to the win went round the stage that opens an opportunity
        begin_cycle(w, slot, now)
        start = w.f[deal + A_CREATED]
    days = (now - start) / w.f[HOURS_PER_WEEK] * DAYS_PER_WEEK
    w.f[week_total(w, week) + W_WON] += 1.0
    w.f[week_total(w, week) + W_BOOKINGS] += value
    w.f[source_total(w, period, source) + S_WON] += 1.0
    w.f[source_total(w, period, source) + S_BOOKINGS] += value
    w.f[source_total(w, period, source) + S_CYCLE_DAYS] += days
    if owner >= 0:
        w.f[seat_total(w, period, owner) + R_WON] += 1.0
        w.f[seat_total(w, period, owner) + R_BOOKINGS] += value
        w.f[seat_total(w, period, owner) + R_CYCLE_DAYS] += days
        w.f[seat_at(w, owner) + F_BOOKED] += value
    record(w, log, now, DEAL_WON, slot, w.i[deal + B_STAGE], owner, value)
    close(w, slot)
    if w.f[P_HAND_OFF_HOURS] > 0.0:
        w.i[deal + B_STATE] = HAND_OFF_READY
        w.f[deal + A_READY] = now
        return True
    release(w, slot)
    return False


@compiled_apart
def lose(w: World, log: Floats, slot: int, reason: int, now: float) -> None:
    """The deal is lost for a reason, and its slot is free again."""
    deal = deal_at(w, slot)
    stage, owner = w.i[deal + B_STAGE], w.i[deal + B_OWNER]
    period = w.i[C_PERIOD]
    count_open(w, stage, -1, now)
    w.f[stage_total(w, period, stage) + G_COMPETITOR + reason] += 1.0
    w.f[stage_total(w, period, stage) + G_STAGE_HOURS] += now - w.f[deal + A_ENTERED]
    w.f[week_total(w, w.i[C_MEASURED]) + W_LOST] += 1.0
    w.f[source_total(w, period, w.i[deal + B_SOURCE]) + S_LOST] += 1.0
    if owner >= 0:
        w.f[seat_total(w, period, owner) + R_LOST] += 1.0
    record(w, log, now, DEAL_LOST, slot, stage, owner, float(reason))
    close(w, slot)
    release(w, slot)


@compiled
def close(w: World, slot: int) -> None:
    """The deal is no longer open."""
    owner = w.i[deal_at(w, slot) + B_OWNER]
    if owner >= 0:
        w.i[seat_at(w, owner) + I_OPEN] -= 1
    w.i[C_OPEN] -= 1


@compiled
def release(w: World, slot: int) -> None:
    """Free a slot for another deal."""
    deal = deal_at(w, slot)
    w.i[deal + B_STATE] = FREE
    w.i[deal + B_NEXT] = w.i[C_FREE]
    w.f[deal + A_WAIT_ENDS] = inf
    w.i[C_FREE] = slot


@compiled
def may_go_cold(w: World, t: Tables, slot: int, now: float) -> bool:
    """Whether a deal has waited for its rep longer than is safe."""
    deal = deal_at(w, slot)
    if w.i[deal + B_STATE] != READY:
        return False
    weeks = (now - w.f[deal + A_READY]) / w.f[HOURS_PER_WEEK]
    return w.f[P_COLD_CHANCE] > 0.0 and weeks > w.f[P_COLD_AFTER]


@compiled_apart
def go_cold(w: World, log: Floats, slot: int, now: float) -> bool:
    """Whether a deal that may go cold does so this week; then it is lost."""
    deal = deal_at(w, slot)
    u = draw(w.i[deal + B_KEY], COLD, w.i[deal + B_STAGE], w.i[deal + B_VISIT], w.i[C_WEEK])
    if u >= w.f[P_COLD_CHANCE]:
        return False
    lose(w, log, slot, LOST_COLD, now)
    return True


@compiled_apart
def hand_over(w: World, t: Tables, log: Floats, slot: int, now: float) -> bool:
    """Pass on a deal whose rep has left; returns whether it is still there."""
    deal = deal_at(w, slot)
    stage, leaver = w.i[deal + B_STAGE], w.i[deal + B_OWNER]
    role = w.i[stage_at(w, stage) + T_ROLE]
    if w.i[deal + B_STATE] != HAND_OFF_READY:
        key = w.i[deal + B_KEY] ^ w.i[seat_at(w, leaver) + I_KEY]  # each leaver is another chance
        u = draw(key, HAND_OVER, stage, w.i[deal + B_VISIT], 0)
        if u < w.f[P_HAND_OVER_LOSS]:
            lose(w, log, slot, LOST_HAND_OVER, now)
            return False
        w.f[deal + A_HAND_OVER] += w.f[P_HAND_OVER_LOG_ODDS]
        assign(w, log, slot, route(w, t, slot, role, stage), now)
        return True
    w.i[deal + B_OWNER] = route(w, t, slot, role, stage)
    return True
