"""Peer: an event loop written by hand on a heap, in plain Python, everything in one function."""

from __future__ import annotations

import random
from heapq import heappop, heappush, heapreplace
from math import exp

from benchmarks.peers import page

ARRIVAL, EFFORT_DONE, WAIT_DONE = range(3)


def run(n_reps: int, seed: int) -> page.Answers:
    """One replication; calendar entries are (time, number, kind, lead).

    A lead is the list [rep, stage, activity, arrived].
    """
    source = random.Random(seed)
    gauss, uniform, gap = source.gauss, source.random, source.expovariate
    effort_mu, wait_mu, horizon = page.EFFORT_MU, page.WAIT_MU, page.HORIZON
    effort_sd, wait_sd, activities = page.EFFORT_SD, page.WAIT_SD, page.ACTIVITIES
    rate = page.arrival_rate(n_reps)
    chances = [page.chances(skill) for skill in page.skills(n_reps)]
    busy = [False] * n_reps
    queues: list[list[tuple[int, int, list]]] = [[] for _ in range(n_reps)]
    leads = wins = events = 0
    bookings = cycle_sum = busy_hours = 0.0
    entries = [0] * 5
    number = 0
    calendar: list[tuple[float, int, int, list]] = [(gap(rate), 0, ARRIVAL, [])]
    while True:
        now, _, kind, lead = calendar[0]
        if now >= horizon:
            break
        events += 1
        number += 1
        if kind == EFFORT_DONE:
            rep, stage = lead[0], lead[1]
            heapreplace(calendar, (now + exp(gauss(wait_mu[stage], wait_sd)), number, WAIT_DONE, lead))
            queue = queues[rep]
            if not queue:
                busy[rep] = False
                continue
            lead = heappop(queue)[2]
            stage = lead[1]
        else:
            if kind == WAIT_DONE:
                heappop(calendar)
                rep = lead[0]
                lead[2] += 1
                if lead[2] == activities:
                    if uniform() >= chances[rep][lead[1]]:
                        continue
                    lead[1] += 1
                    lead[2] = 0
                    if lead[1] == 5:
                        wins += 1
                        bookings += exp(gauss(page.VALUE_MU, page.VALUE_SD))
                        cycle_sum += now - lead[3]
                        continue
                    entries[lead[1]] += 1
            else:
                heapreplace(calendar, (now + gap(rate), number, ARRIVAL, []))
                rep = leads % n_reps
                leads += 1
                entries[0] += 1
                lead = [rep, 0, 0, now]
            stage = lead[1]
            if busy[rep]:
                heappush(queues[rep], (-stage, number, lead))
                continue
            busy[rep] = True
        hours = exp(gauss(effort_mu[stage], effort_sd))
        busy_hours += hours if hours < horizon - now else horizon - now
        number += 1
        heappush(calendar, (now + hours, number, EFFORT_DONE, lead))
    return page.Answers(leads, wins, bookings, entries, cycle_sum, busy_hours, events)
