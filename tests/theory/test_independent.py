"""simsales against a company written apart in plain SimPy, figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from simsales.engine.totals import Totals
from simsales.model.scenario import Scenario
from tests.theory import independent_company, judge
from tests.theory.companies import play
from tests.theory.independent_company import Counts

DEAL_WORK = independent_company.DEAL_WORK
Column = Callable[[Totals], np.ndarray]

SAME: dict[str, tuple[str, Column]] = {
    "leads": ("leads", lambda t: judge.of_week(t, "leads")),
    "won": ("won", lambda t: judge.of_week(t, "won")),
    "lost": ("lost", lambda t: judge.of_week(t, "lost")),
    "lost at hand-over": ("lost_at_hand_over", lambda t: judge.of_stage(t, "lost_hand_over")),
    "bookings": ("bookings", lambda t: judge.of_week(t, "bookings")),
    "touches": ("touches", lambda t: judge.of_stage(t, "touches")),
    "effort hours": ("effort_hours", lambda t: judge.of_seat(t, "effort_hours")),
    "filled hours": ("filled_hours", lambda t: judge.of_seat(t, "filled_hours")),
    "absent hours": ("absent_hours", lambda t: judge.of_seat(t, "absent_hours")),
    "left": ("left", lambda t: judge.of_seat(t, "left")),
    "joined": ("joined", lambda t: judge.of_seat(t, "joined")),
    "open at end": ("open_at_end", lambda t: judge.at_end(t, "open_at_end")),
}


def theirs(counts: Sequence[Counts]) -> dict[str, np.ndarray]:
    """Figures of the independent model by replication."""
    column = {f: np.array([getattr(c, f) for c in counts], dtype=float) for f in Counts.__annotations__}
    present = column["filled_hours"] - column["absent_hours"]
    return {name: column[field] for name, (field, _) in SAME.items()} | {
        "win rate": column["won"] / (column["won"] + column["lost"]),
        "utilisation": column["effort_hours"] / (DEAL_WORK * present),
        "cycle days": column["cycle_hours"] / column["won"] * 7 / 40,
        "wait per touch": column["queue_hours"] / column["touches"],
    }


def ours(totals: Totals) -> dict[str, np.ndarray]:
    """The same figures from simsales' totals."""
    won, lost = judge.of_week(totals, "won"), judge.of_week(totals, "lost")
    return {name: read(totals) for name, (_, read) in SAME.items()} | {
        "win rate": won / (won + lost),
        "utilisation": judge.of_seat(totals, "effort_hours") / judge.of_seat(totals, "deal_work_hours"),
        "cycle days": judge.of_source(totals, "cycle_days") / won,
        "wait per touch": judge.of_stage(totals, "queue_hours") / judge.of_stage(totals, "touches"),
    }


def compare(replications: int) -> dict[str, float]:
    """Standard errors between the two, figure by figure."""
    counts = theirs([independent_company.run(seed) for seed in range(replications)])
    totals = play(Scenario.model_validate(independent_company.scenario()), 400, seed=11).totals
    simulated = ours(totals)
    return {name: judge.two_sample_z(simulated[name], counts[name]) for name in counts}


def test_the_independent_company_agrees() -> None:
    judge.assert_agree(compare(10))


@pytest.mark.slow
def test_the_independent_company_agrees_over_150_replications() -> None:
    judge.assert_agree(compare(150))
