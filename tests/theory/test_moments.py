"""Durations in the event log have the distribution that the scenario names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from simsales.engine import layout
from simsales.engine.simulate import Simulation
from tests.theory import judge
from tests.theory.companies import SURE, company, play, servers

DEALS, REPLICATIONS = 400, 10
START = {"advance": SURE}
"""A stage that open deals leave at once, so that each lives through all of the next."""


def _lognormal(median: float, cv: float) -> Any:
    return stats.lognorm(s=np.sqrt(np.log1p(cv * cv)), scale=median)


FAMILIES: dict[str, tuple[Any, Any]] = {
    "lognormal by mean": ({"lognormal": {"mean": 2.0, "cv": 0.8}}, _lognormal(2.0 / np.sqrt(1.64), 0.8)),
    "lognormal by median": ({"lognormal": {"median": 1.5, "cv": 1.2}}, _lognormal(1.5, 1.2)),
    "gamma": ({"gamma": {"mean": 3.0, "cv": 0.7071}}, stats.gamma(1 / 0.7071**2, scale=3.0 * 0.7071**2)),
    "gamma, long tail": ({"gamma": {"mean": 1.0, "cv": 1.8}}, stats.gamma(1 / 3.24, scale=3.24)),
    "exponential": ({"exponential": {"mean": 2.5}}, stats.expon(scale=2.5)),
    "uniform": ({"uniform": {"low": 1.0, "high": 4.0}}, stats.uniform(1.0, 3.0)),
}


def one_stage(**stage: Any) -> Simulation:
    """Open deals that one rep works off, with a log."""
    scenario = company(
        {"start": START, "work": {"advance": 0.5, "effort_hours": 0.0} | stage}, {"rep": servers()},
        {"market": {}}, weeks=520,
        initial_pipeline=[{"stage": "start", "count": DEALS}],
    )  # fmt: skip
    return play(scenario, REPLICATIONS, seed=3, log=True)


def efforts(log: np.ndarray) -> list[float]:
    """Effort hours of each touch; a touch that ran over a week's end was counted in parts."""
    done: list[float] = []
    part = 0.0
    for row in log:
        if row[layout.L_KIND] == layout.WORK_COUNTED:
            part += row[layout.L_VALUE]
        elif row[layout.L_KIND] == layout.TOUCH_ENDED:
            done.append(part + row[layout.L_VALUE])
            part = 0.0
    return done


def waits(log: np.ndarray) -> list[float]:
    """Hours from the end of a deal's touch to its leaving the stage."""
    ended: dict[float, float] = {}
    found = []
    for row in log:
        if row[layout.L_KIND] == layout.TOUCH_ENDED:
            ended[row[layout.L_ORDINAL]] = row[layout.L_TIME]
        elif (
            row[layout.L_KIND] in (layout.DEAL_ADVANCED, layout.DEAL_LOST) and row[layout.L_ORDINAL] in ended
        ):
            found.append(row[layout.L_TIME] - ended.pop(row[layout.L_ORDINAL]))
    return found


def assert_distributed(sample: list[float], expected: Any) -> None:
    """Mean and variance by standard error, the whole shape by Kolmogorov and Smirnov."""
    assert len(sample) == DEALS * REPLICATIONS
    values = np.array(sample)
    squares = (values - expected.mean()) ** 2
    scores = {"mean": judge.z_score(values, expected.mean())}
    if expected.stats("k") < 30:  # with heavier tails the sample cannot judge the variance
        scores["variance"] = judge.z_score(squares, expected.var())
    judge.assert_agree(scores)
    assert stats.kstest(values, expected.cdf).pvalue > 1e-4


@pytest.mark.parametrize("name", FAMILIES)
def test_efforts(name: str) -> None:
    given, expected = FAMILIES[name]
    simulation = one_stage(effort_hours=given)
    assert simulation.log is not None
    assert_distributed([hours for log in simulation.log for hours in efforts(log)], expected)


@pytest.mark.parametrize("name", FAMILIES)
def test_waits_in_working_days(name: str) -> None:
    given, expected = FAMILIES[name]
    simulation = one_stage(wait={"working_days": given})
    assert simulation.log is not None
    assert_distributed([hours / 8 for log in simulation.log for hours in waits(log)], expected)


def test_each_touch_draws_from_its_share_of_the_stage() -> None:
    """Three touches: each has a third of the stage's mean, with the stage's cv."""
    stages = {
        "start": START,
        "work": {"advance": 0.5, "touches": 3, "effort_hours": {"gamma": {"mean": 6, "cv": 0.5}}},
    }
    scenario = company(
        stages, {"rep": servers()},
        {"market": {}}, weeks=520,
        initial_pipeline=[{"stage": "start", "count": DEALS}],
    )  # fmt: skip
    simulation = play(scenario, REPLICATIONS, log=True)
    values = np.array([hours for log in simulation.log or [] for hours in efforts(log)])
    assert len(values) == 3 * DEALS * REPLICATIONS
    assert stats.kstest(values, stats.gamma(4, scale=0.5).cdf).pvalue > 1e-4


def test_deal_sizes() -> None:
    size = {"lognormal": {"mean": 12000, "cv": 0.6}}
    scenario = company(
        {"work": {"advance": 0.5}}, {"rep": servers()}, {"market": {"leads_per_week": 10}},
        weeks=400, segments={"all": {"deal_size": size}},
    )  # fmt: skip
    simulation = play(scenario, 1, log=True)
    assert simulation.log is not None
    log = simulation.log[0]
    values = log[log[:, layout.L_KIND] == layout.LEAD_CREATED, layout.L_VALUE]
    assert stats.kstest(values, _lognormal(12000 / np.sqrt(1.36), 0.6).cdf).pvalue > 1e-4


def test_times_between_leads_are_exponential() -> None:
    scenario = company(
        {"work": {"advance": 0.5}}, {"rep": servers()}, {"market": {"leads_per_week": 10}}, weeks=400
    )
    simulation = play(scenario, 1, seed=8, log=True)
    assert simulation.log is not None
    log = simulation.log[0]
    gaps = np.diff(log[log[:, layout.L_KIND] == layout.LEAD_CREATED, layout.L_TIME])
    assert stats.kstest(gaps, stats.expon(scale=4.0).cdf).pvalue > 1e-4
    assert abs(np.corrcoef(gaps[:-1], gaps[1:])[0, 1]) < 4 / np.sqrt(len(gaps))
