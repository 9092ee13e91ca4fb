"""Both engines come to the same totals and logs for every shipped scenario, bit for bit."""

from __future__ import annotations

import pytest

from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
from simsales.loading import load_scenario, shipped_names
from tests.parity.judge import assert_same_logs, assert_same_totals

SPANS = {"pipeline_bench": (3, 1), "smb_inbound_saas": (6, 2), "mid_market_outbound": (13, 4)}
"""Weeks measured and of warm-up, shorter where much happens."""
SEEDS = 20


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_names())
def test_engines_agree_over_seeds(name):
    weeks, warmup = SPANS.get(name, (13, 4))
    overrides = [f"calendar.weeks={weeks}", f"calendar.warmup_weeks={warmup}"]
    compiled = compile_scenario(load_scenario(name, overrides).scenario)
    for seed in range(1, SEEDS + 1):
        same = {"seed": seed, "replications": [seed % 3], "log": True, "luck_only": seed % 4 == 0}
        batch, reference = simulate(compiled, **same), simulate(compiled, engine="reference", **same)
        assert batch.engine == "batch" and reference.engine == "reference"
        assert_same_logs(batch, reference)
        assert_same_totals(batch.totals, reference.totals)
        assert batch.totals.end[0, 0] > 0


@pytest.mark.parametrize("name", shipped_names())
def test_engines_agree_without_a_log(name):
    compiled = compile_scenario(load_scenario(name, ["calendar.weeks=2", "calendar.warmup_weeks=1"]).scenario)
    batch = simulate(compiled, seed=7, replications=2)
    reference = simulate(compiled, seed=7, replications=2, engine="reference")
    assert batch.log is None and reference.log is None
    assert_same_totals(batch.totals, reference.totals)
