"""The fast engine: one compiled loop over a calendar in the world's own buffer.

It can stop and go on at any event: for room, for an emptied log, or at a given time.
"""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from simsales.engine.agenda import KIND_SHIFT, drop_first, due_after, first_due, push, slice_of
from simsales.engine.queues import comes_before, deal_number, is_free, policy_of, queue_of, rank
from simsales.engine.recording import log_is_full
from simsales.engine.seats import join, leave, plan_leaving
from simsales.engine.streams import plan_lead
from simsales.engine.tables import Tables
from simsales.engine.transitions import (
    begin_touch, end_touch, end_wait, go_cold, hand_over, lead_created, may_go_cold,
)  # fmt: skip
from simsales.engine.week import close_week, finish, open_week
from simsales.engine.world import (
    A_WAIT_ENDS, B_NEXT, B_OWNER, B_STATE, CLOCK_NOW, CLOCK_WEEK_ENDS, C_AGENDA_ROWS, C_AGENDA_USED,
    C_CAPACITY, C_EVENTS, C_FREE, C_LAST_SLICE, C_USED, C_WAITING_DISPATCH, C_WARMUP, C_WEEK, FREE,
    F_CHANGE_AT, F_TOUCH_ENDS, HAND_OFF_READY, I_DEAL, I_FILLED, I_ROLE, I_WAITS_DISPATCH, ORDER,
    Q_FIRST, Q_SEATS, READY, SF_NEXT_AT, SLOT, S_DISPATCH_LIST, S_QUEUE_HEADS, S_SEATS, S_SOURCES,
    S_WEEKS, TIME, WAITING, World, agenda_at, deal_at, role_at, seat_at, stream_at,
)  # fmt: skip
from simsales.rules.house import compiled, compiled_apart

Floats = NDArray[np.float64]

# what can be due, in the order in which simultaneous things happen (the week tick before all)
CAREER, LEAD, TOUCH, ANSWER = 1, 2, 3, 4
# why the loop stopped
DONE, PAUSED, NEEDS_ROOM, LOG_FULL = range(4)


@compiled_apart
def advance(w: World, t: Tables, log: Floats, until: float) -> int:
    """Play until the end, until `until` (working hours, exclusive), or until room is needed."""
    while True:
        if not has_room(w):
            return NEEDS_ROOM
        if log_is_full(w, log):
            return LOG_FULL
        now = w.f[CLOCK_NOW]
        tick = w.f[CLOCK_WEEK_ENDS]
        thing = first_due(w)
        due = w.f[agenda_at(w, thing) + TIME] if thing >= 0 else inf
        if w.i[C_WAITING_DISPATCH] > 0 and due > now and tick > now:
            dispatch(w, t, log, now)
        elif min(due, tick) >= until:
            return PAUSED
        elif tick <= due:
            w.f[CLOCK_NOW] = tick
            if week_tick(w, t, log, tick):
                return DONE
        else:
            w.f[CLOCK_NOW] = due
            happen(w, t, log, agenda_at(w, thing), due)


@compiled
def has_room(w: World) -> bool:
    """Whether the next event surely finds a free slot and a place in the calendar."""
    slots = w.i[C_FREE] >= 0 or w.i[C_USED] < w.i[C_CAPACITY]
    return slots and w.i[C_AGENDA_USED] + 8 + 3 * w.i[S_SEATS] + w.i[S_SOURCES] < w.i[C_AGENDA_ROWS]


@compiled_apart
def begin(w: World, t: Tables, log: Floats) -> None:
    """The first week begins: open deals wait for answers, everybody looks for work."""
    for slot in range(w.i[C_USED]):
        push(w, w.f[deal_at(w, slot) + A_WAIT_ENDS], ANSWER, deal_number(w, slot), slot)
    for seat in range(w.i[S_SEATS]):
        if not w.i[seat_at(w, seat) + I_FILLED]:
            push(w, w.f[seat_at(w, seat) + F_CHANGE_AT], CAREER, seat, seat)
    begin_new_week(w, t, log, 0.0)


@compiled_apart
def week_tick(w: World, t: Tables, log: Floats, now: float) -> bool:
    """Close the week and begin the next; returns whether it was the last."""
    close_week(w, t, log, now)
    w.i[C_EVENTS] += 1
    if w.i[C_WEEK] == w.i[C_WARMUP] + w.i[S_WEEKS]:
        finish(w, t, now)
        return True
    for slot in range(w.i[C_USED]):
        if may_go_cold(w, t, slot, now):
            unqueue(w, t, slot)
            if not go_cold(w, log, slot, now):
                enqueue(w, t, slot)
    begin_new_week(w, t, log, now)
    return False


@compiled_apart
def begin_new_week(w: World, t: Tables, log: Floats, now: float) -> None:
    """Plan the week's leads and leavings; everybody looks for work."""
    open_week(w, t, log, now)
    w.i[C_LAST_SLICE] = slice_of(w, w.f[CLOCK_WEEK_ENDS])
    for stream in range(w.i[S_SOURCES] + w.i[S_SEATS]):
        due_after(w, now, plan_lead(w, t, stream, now), LEAD, stream, stream)
    for seat in range(w.i[S_SEATS]):
        due_after(w, now, plan_leaving(w, t, seat, now), CAREER, seat, seat)
        call_for_work(w, seat)


@compiled
def happen(w: World, t: Tables, log: Floats, row: int, now: float) -> None:
    """The first thing in the calendar happens, unless it has been overtaken."""
    order, slot = w.i[row + ORDER], w.i[row + SLOT]
    kind = order >> KIND_SHIFT
    drop_first(w)
    if kind == ANSWER:
        number = order & ((1 << KIND_SHIFT) - 1)
        waits = w.i[deal_at(w, slot) + B_STATE] == WAITING and w.f[deal_at(w, slot) + A_WAIT_ENDS] == now
        if waits and deal_number(w, slot) == number:
            w.i[C_EVENTS] += 1
            if end_wait(w, t, log, slot, now):
                enqueue(w, t, slot)
    elif kind == TOUCH:
        if w.f[seat_at(w, slot) + F_TOUCH_ENDS] == now:
            w.i[C_EVENTS] += 1
            deal = w.i[seat_at(w, slot) + I_DEAL]
            delay = end_touch(w, t, log, slot, now)
            if delay >= 0.0:
                push(w, now + delay, ANSWER, deal_number(w, deal), deal)
            call_for_work(w, slot)
    elif kind == LEAD:
        if w.f[stream_at(w, slot) + SF_NEXT_AT] == now:
            w.i[C_EVENTS] += 1
            enqueue(w, t, lead_created(w, t, log, slot, now))
            due_after(w, now, plan_lead(w, t, slot, now), LEAD, slot, slot)
    elif w.f[seat_at(w, slot) + F_CHANGE_AT] == now:
        w.i[C_EVENTS] += 1
        change_holder(w, t, log, slot, now)


@compiled_apart
def change_holder(w: World, t: Tables, log: Floats, seat: int, now: float) -> None:
    """A rep leaves and deals are passed on, or a successor starts."""
    desk = seat_at(w, seat)
    if not w.i[desk + I_FILLED]:
        join(w, t, log, seat, now, True)
        stream = w.i[S_SOURCES] + seat
        due_after(w, now, plan_lead(w, t, stream, now), LEAD, stream, stream)
        due_after(w, now, plan_leaving(w, t, seat, now), CAREER, seat, seat)
        call_for_work(w, seat)
        return
    worked = w.i[desk + I_DEAL]
    due_after(w, now, leave(w, t, log, seat, now), CAREER, seat, seat)
    for slot in range(w.i[C_USED]):
        state = w.i[deal_at(w, slot) + B_STATE]
        if state != FREE and w.i[deal_at(w, slot) + B_OWNER] == seat:
            waits = state == READY or state == HAND_OFF_READY
            if waits and slot != worked:
                unqueue(w, t, slot)
            if hand_over(w, t, log, slot, now) and waits:
                enqueue(w, t, slot)


# --- queues: one linked list a seat and one a role's pool --------------------------------


@compiled
def enqueue(w: World, t: Tables, slot: int) -> None:
    """A deal waits for a rep; whoever may take it looks for work."""
    queue = queue_of(w, t, slot)
    w.i[deal_at(w, slot) + B_NEXT] = w.i[w.i[S_QUEUE_HEADS] + queue]
    w.i[w.i[S_QUEUE_HEADS] + queue] = slot
    if queue < w.i[S_SEATS]:
        call_for_work(w, queue)
        return
    role = queue - w.i[S_SEATS]
    terms = role_at(w, role)
    first = w.i[terms + Q_FIRST]
    for seat in range(first, first + w.i[terms + Q_SEATS]):
        call_for_work(w, seat)


@compiled
def unqueue(w: World, t: Tables, slot: int) -> None:
    """Take a deal out of the queue in which it waits."""
    deal = deal_at(w, slot)
    queue = queue_of(w, t, slot)
    at = w.i[w.i[S_QUEUE_HEADS] + queue]
    if at == slot:
        w.i[w.i[S_QUEUE_HEADS] + queue] = w.i[deal + B_NEXT]
        return
    while w.i[deal_at(w, at) + B_NEXT] != slot:
        at = w.i[deal_at(w, at) + B_NEXT]
    w.i[deal_at(w, at) + B_NEXT] = w.i[deal + B_NEXT]


@compiled
def call_for_work(w: World, seat: int) -> None:
    """The seat looks for work when all that happens at this instant has happened."""
    desk = seat_at(w, seat)
    if w.i[desk + I_WAITS_DISPATCH] == 0 and is_free(w, seat):
        w.i[desk + I_WAITS_DISPATCH] = 1
        n = w.i[C_WAITING_DISPATCH]
        while n > 0 and w.i[w.i[S_DISPATCH_LIST] + n - 1] > seat:
            w.i[w.i[S_DISPATCH_LIST] + n] = w.i[w.i[S_DISPATCH_LIST] + n - 1]
            n -= 1
        w.i[w.i[S_DISPATCH_LIST] + n] = seat
        w.i[C_WAITING_DISPATCH] += 1


@compiled
def dispatch(w: World, t: Tables, log: Floats, now: float) -> None:
    """Seat by seat, free reps take up their next deal."""
    waiting = w.i[C_WAITING_DISPATCH]
    w.i[C_WAITING_DISPATCH] = 0
    for i in range(waiting):
        seat = w.i[w.i[S_DISPATCH_LIST] + i]
        w.i[seat_at(w, seat) + I_WAITS_DISPATCH] = 0
        if is_free(w, seat):
            slot = best(w, t, seat)
            if slot >= 0:
                unqueue(w, t, slot)
                hours = begin_touch(w, t, log, seat, slot, now)
                push(w, now + hours, TOUCH, seat, seat)


@compiled
def best(w: World, t: Tables, seat: int) -> int:
    """The ready deal that comes first for a seat, from its own queue and its role's pool; -1 if none."""
    first, lowest, policy = -1, inf, policy_of(w, seat)
    for queue in (seat, w.i[S_SEATS] + w.i[seat_at(w, seat) + I_ROLE]):
        slot = w.i[w.i[S_QUEUE_HEADS] + queue]
        while slot >= 0:
            value = rank(w, t, policy, slot)
            if first < 0 or value < lowest or (value == lowest and comes_before(w, slot, first)):
                first, lowest = slot, value
            slot = w.i[deal_at(w, slot) + B_NEXT]
    return first
