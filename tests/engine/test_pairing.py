"""Two plans that share a seed share their customers' luck: their years go up and down together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.compile import compile_scenario
from simsales.engine.simulate import simulate
from simsales.loading import load_scenario

REPLICATIONS = {"smb_inbound_saas": 200, "mid_market_outbound": 1000}
LEAST = 0.95
ONE_SOURCE_GROWS = {
    "smb_inbound_saas": [f"sources.demo_request.leads_per_week={30 * 1.02}"],
    "mid_market_outbound": [f"sources.inbound.leads_per_week={17.5 * 1.02}"],
}
KPIS = ("leads", "won", "bookings")


def kim(skill: float) -> list[str]:
    """One rep by name, with a given skill."""
    return [f"roles.account_executive.reps=[{{name: Kim, skill: {skill}}}]"]


@cache
def years(name: str, luck_only: bool, *overrides: str) -> dict[str, np.ndarray]:
    """A year's figures by replication."""
    compiled = compile_scenario(load_scenario(name, overrides).scenario)
    week = simulate(compiled, seed=1, replications=REPLICATIONS[name], luck_only=luck_only).totals.week
    return {kpi: week[..., layout.WEEK.index(kpi)].sum(axis=1) for kpi in KPIS}


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def cases() -> list[object]:
    found = []
    for name in ONE_SOURCE_GROWS:
        for luck_only in (False, True):
            for kpi in KPIS:
                below = (name, kpi) == ("mid_market_outbound", "bookings")
                measured = 0.9496 if luck_only else 0.9401
                reason = f"{measured} in 1000 replications: ninety wins a year whose sizes differ much"
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if below else []
                found.append(pytest.param(name, luck_only, kpi, marks=marks))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "luck_only", "kpi"), cases())
def test_years_stay_paired_when_one_source_grows(name, luck_only, kpi):
    base = years(name, luck_only)[kpi]
    more = years(name, luck_only, *ONE_SOURCE_GROWS[name])[kpi]
    assert more.sum() > base.sum() or kpi != "leads"
    assert correlation(base, more) >= LEAST


@pytest.mark.slow
@pytest.mark.parametrize("kpi", KPIS)
@pytest.mark.parametrize("luck_only", [False, True])
@pytest.mark.parametrize("name", ONE_SOURCE_GROWS)
def test_years_stay_paired_when_one_rep_is_coached(name, luck_only, kpi):
    base, coached = years(name, luck_only, *kim(0.0))[kpi], years(name, luck_only, *kim(0.2))[kpi]
    assert correlation(base, coached) >= LEAST


def test_unrelated_seeds_are_not_paired():
    compiled, n = compile_scenario(load_scenario("hello_sales").scenario), 200
    a, b = (
        simulate(compiled, seed=seed, replications=n).totals.week[..., layout.W_WON].sum(axis=1)
        for seed in (1, 2)
    )
    assert abs(correlation(a, b)) < 4 / n**0.5
