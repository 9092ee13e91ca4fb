"""Peer: salabim in its generator (yielding) form: a component per lead, a resource per rep."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import salabim as sim

from benchmarks.peers import page


class Lead(sim.Component):
    """A lead from arrival to won or lost."""

    def setup(self, company: Company, rep: int) -> None:
        """Salabim's constructor."""
        self.company, self.rep = company, rep

    def process(self) -> Iterator[Any]:
        """The lead's life."""
        company, answers = self.company, self.company.answers
        desk, arrived = company.reps[self.rep], self.env.now()
        for stage in range(5):
            answers.entries[stage] += 1
            for _ in range(page.ACTIVITIES):
                yield self.request((desk, 1, -stage))
                hours = company.random.lognormvariate(page.EFFORT_MU[stage], page.EFFORT_SD)
                answers.busy_hours += min(hours, page.HORIZON - self.env.now())
                yield self.hold(hours)
                answers.events += 1
                self.release(desk)
                yield self.hold(company.random.lognormvariate(page.WAIT_MU[stage], page.WAIT_SD))
                answers.events += 1
            if company.random.random() >= company.chances[self.rep][stage]:
                return
        answers.wins += 1
        answers.bookings += company.random.lognormvariate(page.VALUE_MU, page.VALUE_SD)
        answers.cycle_hours_sum += self.env.now() - arrived


class Arrivals(sim.Component):
    """Makes leads."""

    def setup(self, company: Company) -> None:
        """Salabim's constructor."""
        self.company = company

    def process(self) -> Iterator[Any]:
        """Poisson arrivals, dealt round robin."""
        answers = self.company.answers
        while True:
            yield self.hold(self.company.random.expovariate(self.company.rate))
            Lead(company=self.company, rep=answers.leads % len(self.company.reps))
            answers.leads += 1
            answers.events += 1


class Company:
    """The reps, the random numbers and what is counted."""

    def __init__(self, env: Any, n_reps: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.reps = [sim.Resource(env=env, monitor=False) for _ in range(n_reps)]
        self.chances = [page.chances(skill) for skill in page.skills(n_reps)]
        self.rate = page.arrival_rate(n_reps)
        self.answers = page.Answers(0, 0, 0.0, [0] * 5, 0.0, 0.0, 0)


def run(n_reps: int, seed: int) -> page.Answers:
    """One replication."""
    sim.yieldless(False)
    env = sim.Environment(random_seed=seed)
    company = Company(env, n_reps, seed)
    Arrivals(company=company)
    env.run(till=page.HORIZON)
    return company.answers
