"""The bench model said as a simsales scenario, for any number of reps."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any

from benchmarks.peers import page
from simsales.model.scenario import Scenario

WEEKS = 50
STAGES = ("qualify", "discovery", "demo", "proposal", "negotiate")
HOURS_PER_DAY = 8


def _cv(sd: float) -> float:
    """Coefficient of variation of a lognormal whose logarithm has this standard deviation."""
    return sqrt(exp(sd * sd) - 1)


def _stage(number: int) -> dict[str, Any]:
    """Effort and wait are the whole stage's: twice those of one activity."""
    effort = page.ACTIVITIES * page.EFFORT_MEAN[number]
    wait = page.ACTIVITIES * page.WAIT_MEAN[number] / HOURS_PER_DAY
    return {
        "advance": {"log_odds": page.LOGIT[number]},
        "skill": "closing",
        "touches": page.ACTIVITIES,
        "effort_hours": {"lognormal": {"mean": effort, "cv": _cv(page.EFFORT_SD)}},
        "wait": {"working_days": {"lognormal": {"mean": wait, "cv": _cv(page.WAIT_SD)}}},
    }


def bench_scenario(n_reps: int = 20) -> Scenario:
    """The bench model with all mechanisms neutral; 50 weeks of 40 hours, starting empty."""
    reps = [{"name": f"rep {i}", "skill": skill} for i, skill in enumerate(page.skills(n_reps))]
    role = {
        "headcount": n_reps,
        "deal_work_share": 1.0,
        "skill": {"log_odds": page.SKILL_SLOPE},
        "routing": "round_robin",
        "priority": "closest_to_close",
        "reps": reps,
    }
    size = {"lognormal": {"median": exp(page.VALUE_MU), "cv": _cv(page.VALUE_SD)}}
    return Scenario.model_validate(
        {
            "name": "pipeline_bench",
            "calendar": {"weeks": WEEKS, "hours_per_week": 5 * HOURS_PER_DAY, "period": "year"},
            "segments": {"all": {"deal_size": size}},
            "sources": {"market": {"leads_per_week": 5 * HOURS_PER_DAY * page.arrival_rate(n_reps)}},
            "pipeline": {"stages": {name: _stage(i) for i, name in enumerate(STAGES)}},
            "roles": {"rep": role},
            "behaviour": "off",
        }
    )
