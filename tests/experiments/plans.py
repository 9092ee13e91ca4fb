"""Small companies for experiments, and answers without an engine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from simsales.loading import Loaded
from simsales.measure.kpis import KPIS
from simsales.measure.measured import Measured
from simsales.model.scenario import Scenario


def scenario(**more: Any) -> dict[str, Any]:
    """Half a year of one rep and one SDR, small enough to play hundreds of times a second."""
    return {
        "name": "small",
        "calendar": {"weeks": 26, "period": "quarter"},
        "segments": {"all": {"deal_size": {"lognormal": {"mean": 1000, "cv": 0.5}}}},
        "sources": {
            "web": {"leads_per_week": {"value": 5, "range": [3, 7]}, "cost_per_lead": 20},
            "phone": {"leads_per_week": 2},
        },
        "pipeline": {
            "opportunity": "offer",
            "stages": {
                "talk": {"advance": 0.5, "effort_hours": 1, "wait": {"working_days": 2}, "role": "sdr"},
                "offer": {"advance": 0.4, "effort_hours": 3, "wait": {"calendar_days": 10}},
            },
        },
        "roles": {
            "ae": {
                "headcount": {"east": 1, "west": 1},
                "quota_per_year": 40_000,
                "pay": {"base_per_year": 10_000, "variable_per_year": 10_000},
                "turnover": {"per_year": 0.4, "weeks_to_fill": 6, "cost_per_hire": 500},
                "ramp": {"months": 3},
            },
            "sdr": {"headcount": 1},
        },
        "money": {"gross_margin": 0.8, "target_per_year": 60_000, "manager_cost_per_year": 5000},
    } | more


def loaded(**more: Any) -> Loaded:
    """The small company, with some of its parts replaced."""
    given = scenario(**more)
    text = json.dumps(given)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Loaded(scenario=Scenario.model_validate(given), text=text, hash=digest, path="small.yaml")


def measured(**kpis: Any) -> Measured:
    """Made-up values of some KPIs, nan for the others."""
    n = len(next(iter(kpis.values())))
    values = {name: np.full(n, np.nan) for name in KPIS} | {k: np.asarray(v, float) for k, v in kpis.items()}
    return Measured(np.arange(n), values, {}, {}, {}, {}, {}, {}, {}, 0)
