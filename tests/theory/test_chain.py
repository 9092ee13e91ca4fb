"""Win chances and touches against the absorbing Markov chain.

Everything starts as open deals and no more leads arrive, so that all deals close and
nothing is cut off by the end of the run.
"""

from __future__ import annotations

from typing import Any

import pytest

from simsales.engine.simulate import Simulation
from simsales.model.scenario import Scenario
from tests.theory import judge, oracles
from tests.theory.companies import company, play, servers

REPLICATIONS, DEALS = 100, 200

STAGES: dict[str, Any] = {
    "call": {"advance": 0.55, "touches": 3, "skill": "prospecting", "next": {"demo": 2, "trial": 1}},
    "demo": {"advance": 0.7, "touches": 1, "skill": "demo", "back": {"call": 0.3}, "next": "offer"},
    "trial": {"advance": 0.4, "touches": 2, "back": {"demo": 0.2, "trial": 0.4}},
    "offer": {"advance": 0.35, "touches": 2, "skill": "closing", "next": {"won": 4, "legal": 1},
              "back": {"demo": 0.25, "trial": 0.25}},
    "legal": {"advance": 0.9, "back": {"offer": 0.5}},
}  # fmt: skip


def chain(start: str, **more: Any) -> Scenario:
    """A pipeline of branches and loops, played by one rep whose work takes next to no time."""
    stages = {
        name: {"effort_hours": 0.001, "wait": {"working_days": {"exponential": {"mean": 0.1}}}} | stage
        for name, stage in STAGES.items()
    }
    deals = [{"stage": start, "count": DEALS, "segment": "all", "source": "market"}]
    roles = {"rep": servers() | more.pop("role", {})}
    sources = {"market": {"leads_per_week": 0} | more.pop("source", {})}
    return company(stages, roles, sources, weeks=52, initial_pipeline=deals, **more)


def scores_of(
    simulation: Simulation, scenario: Scenario, start: str, shift: dict[str, float]
) -> dict[str, float]:
    """Standard errors of the share won and of the touches in each stage."""
    totals = simulation.totals
    assert (judge.at_end(totals, "open_at_end") == 0).all()
    wins = judge.of_week(totals, "won") / DEALS
    scores = {"won": judge.z_score(wins, oracles.win_probability(scenario, shift)[start])}
    touches = oracles.expected_touches(scenario, start, shift)
    for stage, (name, expected) in enumerate(touches.items()):
        if name == start:  # an open deal starts after one of the touches of its stage, any of them
            expected -= (scenario.pipeline.stages[name].touches + 1) / 2
        if expected > 0:
            scores[f"touches {name}"] = judge.z_score(
                judge.of_stage(totals, "touches", stage) / DEALS, expected
            )
    return scores


@pytest.mark.parametrize("start", STAGES)
def test_branches_and_loops(start: str) -> None:
    scenario = chain(start)
    judge.assert_agree(scores_of(play(scenario, REPLICATIONS), scenario, start, {}))


def test_effects_add_up_in_log_odds() -> None:
    """Skill, source and segment each shift the odds of the stages they concern, and add up."""
    skill = {"prospecting": 1.0, "discovery": 0.0, "demo": -1.0, "negotiation": 0.0, "closing": 2.0}
    scenario = chain(
        "call",
        role={"skill": {"log_odds": 0.3}, "reps": [{"name": "Kim", "skill": skill}]},
        source={"log_odds": {"call": -0.2, "legal": -0.5}},
        segments={"all": {"deal_size": 100, "log_odds": 0.15}},
    )
    shift = {"call": 0.3 - 0.2, "demo": -0.3, "trial": 0.0, "offer": 0.6, "legal": -0.5}
    shift = {name: value + 0.15 for name, value in shift.items()}
    judge.assert_agree(scores_of(play(scenario, REPLICATIONS), scenario, "call", shift))


def test_ramp_shifts_odds_on_the_first_day() -> None:
    ramp = {"months": 600, "shape": "linear", "start_speed": 1.0, "start_log_odds": -0.8}
    scenario = chain("offer", role={"ramp": ramp, "reps": [{"name": "Kim", "tenure_months": 0}]})
    shift = dict.fromkeys(STAGES, -0.8)
    scores = scores_of(play(scenario, REPLICATIONS), scenario, "offer", shift)
    judge.assert_agree(scores)


def test_a_handed_over_deal_is_lost_as_often_as_said() -> None:
    """A deal whose rep leaves is lost with the stated chance; here every rep leaves at once."""
    deals = [{"stage": "work", "count": DEALS, "rep": "Kim"}]
    stages = {"work": {"advance": 0.999, "effort_hours": 0.001, "wait": {"working_days": 200}}}
    people = [{"name": "Kim"}, {"name": "Lee"}]
    roles = {"rep": servers(2, turnover={"per_year": 5, "refill": False}, reps=people)}
    scenario = company(
        stages, roles, {"market": {}}, weeks=52, initial_pipeline=deals,
        behaviour=dict.fromkeys(("response", "lateness", "ageing", "cold", "overload"), "off")
        | {"hand_over": {"loss": 0.3}},
    )  # fmt: skip
    simulation = play(scenario, 200, log=True)
    lost = judge.of_stage(simulation.totals, "lost_hand_over")
    passed = _deals_of_those_who_left(simulation)
    judge.assert_agree({"lost at hand-over": judge.ratio_z(lost, passed, 0.3)})


def _deals_of_those_who_left(simulation: Simulation) -> list[float]:
    """Deals handed over in each replication: lost for that reason, or given to another seat."""
    from simsales.engine.layout import DEAL_ASSIGNED, DEAL_LOST, L_KIND, L_VALUE, LOST_HAND_OVER

    passed = []
    for log in simulation.log or []:
        kind, value = log[:, L_KIND], log[:, L_VALUE]
        moved = ((kind == DEAL_ASSIGNED) & (value >= 0)).sum()
        passed.append(float(moved + ((kind == DEAL_LOST) & (value == LOST_HAND_OVER)).sum()))
    return passed
