"""The event log folds into the totals: nothing is counted that did not happen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.engine import layout
from simsales.engine.compile import Compiled, compile_scenario
from simsales.engine.simulate import simulate
from simsales.loading import load_scenario, shipped_names
from tests.parity.companies import FREELY, companies
from tests.parity.fold import FOLDED, Fold
from tests.parity.judge import PARTS


def check_fold(compiled: Compiled, seed: int, engine: str = "batch") -> None:
    """Play once at point values, read the log, and compare every column that the log tells."""
    played = simulate(compiled, seed=seed, replications=1, log=True, luck_only=True, engine=engine)
    fold = Fold(compiled)
    fold.read(played.log[0])
    for part, columns in FOLDED.items():
        counted = getattr(played.totals, part)[0]
        for column in columns:
            i = PARTS[part].index(column)
            if (part, column) != ("week", "effort_hours"):
                np.testing.assert_array_equal(fold.totals[part][..., i], counted[..., i], f"{part} {column}")
    check_week_effort(fold, played.totals.week[0], played.totals.seat[0])
    assert fold.open_at_start == played.totals.end[0, layout.E_OPEN_AT_START]
    assert fold.open == played.totals.end[0, layout.E_OPEN_AT_END]


def check_week_effort(fold: Fold, week: np.ndarray, seat: np.ndarray) -> None:
    """A week's effort also holds hours that the log does not tell: prospecting and account work."""
    other = seat[..., [layout.R_PROSPECTING, layout.R_ACCOUNT]].sum(axis=(1, 2))
    rest = week[:, layout.W_EFFORT] - fold.totals["week"][:, layout.W_EFFORT]
    if not other.any():
        np.testing.assert_array_equal(rest, 0.0)
    by_period = np.bincount(fold.period_of_week, weights=rest, minlength=len(other))
    np.testing.assert_allclose(by_period, other, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("engine", ["batch", "reference"])
@pytest.mark.parametrize("warmup", [0, 2])
@pytest.mark.parametrize("name", shipped_names())
def test_log_of_a_shipped_company_folds_into_its_totals(name, warmup, engine):
    weeks = 3 if name == "pipeline_bench" else 10
    overrides = [f"calendar.weeks={weeks}", f"calendar.warmup_weeks={warmup}"]
    check_fold(compile_scenario(load_scenario(name, overrides).scenario), 3, engine)


@pytest.mark.slow
@settings(FREELY, max_examples=200)
@given(companies(), st.integers(0, 2**31 - 1))
def test_log_of_a_random_company_folds_into_its_totals(scenario, seed):
    check_fold(compile_scenario(scenario), seed)


@pytest.mark.slow
@settings(FREELY, max_examples=100)
@given(companies(ties=True), st.integers(0, 2**31 - 1))
def test_log_folds_when_most_events_tie(scenario, seed):
    check_fold(compile_scenario(scenario), seed)
