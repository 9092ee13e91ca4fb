"""The numbers of the bench model and what every peer answers; the logic is each peer's own.

The model: leads arrive by a Poisson process and are dealt to reps round robin; five stages
of two activities, each the rep's effort and then the customer's wait; a rep is one server
that takes the highest stage first and first come first served within a stage; after a
stage's last wait the lead advances with odds exp(logit + 0.4 skill), else it is lost.
An event is an arrival, the end of an effort or the end of a wait before the horizon.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

HORIZON = 2000.0
"""Working hours: 250 days of 8 hours."""
ACTIVITIES = 2
EFFORT_MEAN = (0.5, 0.75, 1.0, 1.0, 0.75)
WAIT_MEAN = (8.0, 16.0, 16.0, 24.0, 16.0)
EFFORT_SD, WAIT_SD = 0.6, 0.8
"""Standard deviations of the logarithms."""
EFFORT_MU = tuple(log(mean) - EFFORT_SD**2 / 2 for mean in EFFORT_MEAN)
WAIT_MU = tuple(log(mean) - WAIT_SD**2 / 2 for mean in WAIT_MEAN)
LOGIT = (0.4, 0.6, 0.8, 0.6, 0.3)
SKILL_SLOPE = 0.4
VALUE_MU, VALUE_SD = 9.2, 0.8
LOAD = 0.85

WINS_PER_LEAD, UTILISATION, MEAN_CYCLE_HOURS = 0.0912, 0.8244, 183.12
"""Known answers at 20 reps, from 4,500 replications."""


@dataclass
class Answers:
    """What one replication came to; hours are working hours, cycle from arrival to win."""

    leads: int
    wins: int
    bookings: float
    entries: list[int]
    cycle_hours_sum: float
    busy_hours: float
    events: int


def skills(n_reps: int) -> list[float]:
    """Skill of each rep: an even spread from -0.5 to 0.5, repeated every 20 reps.

    >>> skills(2)[0]
    -0.5
    """
    return [-0.5 + (7 * rep % 20) / 19 for rep in range(n_reps)]


def chances(skill: float) -> list[float]:
    """Chance to advance out of each stage."""
    return [1 / (1 + exp(-(logit + SKILL_SLOPE * skill))) for logit in LOGIT]


def expected_work(skill: float) -> float:
    """Mean effort hours that one lead costs a rep of this skill."""
    reached, hours = 1.0, 0.0
    for effort, chance in zip(EFFORT_MEAN, chances(skill), strict=True):
        hours += reached * ACTIVITIES * effort
        reached *= chance
    return hours


def arrival_rate(n_reps: int) -> float:
    """Leads an hour that load the average rep to 85 %.

    >>> round(arrival_rate(20), 3)
    4.904
    """
    return LOAD * n_reps / (sum(expected_work(skill) for skill in skills(n_reps)) / n_reps)
