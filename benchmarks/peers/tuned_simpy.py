"""Peer: SimPy tuned for speed: callbacks on bare timeouts, no processes, no resources."""

from __future__ import annotations

import random
from heapq import heappop, heappush
from math import exp

import simpy
from simpy.events import Timeout

from benchmarks.peers import page


class Rep:
    """One server and its queue of (-stage, number, lead)."""

    __slots__ = ("busy", "chances", "queue")

    def __init__(self, chances: list[float]) -> None:
        self.busy = False
        self.chances = chances
        self.queue: list[tuple[int, int, Lead]] = []


class Lead:
    """A lead; its bound methods are the callbacks of its timeouts."""

    __slots__ = ("activity", "arrived", "company", "rep", "stage")

    def __init__(self, company: Company, rep: Rep) -> None:
        self.company = company
        self.rep = rep
        self.stage = self.activity = 0
        self.arrived = company.env._now
        self.ready()

    def ready(self) -> None:
        """Start at once if the rep is free, else queue."""
        rep = self.rep
        if rep.busy:
            self.company.number += 1
            heappush(rep.queue, (-self.stage, self.company.number, self))
        else:
            rep.busy = True
            self.start()

    def start(self) -> None:
        """The rep takes the lead up."""
        company = self.company
        hours = exp(company.gauss(page.EFFORT_MU[self.stage], page.EFFORT_SD))
        left = page.HORIZON - company.env._now
        company.answers.busy_hours += hours if hours < left else left
        Timeout(company.env, hours).callbacks.append(self.effort_done)

    def effort_done(self, _: simpy.Event) -> None:
        """The customer's wait begins; the rep takes up the next lead."""
        company, rep = self.company, self.rep
        company.answers.events += 1
        wait = exp(company.gauss(page.WAIT_MU[self.stage], page.WAIT_SD))
        Timeout(company.env, wait).callbacks.append(self.wait_done)
        if rep.queue:
            heappop(rep.queue)[2].start()
        else:
            rep.busy = False

    def wait_done(self, _: simpy.Event) -> None:
        """Next activity, next stage, won or lost."""
        answers = self.company.answers
        answers.events += 1
        self.activity += 1
        if self.activity == page.ACTIVITIES:
            if self.company.uniform() >= self.rep.chances[self.stage]:
                return
            self.activity = 0
            self.stage += 1
            if self.stage == 5:
                answers.wins += 1
                answers.bookings += exp(self.company.gauss(page.VALUE_MU, page.VALUE_SD))
                answers.cycle_hours_sum += self.company.env._now - self.arrived
                return
            answers.entries[self.stage] += 1
        self.ready()


class Company:
    """The reps, the random numbers and what is counted."""

    def __init__(self, n_reps: int, seed: int) -> None:
        self.env = simpy.Environment()
        source = random.Random(seed)
        self.gauss, self.uniform, self.gap = source.gauss, source.random, source.expovariate
        self.reps = [Rep(page.chances(skill)) for skill in page.skills(n_reps)]
        self.rate = page.arrival_rate(n_reps)
        self.number = 0
        self.answers = page.Answers(0, 0, 0.0, [0] * 5, 0.0, 0.0, 0)
        self.expect()

    def expect(self) -> None:
        """Set the timeout of the next arrival."""
        Timeout(self.env, self.gap(self.rate)).callbacks.append(self.arrive)

    def arrive(self, _: simpy.Event) -> None:
        """A lead arrives; the next one is set."""
        answers = self.answers
        rep = self.reps[answers.leads % len(self.reps)]
        answers.leads += 1
        answers.events += 1
        answers.entries[0] += 1
        Lead(self, rep)
        self.expect()


def run(n_reps: int, seed: int) -> page.Answers:
    """One replication."""
    company = Company(n_reps, seed)
    company.env.run(until=page.HORIZON)
    return company.answers
