"""A company simulated a second time, in plain SimPy, from the words of the model page alone.

It shares no code and no random numbers with the engines: its purpose is to catch mistakes
that both engines share. One process per deal, one priority resource per seat, one process
per seat for its people. It is small and slow.

The company: three sources (one enters late and has better odds), round robin over filled
seats, three stages with several touches, ramp, leaving and replacement, days of absence,
and deals that lose odds while they wait for their rep.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import exp, log
from typing import Any

import simpy

WEEK = 40.0
DEAL_WORK = 0.6
ABSENT_DAYS = 26
STAY_YEARS = 1 / 0.6
FILL_WEEKS = 6.0
RAMP_MONTHS, START_SPEED, START_ODDS = 5.0, 0.6, -0.7
LATE_PER_WEEK = 0.25
HAND_OVER_LOSS = 0.2
SEATS, WEEKS, WARMUP = 5, 104, 52
HAND_OFF_HOURS = 1.5
SIZE_MEAN, SIZE_CV = 1000.0, 0.8
SKILL_SLOPE, SKILL_SPREAD = 0.3, 1.0

SOURCES: dict[str, dict[str, Any]] = {
    "web": {"per_week": 14.0, "enters": 0, "odds": {}},
    "fair": {"per_week": 5.0, "enters": 0, "odds": {0: -0.4, 1: -0.2}},
    "partner": {"per_week": 2.0, "enters": 1, "odds": {1: 0.5}},
}
STAGES: list[dict[str, Any]] = [
    {"name": "call", "advance": 0.5, "touches": 3, "effort": 1.2, "wait_days": 6.0},
    {"name": "demo", "advance": 0.6, "touches": 2, "effort": 3.5, "wait_days": 10.0},
    {"name": "offer", "advance": 0.45, "touches": 1, "effort": 3.0, "wait_days": 7.0},
]


def scenario() -> dict[str, Any]:
    """The same company as a simsales scenario."""
    stages = {
        stage["name"]: {
            "advance": stage["advance"], "touches": stage["touches"], "skill": "closing",
            "effort_hours": {"exponential": {"mean": stage["effort"]}},
            "wait": {"calendar_days": {"gamma": {"mean": stage["wait_days"], "cv": 0.5}}},
        }
        for stage in STAGES
    }  # fmt: skip
    names = list(stages)
    sources = {
        name: {"leads_per_week": s["per_week"], "enters": names[s["enters"]],
               "log_odds": {names[i]: x for i, x in s["odds"].items()}}
        for name, s in SOURCES.items()
    }  # fmt: skip
    role = {
        "headcount": SEATS, "deal_work_share": DEAL_WORK, "absence_days_per_year": ABSENT_DAYS,
        "ramp": {"months": RAMP_MONTHS, "shape": "linear", "start_speed": START_SPEED,
                 "start_log_odds": START_ODDS},
        "turnover": {"per_year": 1 / STAY_YEARS, "weeks_to_fill": {"exponential": {"mean": FILL_WEEKS}}},
        "skill": {"log_odds": SKILL_SLOPE, "spread": SKILL_SPREAD},
        "priority": "closest_to_close",
    }  # fmt: skip
    off = dict.fromkeys(("response", "ageing", "cold", "overload"), "off")
    return {
        "name": "independent",
        "calendar": {"weeks": WEEKS, "warmup_weeks": WARMUP, "period": "year"},
        "segments": {"all": {"deal_size": {"lognormal": {"mean": SIZE_MEAN, "cv": SIZE_CV}}}},
        "sources": sources,
        "pipeline": {"stages": stages, "hand_off_hours": HAND_OFF_HOURS},
        "roles": {"rep": role},
        "behaviour": off | {"lateness": {"log_odds_per_week": LATE_PER_WEEK},
                            "hand_over": {"loss": HAND_OVER_LOSS, "log_odds": 0}},
    }  # fmt: skip


@dataclass
class Seat:
    """One territory and whoever sits there."""

    desk: simpy.PriorityResource
    deals: set[Deal] = field(default_factory=set)
    filled: bool = True
    joined: float = -1e9
    skill: float = 0.0
    present: float = 1.0
    counted: float = WARMUP * WEEK
    changed: simpy.Event | None = None

    def gap(self, now: float) -> float:
        """Share of the newcomer's ramp still ahead."""
        return max(0.0, 1 - (now - self.joined) / (RAMP_MONTHS * 52 / 12 * WEEK))


@dataclass(eq=False)
class Deal:
    """An open deal and the process that lives its life."""

    source: str
    seat: Seat
    created: float
    process: simpy.Process | None = None
    won: bool = False


@dataclass
class Counts:
    """What is measured after the warm-up."""

    leads: int = 0
    won: int = 0
    lost: int = 0
    lost_at_hand_over: int = 0
    bookings: float = 0.0
    cycle_hours: float = 0.0
    touches: int = 0
    queue_hours: float = 0.0
    effort_hours: float = 0.0
    filled_hours: float = 0.0
    absent_hours: float = 0.0
    left: int = 0
    joined: int = 0
    open_at_end: int = 0


class Company:
    """One simulated company."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"independent {seed}")
        self.env = simpy.Environment()
        self.seats = [Seat(simpy.PriorityResource(self.env)) for _ in range(SEATS)]
        self.turn = 0
        self.count = Counts()
        self.open: set[Deal] = set()
        for seat in self.seats:
            seat.skill = self.random.gauss(0, SKILL_SPREAD)
            seat.changed = self.env.event()
            self.env.process(self.people(seat))
            self.env.process(self.days(seat))
        for name in SOURCES:
            self.env.process(self.arrivals(name))

    @property
    def measured(self) -> bool:
        """Whether the warm-up is over."""
        return self.env.now >= WARMUP * WEEK

    def arrivals(self, name: str) -> Iterator[simpy.Event]:
        """Poisson leads of one source."""
        while True:
            yield self.env.timeout(self.random.expovariate(SOURCES[name]["per_week"] / WEEK))
            deal = Deal(name, self.next_seat(), self.env.now)
            deal.seat.deals.add(deal)
            self.open.add(deal)
            self.count.leads += self.measured
            deal.process = self.env.process(self.life(deal))

    def next_seat(self) -> Seat:
        """Round robin over filled seats (all of them if none is filled)."""
        filled = [seat for seat in self.seats if seat.filled] or self.seats
        self.turn += 1
        return filled[self.turn % len(filled)]

    def days(self, seat: Seat) -> Iterator[simpy.Event]:
        """Each week, each of five days is spent away with the same chance."""
        while True:
            self.account(seat)
            away = sum(self.random.random() < ABSENT_DAYS / 260 for _ in range(5))
            seat.present = 1 - away / 5
            before = seat.changed
            seat.changed = self.env.event()
            if before is not None:
                before.succeed()
            yield self.env.timeout(WEEK)

    def people(self, seat: Seat) -> Iterator[simpy.Event]:
        """Holders leave at a constant hazard, deals pass on, a newcomer follows."""
        while True:
            yield self.env.timeout(self.random.expovariate(1 / (STAY_YEARS * 52 * WEEK)))
            self.account(seat)
            self.count.left += self.measured
            seat.filled = False
            self.pass_on(seat)
            yield self.env.timeout(self.random.expovariate(1 / (FILL_WEEKS * WEEK)))
            self.account(seat)
            seat.filled, seat.joined = True, self.env.now
            seat.skill = self.random.gauss(0, SKILL_SPREAD)
            self.count.joined += self.measured

    def account(self, seat: Seat) -> None:
        """Count the seat's filled and absent hours since they were last counted."""
        hours = self.env.now - seat.counted
        if hours <= 0:
            return
        seat.counted = self.env.now
        if seat.filled:
            self.count.filled_hours += hours
            self.count.absent_hours += hours * (1 - seat.present)

    def pass_on(self, seat: Seat) -> None:
        """Open deals go to colleagues, some are lost on the way."""
        for deal in sorted(seat.deals, key=lambda d: d.created):
            assert deal.process is not None
            lost = not deal.won and self.random.random() < HAND_OVER_LOSS
            deal.process.interrupt("lost" if lost else "moved")

    def life(self, deal: Deal) -> Iterator[simpy.Event]:
        """A deal from its first touch to its end."""
        place = SOURCES[deal.source]["enters"]
        while place < len(STAGES):
            stage = STAGES[place]
            late = 0.0
            for _ in range(stage["touches"]):
                effort = self.random.expovariate(1 / stage["effort"] * stage["touches"])
                waited = yield from self.touch(deal, -place, effort, True)
                if waited is None or not (yield from self.customer(deal, stage)):
                    return self.lose(deal, at_hand_over=True)
                late += waited
            if self.random.random() >= self.odds(deal, place, late):
                return self.lose(deal, at_hand_over=False)
            place += 1
        self.win(deal)
        yield from self.touch(deal, -place, HAND_OFF_HOURS, False)
        deal.seat.deals.discard(deal)
        return None

    def odds(self, deal: Deal, place: int, late: float) -> float:
        """Chance to advance: all effects in log-odds."""
        seat, base = deal.seat, STAGES[place]["advance"]
        x = log(base / (1 - base)) + SKILL_SLOPE * seat.skill + START_ODDS * seat.gap(self.env.now)
        x += SOURCES[deal.source]["odds"].get(place, 0.0) - LATE_PER_WEEK * late / WEEK
        return 1 / (1 + exp(-x))

    def touch(self, deal: Deal, priority: int, effort: float, selling: bool) -> Any:
        """Wait for the rep and be worked on; hours waited, or None when lost at a hand-over.

        A touch that is broken off because its rep leaves is begun again by the colleague.
        """
        waited, since = 0.0, self.env.now
        while True:
            began = hours = 0.0
            with deal.seat.desk.request(priority=priority) as request:
                try:
                    yield request
                    while not (deal.seat.filled and deal.seat.present > 0):
                        yield deal.seat.changed
                    began = self.env.now
                    waited = began - since
                    work = effort / (1 - (1 - START_SPEED) * deal.seat.gap(began))
                    hours = work / (DEAL_WORK * deal.seat.present)
                    yield self.env.timeout(hours)
                    self.worked(began, hours, work)
                    self.count.touches += selling and self.measured
                    self.count.queue_hours += waited if selling and self.measured else 0.0
                    return waited
                except simpy.Interrupt as interrupt:
                    if hours > 0:
                        spent = self.env.now - began
                        self.worked(began, spent, work * spent / hours)
                        since += spent
                    if not self.moved(deal, interrupt.cause):
                        return None

    def worked(self, began: float, hours: float, effort: float) -> None:
        """Count effort, that part of it that fell after the warm-up."""
        end = began + hours
        inside = max(0.0, end - max(began, WARMUP * WEEK))
        if hours > 0:
            self.count.effort_hours += effort * inside / hours

    def moved(self, deal: Deal, cause: Any) -> bool:
        """Give a passed-on deal its new owner; False when it was lost instead."""
        deal.seat.deals.discard(deal)
        if cause == "lost":
            return False
        deal.seat = self.next_seat()
        deal.seat.deals.add(deal)
        return True

    def customer(self, deal: Deal, stage: dict[str, Any]) -> Any:
        """The customer's delay; False when the deal is lost at a hand-over meanwhile."""
        days = self.random.gammavariate(4, stage["wait_days"] / stage["touches"] / 4)
        ends = self.env.now + days * WEEK / 7
        while self.env.now < ends:
            try:
                yield self.env.timeout(ends - self.env.now)
            except simpy.Interrupt as interrupt:
                if not self.moved(deal, interrupt.cause):
                    return False
        return True

    def lose(self, deal: Deal, at_hand_over: bool) -> None:
        """A deal is lost."""
        deal.seat.deals.discard(deal)
        self.open.discard(deal)
        self.count.lost += self.measured
        self.count.lost_at_hand_over += self.measured and at_hand_over

    def win(self, deal: Deal) -> None:
        """A deal is won and booked."""
        self.open.discard(deal)
        deal.won = True
        if self.measured:
            self.count.won += 1
            variance = log(1 + SIZE_CV**2)
            self.count.bookings += self.random.lognormvariate(log(SIZE_MEAN) - variance / 2, variance**0.5)
            self.count.cycle_hours += self.env.now - deal.created


def run(seed: int) -> Counts:
    """One replication: the warm-up, then two measured years."""
    company = Company(seed)
    company.env.run(until=(WARMUP + WEEKS) * WEEK)
    for seat in company.seats:
        company.account(seat)
    company.count.open_at_end = len(company.open)
    return company.count
