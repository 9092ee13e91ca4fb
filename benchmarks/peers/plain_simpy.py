"""Peer: SimPy as its manual teaches it: a process per lead, a priority resource per rep."""

from __future__ import annotations

import random
from collections.abc import Iterator

import simpy

from benchmarks.peers import page


class Company:
    """The reps and what is counted."""

    def __init__(self, n_reps: int, seed: int) -> None:
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.reps = [simpy.PriorityResource(self.env) for _ in range(n_reps)]
        self.chances = [page.chances(skill) for skill in page.skills(n_reps)]
        self.rate = page.arrival_rate(n_reps)
        self.answers = page.Answers(0, 0, 0.0, [0] * 5, 0.0, 0.0, 0)

    def arrivals(self) -> Iterator[simpy.Event]:
        """Start a process for each lead that arrives."""
        while True:
            yield self.env.timeout(self.random.expovariate(self.rate))
            rep = self.answers.leads % len(self.reps)
            self.answers.leads += 1
            self.answers.events += 1
            self.env.process(self.lead(rep))

    def lead(self, rep: int) -> Iterator[simpy.Event]:
        """The life of one lead, from arrival to won or lost."""
        arrived = self.env.now
        for stage in range(5):
            self.answers.entries[stage] += 1
            for _ in range(page.ACTIVITIES):
                with self.reps[rep].request(priority=-stage) as turn:
                    yield turn
                    yield from self.effort(stage)
                yield self.env.timeout(self.random.lognormvariate(page.WAIT_MU[stage], page.WAIT_SD))
                self.answers.events += 1
            if self.random.random() >= self.chances[rep][stage]:
                return
        self.answers.wins += 1
        self.answers.bookings += self.random.lognormvariate(page.VALUE_MU, page.VALUE_SD)
        self.answers.cycle_hours_sum += self.env.now - arrived

    def effort(self, stage: int) -> Iterator[simpy.Event]:
        """One activity of the rep; only the part before the horizon counts as busy."""
        hours = self.random.lognormvariate(page.EFFORT_MU[stage], page.EFFORT_SD)
        self.answers.busy_hours += min(hours, page.HORIZON - self.env.now)
        yield self.env.timeout(hours)
        self.answers.events += 1


def run(n_reps: int, seed: int) -> page.Answers:
    """One replication."""
    company = Company(n_reps, seed)
    company.env.process(company.arrivals())
    company.env.run(until=page.HORIZON)
    return company.answers
