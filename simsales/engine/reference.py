"""The readable engine: SimPy processes for sources, deals, reps and the week.

It keeps a calendar, queues and pauses of its own and shares every state change with the
batch engine, so both end with the same totals and the same log, bit for bit. Read this
one to understand what happens when.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from simsales.engine import layout
from simsales.engine.compile import Compiled
from simsales.engine.queues import deal_number, is_free, policy_of, queue_of, rank
from simsales.engine.recording import most_rows
from simsales.engine.room import FIRST_CAPACITY, keep
from simsales.engine.seats import join, leave, plan_leaving
from simsales.engine.start import start
from simsales.engine.streams import plan_lead
from simsales.engine.tables import H_OPEN_COUNT
from simsales.engine.totals import Totals
from simsales.engine.transitions import (
    begin_touch, end_touch, end_wait, go_cold, hand_over, lead_created, may_go_cold,
)  # fmt: skip
from simsales.engine.week import close_week, finish, open_week
from simsales.engine.world import (
    A_READY, A_WAIT_ENDS, B_OWNER, B_STATE, C_CAPACITY, C_EVENTS, C_FREE, C_LOGGED, C_USED,
    C_WARMUP, C_WEEK, FREE, F_CHANGE_AT, HAND_OFF_READY, HOURS_PER_WEEK, I_DEAL, I_FILLED, I_ROLE,
    Q_FIRST, Q_SEATS, READY, SF_NEXT_AT, S_ROLES, S_SEATS, S_SOURCES, S_WEEKS, WAITING, deal_at,
    grown, new_buffer, role_at, seat_at, stream_at, world_of,
)  # fmt: skip

Floats = NDArray[np.float64]
Process = Generator[simpy.Event, Any, None]

WEEK, CAREER, LEAD, TOUCH, ANSWER, DISPATCH = range(6)
_KIND_SHIFT = 58
_ABOVE_CASCADES = 2
"""SimPy's own priorities are 0 and 1; what follows at once from a thing comes before the next thing."""


class Moment(simpy.Event):
    """Something due after a delay; simultaneous moments come in the order of (kind, entity)."""

    def __init__(self, env: simpy.Environment, delay: float, kind: int, entity: int) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        order: Any = _ABOVE_CASCADES + ((kind << _KIND_SHIFT) | entity)
        env.schedule(self, order, delay)


class ReferenceEngine:
    """Callable that plays one replication."""

    def __init__(self, compiled: Compiled, seed: int, luck_only: bool, log: bool) -> None:
        self._compiled, self._seed, self._luck_only, self._log = compiled, seed, luck_only, log

    def __call__(self, replication: int, totals: Totals, place: int) -> Floats:
        """Play one replication into `totals`; returns its log (empty unless wanted)."""
        run = _Run(self._compiled, self._seed, replication, self._luck_only, self._log)
        run.env.run(until=run.over)
        keep(run.w, totals, place)
        return run.whole_log()


class _Clock(simpy.Environment):
    """SimPy's clock, which sees before each step that the next event finds room."""

    def __init__(self, run: _Run) -> None:
        super().__init__(initial_time=0.0)
        self._run = run

    def step(self) -> None:
        self._run.make_room()
        super().step()


class _Run:
    """One replication under way."""

    def __init__(self, compiled: Compiled, seed: int, replication: int, luck_only: bool, log: bool) -> None:
        self.t, self._shape = compiled.tables, compiled.shape
        self._buffer = new_buffer(compiled.shape, max(FIRST_CAPACITY, 2 * self.t.i[H_OPEN_COUNT]))
        self.w = world_of(self._buffer)
        self.log = np.zeros((1 << 14 if log else 0, len(layout.LOG)))
        self._full: list[Floats] = []
        self.make_room()
        start(self.w, self.t, self.log, seed, replication, luck_only)
        self.env = _Clock(self)
        self.over = self.env.event()
        self.queues: list[list[int]] = [[] for _ in range(self.w.i[S_SEATS] + self.w.i[S_ROLES])]
        self.desks = [self.env.event() for _ in range(self.w.i[S_SEATS])]
        self.workers: dict[int, simpy.Process] = {}
        self.touched: dict[int, simpy.Event] = {}
        self.looking: set[int] = set()
        self._dispatching = False
        self._set_up()

    def _set_up(self) -> None:
        """Open deals wait for answers, vacant seats for their day, and the first week begins."""
        for slot in range(self.w.i[C_USED]):
            self.env.process(self.deal(slot, self.w.f[deal_at(self.w, slot) + A_WAIT_ENDS]))
        for seat in range(self.w.i[S_SEATS]):
            if self.w.i[seat_at(self.w, seat) + I_FILLED]:
                self.workers[seat] = self.env.process(self.work(seat))
            else:
                opens = self.w.f[seat_at(self.w, seat) + F_CHANGE_AT]
                self.env.process(self.career(seat, opens))
        self.env.process(self.weeks())

    # --- what goes on ------------------------------------------------------------------

    def weeks(self) -> Process:
        """The week tick."""
        week = float(self.w.f[HOURS_PER_WEEK])
        self.begin_week()
        while True:
            yield Moment(self.env, week, WEEK, 0)
            close_week(self.w, self.t, self.log, self.env.now)
            self.w.i[C_EVENTS] += 1
            if self.w.i[C_WEEK] == self.w.i[C_WARMUP] + self.w.i[S_WEEKS]:
                finish(self.w, self.t, self.env.now)
                self.over.succeed()
                return
            self.let_go_cold()
            self.begin_week()

    def begin_week(self) -> None:
        """Plan the week's leads and leavings; everybody looks for work."""
        open_week(self.w, self.t, self.log, self.env.now)
        for stream in range(self.w.i[S_SOURCES] + self.w.i[S_SEATS]):
            self.plan_lead(stream)
        for seat in range(self.w.i[S_SEATS]):
            self.plan_leaving(seat)
            self.call_for_work(seat)

    def next_lead(self, stream: int, delay: float) -> Process:
        """A lead on its way, from a source or from a rep's prospecting."""
        yield Moment(self.env, delay, LEAD, stream)
        if self.w.f[stream_at(self.w, stream) + SF_NEXT_AT] != self.env.now:
            return  # the rep who would have made it has left
        self.w.i[C_EVENTS] += 1
        slot = lead_created(self.w, self.t, self.log, stream, self.env.now)
        self.env.process(self.deal(slot, None))
        self.plan_lead(stream)

    def deal(self, slot: int, answer: float | None) -> Process:
        """A deal's life: wait for the rep, be touched, let the customer think, until it is closed.

        One that is lost while it waits for a rep is never woken again.
        """
        number = deal_number(self.w, slot)
        while True:
            if answer is None:
                answer = yield self.queue_up(slot)
                if answer < 0:
                    return  # handed off to customer service
            yield Moment(self.env, answer, ANSWER, number)
            if not self.still_waits(slot, number):
                return  # lost at a hand-over meanwhile
            self.w.i[C_EVENTS] += 1
            if not end_wait(self.w, self.t, self.log, slot, self.env.now):
                return
            answer = None

    def work(self, seat: int) -> Process:
        """A holder's working life: take up a deal, touch it, look for the next, until leaving."""
        try:
            while True:
                slot = yield self.desks[seat]
                hours = begin_touch(self.w, self.t, self.log, seat, slot, self.env.now)
                yield Moment(self.env, hours, TOUCH, seat)
                self.w.i[C_EVENTS] += 1
                delay = end_touch(self.w, self.t, self.log, seat, self.env.now)
                self.touched.pop(slot).succeed(delay)
                self.desks[seat] = self.env.event()
                self.call_for_work(seat)
        except simpy.Interrupt:
            self.desks[seat] = self.env.event()

    def career(self, seat: int, delay: float) -> Process:
        """A change in a seat: its holder leaves, or a successor starts."""
        yield Moment(self.env, delay, CAREER, seat)
        if self.w.f[seat_at(self.w, seat) + F_CHANGE_AT] != self.env.now:
            return
        self.w.i[C_EVENTS] += 1
        if self.w.i[seat_at(self.w, seat) + I_FILLED]:
            self.leave(seat)
        else:
            join(self.w, self.t, self.log, seat, self.env.now, True)
            self.workers[seat] = self.env.process(self.work(seat))
            self.plan_lead(self.w.i[S_SOURCES] + seat)
            self.plan_leaving(seat)
            self.call_for_work(seat)

    def leave(self, seat: int) -> None:
        """The holder leaves, and every deal of the seat is passed on."""
        worked = self.w.i[seat_at(self.w, seat) + I_DEAL]
        delay = leave(self.w, self.t, self.log, seat, self.env.now)
        if delay >= 0.0:
            self.env.process(self.career(seat, delay))
        self.workers.pop(seat).interrupt()
        for slot in range(self.w.i[C_USED]):
            state = self.w.i[deal_at(self.w, slot) + B_STATE]
            if state != FREE and self.w.i[deal_at(self.w, slot) + B_OWNER] == seat:
                waits = state in (READY, HAND_OFF_READY)
                if waits and slot != worked:
                    self.queues[seat].remove(slot)
                kept = hand_over(self.w, self.t, self.log, slot, self.env.now)
                if kept and waits:
                    self.enqueue(slot)
                elif not kept:
                    self.touched.pop(slot, None)

    # --- plans -------------------------------------------------------------------------

    def plan_lead(self, stream: int) -> None:
        """Put the stream's next lead in the calendar if it comes this week."""
        delay = plan_lead(self.w, self.t, stream, self.env.now)
        if delay >= 0.0:
            self.env.process(self.next_lead(stream, delay))

    def plan_leaving(self, seat: int) -> None:
        """Put the holder's leaving in the calendar if it is this week."""
        delay = plan_leaving(self.w, self.t, seat, self.env.now)
        if delay >= 0.0:
            self.env.process(self.career(seat, delay))

    # --- queues ------------------------------------------------------------------------

    def queue_up(self, slot: int) -> simpy.Event:
        """Let a deal wait for a rep; the event brings the customer's delay after the touch."""
        self.touched[slot] = self.env.event()
        self.enqueue(slot)
        return self.touched[slot]

    def enqueue(self, slot: int) -> None:
        """Put a ready deal in its queue; whoever may take it looks for work."""
        queue = queue_of(self.w, self.t, slot)
        self.queues[queue].append(slot)
        if queue < self.w.i[S_SEATS]:
            self.call_for_work(queue)
            return
        row = role_at(self.w, queue - self.w.i[S_SEATS])
        first = self.w.i[row + Q_FIRST]
        for seat in range(first, first + self.w.i[row + Q_SEATS]):
            self.call_for_work(seat)

    def call_for_work(self, seat: int) -> None:
        """The seat looks for work when all that happens at this instant has happened."""
        if is_free(self.w, seat):
            self.looking.add(int(seat))
            if not self._dispatching:
                self._dispatching = True
                self.env.process(self.dispatch())

    def dispatch(self) -> Process:
        """Seat by seat, free reps get their next deal."""
        yield Moment(self.env, 0.0, DISPATCH, 0)
        self._dispatching = False
        seats, self.looking = sorted(self.looking), set()
        for seat in seats:
            if is_free(self.w, seat):
                slot = self.best(seat)
                if slot is not None:
                    self.queues[queue_of(self.w, self.t, slot)].remove(slot)
                    self.desks[seat].succeed(slot)

    def best(self, seat: int) -> int | None:
        """The ready deal that comes first for a seat, from its own queue and its role's pool."""
        role = self.w.i[seat_at(self.w, seat) + I_ROLE]
        waiting = self.queues[seat] + self.queues[self.w.i[S_SEATS] + role]
        policy = policy_of(self.w, seat)
        return min(waiting, key=lambda slot: self._place(policy, slot), default=None)

    def _place(self, policy: int, slot: int) -> tuple[float, float, int]:
        """Order of a ready deal: its rank, then the earliest ready, then by entity."""
        ready = self.w.f[deal_at(self.w, slot) + A_READY]
        return rank(self.w, self.t, policy, slot), ready, deal_number(self.w, slot)

    def let_go_cold(self) -> None:
        """Deals that have waited too long may be lost."""
        for slot in range(self.w.i[C_USED]):
            if may_go_cold(self.w, self.t, slot, self.env.now):
                queue = self.queues[queue_of(self.w, self.t, slot)]
                if go_cold(self.w, self.log, slot, self.env.now):
                    queue.remove(slot)
                    self.touched.pop(slot)

    def still_waits(self, slot: int, number: int) -> bool:
        """Whether this very deal is still there and its answer is due now."""
        row = deal_at(self.w, slot)
        due = self.w.i[row + B_STATE] == WAITING and self.w.f[row + A_WAIT_ENDS] == self.env.now
        return bool(due and deal_number(self.w, slot) == number)

    # --- room --------------------------------------------------------------------------

    def make_room(self) -> None:
        """Grow the world or put logged rows aside before either is full."""
        if self.w.i[C_FREE] < 0 and self.w.i[C_USED] >= self.w.i[C_CAPACITY]:
            self._buffer = grown(self._buffer, self._shape)
            self.w = world_of(self._buffer)
        rows = self.w.i[C_LOGGED]
        if len(self.log) and rows + 2 * most_rows(self.w) + 4 * self.t.i[H_OPEN_COUNT] > len(self.log):
            self._full.append(self.log[:rows].copy())
            self.w.i[C_LOGGED] = 0
            wanted = 4 * most_rows(self.w) + 8 * self.t.i[H_OPEN_COUNT]
            if wanted > len(self.log):
                self.log = np.zeros((wanted, self.log.shape[1]))

    def whole_log(self) -> Floats:
        """All rows logged."""
        return np.concatenate([*self._full, self.log[: self.w.i[C_LOGGED]]])
