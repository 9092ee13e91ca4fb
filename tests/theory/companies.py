"""Small companies whose answers theory knows; all mechanisms off unless a test turns one on."""

from __future__ import annotations

from typing import Any

from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import Simulation, simulate
from simsales.model.scenario import Scenario, problems

SURE = {"log_odds": 50.0}
"""A chance that is 1 to the last bit."""
HOURS = 40.0


def company(
    stages: dict[str, Any],
    roles: dict[str, Any],
    sources: dict[str, Any],
    weeks: int = 52,
    warmup_weeks: int = 0,
    **more: Any,
) -> Scenario:
    """A sound scenario of the given parts; one segment worth 100, 40 hours a week."""
    given = {
        "name": "theory",
        "calendar": {"weeks": weeks, "warmup_weeks": warmup_weeks, "period": "year"},
        "segments": {"all": {"deal_size": 100}},
        "sources": sources,
        "pipeline": {"stages": stages, **more.pop("pipeline", {})},
        "roles": roles,
        "behaviour": "off",
        **more,
    }
    scenario = Scenario.model_validate(given)
    assert not problems(scenario)
    return scenario


def servers(count: int = 1, **more: Any) -> dict[str, Any]:
    """A role whose whole week is for deals."""
    return {"headcount": count, "deal_work_share": 1.0, "priority": "first_come", **more}


def station(effort: Any, **more: Any) -> dict[str, Any]:
    """A stage of one touch without a customer's wait."""
    return {"advance": 0.5, "effort_hours": effort, **more}


def per_hour(rate: float) -> dict[str, Any]:
    """A Poisson source with this many leads a working hour."""
    return {"leads_per_week": rate * HOURS}


def exponential(mean: float) -> dict[str, Any]:
    """An exponential quantity."""
    return {"exponential": {"mean": mean}}


def play(scenario: Scenario, replications: int, seed: int = 1, log: bool = False) -> Simulation:
    """Run replications in the batch engine."""
    return simulate(compile_scenario(scenario), seed=seed, replications=replications, log=log)
