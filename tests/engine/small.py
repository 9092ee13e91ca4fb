"""A small company in which everything happens, for tests of the engines' machinery."""

from __future__ import annotations

from typing import Any

from simsales.engine.compile import Compiled, compile_scenario
from simsales.model.scenario import Scenario

ENGINES = ("batch", "reference")
SMALL: dict[str, Any] = {
    "name": "small",
    "calendar": {"weeks": 13, "warmup_weeks": 2, "period": "month"},
    "segments": {"all": {"deal_size": {"lognormal": {"mean": 100, "cv": 0.5}}}},
    "sources": {
        "web": {"leads_per_week": {"value": 6, "range": [5, 8]}, "dispersion": 0.1, "response_exponent": 0.3},
        "own": {},
    },
    "pipeline": {
        "hand_off_hours": 1,
        "stages": {
            "call": {"advance": 0.7, "touches": 2, "effort_hours": {"exponential": {"mean": 2}},
                     "role": "caller", "wait": {"calendar_days": {"gamma": {"mean": 3, "cv": 0.7}}}},
            "offer": {"advance": {"value": 0.6, "range": [0.5, 0.7]}, "effort_hours": 3, "skill": "closing",
                      "wait": {"working_days": 4}, "back": {"call": 0.2}},
        },
    },
    "roles": {
        "seller": {"headcount": 2, "quota_per_year": 4000, "skill": {"log_odds": 0.3},
                   "turnover": {"per_year": 2, "weeks_to_fill": 2}, "absence_days_per_year": 20},
        "caller": {"headcount": 1, "prospecting": {"hours_per_week": 4, "source": "own", "hours_per_lead": 4},
                   "openings": [{"on": "2026-02-02"}]},
    },
    "repeat_business": {"role": "seller", "per_year": 1000, "carry_over": 0.5},
    "initial_pipeline": [{"stage": "offer", "count": 3, "age_days": 20}],
}  # fmt: skip


def small(**changes: Any) -> Compiled:
    """The small company with other values at its top level."""
    return compile_scenario(Scenario.model_validate({**SMALL, **changes}))
