"""The peers of the benchmark and simsales itself give the bench model's known answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.bench_scenario import bench_scenario
from benchmarks.peers import heap_loop, page, plain_simpy, tuned_simpy
from simsales.loading import load_scenario
from tests.theory import judge
from tests.theory.companies import play

REPS = 20
PEERS = {"plain": (plain_simpy, 4), "tuned": (tuned_simpy, 10), "heap": (heap_loop, 15)}


def scores(answers: Sequence[page.Answers]) -> dict[str, float]:
    """Standard errors between answers and the known ones."""
    column = {name: np.array([getattr(a, name) for a in answers]) for name in page.Answers.__annotations__}
    return {
        "wins per lead": judge.ratio_z(column["wins"], column["leads"], page.WINS_PER_LEAD),
        "utilisation": judge.z_score(column["busy_hours"] / (REPS * page.HORIZON), page.UTILISATION),
        "cycle": judge.ratio_z(column["cycle_hours_sum"], column["wins"], page.MEAN_CYCLE_HOURS),
        "leads": judge.z_score(column["leads"], page.arrival_rate(REPS) * page.HORIZON),
    }


def simsales_answers(replications: int) -> list[page.Answers]:
    """The same model said as a scenario."""
    totals = play(bench_scenario(REPS), replications).totals
    entered = totals.stage[:, :, :, 0].sum(axis=1)
    days_to_hours = 40 / 7
    return [
        page.Answers(int(leads), int(won), money, list(entries), days * days_to_hours, busy, int(events))
        for leads, won, money, entries, days, busy, events in zip(
            judge.of_week(totals, "leads"), judge.of_week(totals, "won"), judge.of_week(totals, "bookings"),
            entered, judge.of_source(totals, "cycle_days"), judge.of_seat(totals, "busy_hours"),
            judge.at_end(totals, "events"), strict=True,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_gives_the_known_answers(name: str) -> None:
    peer, replications = PEERS[name]
    judge.assert_agree(scores([peer.run(REPS, seed) for seed in range(replications)]))


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_gives_the_known_answers_over_60_replications(name: str) -> None:
    judge.assert_agree(scores([PEERS[name][0].run(REPS, seed) for seed in range(100, 160)]))


def test_simsales_gives_the_known_answers() -> None:
    judge.assert_agree(scores(simsales_answers(60)))


def test_simsales_agrees_with_the_hand_written_loop() -> None:
    ours, theirs = simsales_answers(60), [heap_loop.run(REPS, seed) for seed in range(200, 212)]
    judge.assert_agree({
        f"entries {stage}": judge.two_sample_z(
            [a.entries[stage] for a in ours], [a.entries[stage] for a in theirs]
        )
        for stage in range(5)
    } | {
        "bookings": judge.two_sample_z([a.bookings for a in ours], [a.bookings for a in theirs]),
        "events": judge.two_sample_z([a.events - 51 for a in ours], [a.events for a in theirs]),
    })  # fmt: skip


def test_the_shipped_bench_is_the_same_company() -> None:
    shipped, built = load_scenario("pipeline_bench").scenario, bench_scenario(REPS)
    for part in ("segments", "sources", "pipeline", "behaviour"):
        assert getattr(shipped, part) == getattr(built, part), part
    assert [rep.skill for rep in shipped.roles["rep"].reps] == page.skills(REPS)


def test_bench_scenario_says_the_page() -> None:
    scenario = bench_scenario(REPS)
    assert scenario.calendar.weeks * scenario.calendar.hours_per_week == page.HORIZON
    assert scenario.sources["market"].leads_per_week.value == pytest.approx(40 * 4.904, rel=1e-4)
    efforts = [stage.effort_hours.mean for stage in scenario.pipeline.stages.values()]
    assert efforts == pytest.approx([1, 1.5, 2, 2, 1.5])
