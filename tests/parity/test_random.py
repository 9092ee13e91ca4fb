"""Both engines come to the same totals and logs for random companies, ties included."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.engine import layout
from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
from simsales.model.scenario import Scenario
from tests.parity.companies import FREELY, companies
from tests.parity.judge import assert_same_logs, assert_same_totals, share_of_ties

GENERAL, TIED = 400, 200


def agree(scenario: Scenario, seed: int, luck_only: bool) -> np.ndarray:
    """Play a company in both engines; returns the log that they share."""
    compiled = compile_scenario(scenario)
    same = {"seed": seed, "replications": [seed % 7], "log": True, "luck_only": luck_only}
    batch, reference = simulate(compiled, **same), simulate(compiled, engine="reference", **same)
    assert_same_logs(batch, reference)
    assert_same_totals(batch.totals, reference.totals)
    return batch.log[0]


@pytest.mark.slow
@pytest.mark.skipif(
    "SIMSALES_LONG" not in os.environ,
    reason="ran out of memory twice in a full run; cause believed mended, set SIMSALES_LONG to run it",
)
def test_engines_agree_on_random_companies():
    kinds: set[int] = set()
    happened = []

    @settings(FREELY, max_examples=GENERAL)
    @given(companies(), st.integers(0, 2**31 - 1), st.booleans())
    def check(scenario, seed, luck_only):
        log = agree(scenario, seed, luck_only)
        kinds.update(log[:, layout.L_KIND].astype(int))
        happened.append(len(log))

    check()
    assert len(happened) >= GENERAL
    assert np.median(happened) > 50, "most companies are so dull that nothing is tested"
    assert kinds == set(range(len(layout.EVENTS))), "some kind of event never happened"


@pytest.mark.slow
def test_engines_agree_when_most_events_tie():
    shares = []

    @settings(FREELY, max_examples=TIED)
    @given(companies(ties=True), st.integers(0, 2**31 - 1), st.booleans())
    def check(scenario, seed, luck_only):
        shares.append(share_of_ties(agree(scenario, seed, luck_only)))

    check()
    assert len(shares) >= TIED
    assert np.mean(np.array(shares) > 0.5) > 0.5
    assert np.mean(shares) > 0.5


GRID = {
    "name": "grid",
    "calendar": {"weeks": 8},
    "segments": {"all": {"deal_size": 100}},
    "sources": {"web": {}},
    "pipeline": {
        "hand_off_hours": 1,
        "stages": {
            "call": {"advance": 0.9, "effort_hours": 1, "role": "caller", "back": {"call": 0.9}},
            "demo": {"advance": 0.8, "effort_hours": 2, "wait": {"working_days": 1}, "back": {"call": 0.9}},
            "offer": {"advance": 0.7, "touches": 2, "wait": {"working_days": 5}, "back": {"demo": 0.5}},
        },
    },
    "roles": {
        "seller": {"headcount": 5, "deal_work_share": 1, "quota_per_year": 1, "priority": "first_come",
                   "openings": [{"on": "2026-01-12", "count": 2}]},
        "caller": {"headcount": 4, "deal_work_share": 1, "routing": "pooled"},
    },
    "behaviour": {"overload": "off", "cold": {"after_weeks": 0, "chance_per_week": 0.2}},
    "initial_pipeline": [{"stage": "call", "count": 200}],
}  # fmt: skip


def test_engines_agree_on_a_grid_of_hours():
    """Two hundred deals start at once, and every duration is a whole number of hours or nothing."""
    log = agree(Scenario.model_validate(GRID), 1, True)
    assert share_of_ties(log) > 0.95
    assert np.all(log[:, layout.L_TIME] % 1 == 0)
