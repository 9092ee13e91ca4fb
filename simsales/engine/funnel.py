"""What the pipeline's graph implies at neutral effects: shares, chances, hours (absorbing chain)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.model.pipeline import LOSS_REASONS, WON, chance
from simsales.model.scenario import Scenario

Floats = NDArray[np.float64]


def transition_shares(s: Scenario) -> tuple[Floats, Floats, Floats]:
    """Cumulative shares: where an advancing deal goes, where one goes back to, why one is lost.

    Shapes (stages, stages + 1), (stages, stages + 1), (stages, reasons); column `stages` is
    won in the first, and the sum of all shares in the second.
    """
    names = [*s.pipeline.stages, WON]
    stages = s.pipeline.stages
    on, back, lost = [], [], []
    for name, stage in stages.items():
        ways = s.pipeline.ways_on(name)
        on.append(certain(np.cumsum([ways.get(target, 0.0) for target in names])))
        back.append(np.cumsum([stage.back.get(target, 0.0) for target in names]))
        weights = np.cumsum([stage.lost.get(reason, 0.0) for reason in LOSS_REASONS])
        lost.append(certain(weights / weights[-1]))
    return np.array(on), np.array(back), np.array(lost)


def certain(cumulative: Floats) -> Floats:
    """Cumulative shares whose last rise ends beyond 1, whatever rounding did."""
    return np.where(cumulative >= cumulative[-1], 2.0, cumulative)


def step_matrix(s: Scenario) -> Floats:
    """Chance to go from stage i to stage j (or won, the last column) at neutral effects."""
    names = [*s.pipeline.stages, WON]
    steps = np.zeros((len(names) - 1, len(names)))
    for i, (name, stage) in enumerate(s.pipeline.stages.items()):
        advance = chance(stage.advance)
        for target, share in s.pipeline.ways_on(name).items():
            steps[i, names.index(target)] += advance * share
        for target, share in stage.back.items():
            steps[i, names.index(target)] += (1.0 - advance) * share
    return steps


def expectations(s: Scenario) -> tuple[Floats, Floats, Floats]:
    """Typical hours in each stage; chance to win and hours of work left, from each stage and for a win.

    Shapes (stages,), (stages + 1,), (stages + 1,); all at neutral effects.
    """
    steps = step_matrix(s)
    within = np.eye(len(steps)) - steps[:, :-1]
    win = np.linalg.solve(within, steps[:, -1])
    efforts = np.array([stage.effort_hours.mean for stage in s.pipeline.stages.values()])
    hand_off = s.pipeline.hand_off_hours.value
    hours = np.linalg.solve(within, efforts) + win * hand_off
    return _typical_hours(s, efforts), np.append(win, 1.0), np.append(hours, hand_off)


def _typical_hours(s: Scenario, efforts: Floats) -> Floats:
    """Hours on the clock that a deal spends in each stage when no one keeps it waiting; a day at least."""
    week = s.calendar.hours_per_week
    typical = []
    for effort, (name, stage) in zip(efforts, s.pipeline.stages.items(), strict=True):
        role = s.roles[s.role_of(name)]
        kept = role.account_hours.value + (role.prospecting.hours_per_week.value if role.prospecting else 0.0)
        pipeline = max(role.deal_work_share.value * week - kept, 0.05 * week)
        calendar, working = stage.wait.calendar_days, stage.wait.working_days
        wait = calendar.mean * week / 7.0 if calendar else working.mean * week / 5.0 if working else 0.0
        typical.append(max(wait + effort * week / pipeline, week / 5.0))
    return np.array(typical)
