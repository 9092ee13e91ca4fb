"""A new lead is answered once; that is what the response time and its effect are about."""

from __future__ import annotations

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.simulate import simulate
from tests.engine.small import ENGINES, small


def answered(turnover: float, engine: str) -> tuple[float, int]:
    """Responses counted, and leads that were ever touched."""
    role = {"headcount": 4, "quota_per_year": 1, "turnover": {"per_year": turnover, "weeks_to_fill": 0.1}}
    company = small(
        sources={"web": {"leads_per_week": 3}}, initial_pipeline=[], repeat_business=None, behaviour="off",
        calendar={"weeks": 40}, roles={"seller": role},
        pipeline={"stages": {"call": {"advance": 0.5, "effort_hours": 12}}},
    )  # fmt: skip
    played = simulate(company, replications=1, engine=engine, log=True)
    log = played.log[0]
    touched = log[log[:, layout.L_KIND] == layout.TOUCH_STARTED]
    leads = np.unique(touched[:, [layout.L_STREAM, layout.L_ORDINAL]], axis=0)
    return played.totals.seat[..., layout.R_RESPONSES].sum(), len(leads)


@pytest.mark.parametrize("engine", ENGINES)
def test_each_lead_is_answered_once(engine):
    responses, leads = answered(0.0, engine)
    assert responses == leads > 50


@pytest.mark.parametrize("engine", ENGINES)
def test_each_lead_is_answered_once_though_reps_leave(engine):
    responses, leads = answered(10.0, engine)
    assert responses == leads
