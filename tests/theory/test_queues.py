"""Queues against theory: Erlang C, Pollaczek–Khinchine, Cobham's priorities, Jackson's networks.

A stage of one touch, without a customer's wait, worked by reps who have nothing else to do,
is a textbook queue; `queue_hours` over `touches` is the mean wait.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.totals import Totals
from tests.theory import judge, oracles
from tests.theory.companies import company, exponential, per_hour, play, servers, station

REPLICATIONS = 40
YEARS = {"weeks": 520, "warmup_weeks": 52}


def wait_z(totals: Totals, expected: float, stage: int | None = None) -> float:
    """Standard errors between the mean wait in a stage's queue and theory's."""
    waits, touches = judge.of_stage(totals, "queue_hours", stage), judge.of_stage(totals, "touches", stage)
    return judge.ratio_z(waits, touches, expected)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.85])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_pooled_reps_wait_as_erlang_c_says(count: int, load: float) -> None:
    service = 1.5
    rate = load * count / service
    scenario = company(
        {"work": station(exponential(service))}, {"rep": servers(count, routing="pooled")},
        {"market": per_hour(rate)}, **YEARS,
    )  # fmt: skip
    totals = play(scenario, REPLICATIONS).totals
    hours = 52 * 10 * 40 * count
    judge.assert_agree({
        "wait": wait_z(totals, oracles.mmc_wait(count, rate, service)),
        "busy": judge.z_score(judge.of_seat(totals, "effort_hours") / hours, load),
    })  # fmt: skip


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_dealt_out_reps_are_queues_of_their_own(load: float) -> None:
    """Round robin gives each of two reps every second lead: E2/M/1, with theory's root."""
    service, rate = 1.0, 2 * load
    root = _erlang_root(rate, 2, 1 / service)
    scenario = company(
        {"work": station(exponential(service))}, {"rep": servers(2)}, {"market": per_hour(rate)}, **YEARS
    )
    judge.assert_agree({"wait": wait_z(play(scenario, REPLICATIONS).totals, root * service / (1 - root))})


def _erlang_root(rate: float, phases: int, service_rate: float) -> float:
    """Root of GI/M/1 with Erlang arrivals, s = (rate / (rate + µ(1 - s)))^phases; Gross et al., 5.3.2."""
    root = 0.5
    for _ in range(500):
        root = (rate / (rate + service_rate * (1 - root))) ** phases
    return root


SERVICES: dict[str, tuple[Any, float, float]] = {
    "fixed": (1.2, 1.2, 0.0),
    "gamma": ({"gamma": {"mean": 1.2, "cv": 0.7}}, 1.2, 0.7),
    "lognormal": ({"lognormal": {"mean": 1.2, "cv": 1.4}}, 1.2, 1.4),
    "lognormal by median": ({"lognormal": {"median": 1.2, "cv": 0.6}}, 1.2 * 1.36**0.5, 0.6),
    "uniform": ({"uniform": {"low": 0, "high": 2.4}}, 1.2, 3**-0.5),
}


@pytest.mark.parametrize("load", [0.4, 0.8])
@pytest.mark.parametrize("name", SERVICES)
def test_one_rep_waits_as_pollaczek_khinchine_say(name: str, load: float) -> None:
    effort, mean, cv = SERVICES[name]
    scenario = company(
        {"work": station(effort)}, {"rep": servers()}, {"market": per_hour(load / mean)}, **YEARS
    )
    totals = play(scenario, REPLICATIONS).totals
    judge.assert_agree({"wait": wait_z(totals, oracles.mg1_wait(load / mean, mean, cv))})


KINDS = {"early": (0.3, 0.8, 1.0), "late": (0.35, 1.4, 0.0)}


def two_kinds(priority: str) -> Totals:
    """One rep with two kinds of deals, each with a stage, a source and a size of its own."""
    scenario = company(
        {"early": station(exponential(0.8), next="won"), "late": station(1.4)},
        {"rep": servers(priority=priority)},
        {"new": per_hour(0.3) | {"segments": {"big": 1}},
         "old": per_hour(0.35) | {"segments": {"small": 1}, "enters": "late"}},
        segments={"big": {"deal_size": 900}, "small": {"deal_size": 100}}, **YEARS,
    )  # fmt: skip
    return play(scenario, REPLICATIONS).totals


@pytest.mark.parametrize(
    ("priority", "urgent_first"),
    [("closest_to_close", ("late", "early")), ("highest_value", ("early", "late")),
     ("value_per_hour", ("early", "late"))],
)  # fmt: skip
def test_priorities_wait_as_cobham_says(priority: str, urgent_first: tuple[str, str]) -> None:
    totals = two_kinds(priority)
    expected = dict(zip(urgent_first, oracles.priority_waits([KINDS[k] for k in urgent_first]), strict=True))
    judge.assert_agree({name: wait_z(totals, expected[name], stage) for stage, name in enumerate(KINDS)})


@pytest.mark.parametrize("priority", ["first_come", "stale_first", "new_leads_first"])
def test_without_priority_all_kinds_wait_alike(priority: str) -> None:
    """M/G/1 with mixed work: each kind waits residual work / (1 - load), whatever its own length."""
    totals = two_kinds(priority)
    residual = sum(rate * mean**2 * (1 + cv * cv) for rate, mean, cv in KINDS.values()) / 2
    expected = residual / (1 - sum(rate * mean for rate, mean, _ in KINDS.values()))
    judge.assert_agree({name: wait_z(totals, expected, stage) for stage, name in enumerate(KINDS)})


@pytest.mark.parametrize("speed_share", [0.25, 0.5])
def test_other_work_stretches_touches(speed_share: float) -> None:
    """At a deal-work share s a touch takes effort / s on the clock: M/M/1 with that service."""
    service, rate = 0.4, 0.5
    scenario = company(
        {"work": station(exponential(service))}, {"rep": servers(deal_work_share=speed_share)},
        {"market": per_hour(rate)}, **YEARS,
    )  # fmt: skip
    totals = play(scenario, REPLICATIONS).totals
    judge.assert_agree({"wait": wait_z(totals, oracles.mmc_wait(1, rate, service / speed_share))})


def test_feed_forward_network_is_jacksons() -> None:
    """Three desks in a row, with a branch and gamma waits between them (M/G/∞ keeps Poisson flow)."""
    wait = {"working_days": {"gamma": {"mean": 1.5, "cv": 0.7}}}
    stages = {
        "call": station(
            exponential(0.9), advance=0.8, role="caller", wait=wait, next={"demo": 3, "offer": 1}
        ),
        "demo": station(exponential(1.6), advance=0.7, role="seller", wait=wait),
        "offer": station(exponential(0.7), advance=0.5, role="closer"),
    }
    roles = {
        "caller": servers(2, routing="pooled"),
        "seller": servers(2, routing="pooled"),
        "closer": servers(1),
    }
    scenario = company(stages, roles, {"a": per_hour(1.6), "b": per_hour(0.1) | {"enters": "offer"}}, **YEARS)
    totals = play(scenario, REPLICATIONS).totals
    routes = {"call": {"demo": 0.6, "offer": 0.2}, "demo": {"offer": 0.7}, "offer": {}}
    rates = oracles.traffic({"call": 1.6, "offer": 0.1}, routes)
    desks = {"call": (2, 0.9, 12.0), "demo": (2, 1.6, 12.0), "offer": (1, 0.7, 0.0)}
    scores = {}
    for stage, (name, (count, service, delay)) in enumerate(desks.items()):
        expected = oracles.mmc_wait(count, rates[name], service)
        scores[f"{name} wait"] = wait_z(totals, expected, stage)
        inside = rates[name] * (expected + service + delay)
        scores[f"{name} open"] = judge.z_score(
            judge.of_stage(totals, "open_hours", stage) / (520 * 40), inside
        )
        scores[f"{name} flow"] = judge.z_score(
            judge.of_stage(totals, "entered", stage) / (520 * 40), rates[name]
        )
    judge.assert_agree(scores)


def test_network_with_loops_is_jacksons() -> None:
    """Deals that go back keep the product form: each single desk is M/M/1 at its total rate."""
    stages = {
        "build": station(exponential(0.7), advance=0.9, role="builder"),
        "check": station(exponential(0.5), advance=0.6, role="checker", back={"build": 0.5, "check": 0.25}),
    }
    scenario = company(
        stages, {"builder": servers(), "checker": servers()}, {"market": per_hour(0.6)}, **YEARS
    )
    totals = play(scenario, REPLICATIONS).totals
    routes = {"build": {"check": 0.9}, "check": {"build": 0.2, "check": 0.1}}
    rates = oracles.traffic({"build": 0.6}, routes)
    scores = {
        name: wait_z(totals, oracles.mmc_wait(1, rates[name], service), stage)
        for stage, (name, service) in enumerate({"build": 0.7, "check": 0.5}.items())
    }
    judge.assert_agree(scores)


def test_seasons_and_trend_move_arrivals_as_arithmetic_says() -> None:
    season = [0.5, 1.5, 1.0, 2.0]
    scenario = company(
        {"work": station(0.0)}, {"rep": servers()},
        {"market": {"leads_per_week": 30, "season": season, "trend_per_year": 0.5, "dispersion": 0.1}},
        weeks=104,
    )  # fmt: skip
    totals = play(scenario, 200).totals
    by_week = totals.week[:, :, layout.WEEK.index("leads")]
    thursdays = [date(2026, 1, 8) + timedelta(weeks=week) for week in range(104)]
    quarter = np.array([4 * (day.year - 2026) + (day.month - 1) // 3 for day in thursdays])
    scores = {}
    for q in range(8):
        weeks = np.flatnonzero(quarter == q)
        expected = 30 * season[q % 4] * (1.5 ** ((weeks + 0.5) / 52)).sum()
        scores[f"quarter {q}"] = judge.z_score(by_week[:, weeks].sum(axis=1), expected)
    judge.assert_agree(scores, independent=True)
