"""The shipped scenarios: sound, readable, and true to the figures they come from."""

from __future__ import annotations

import re
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from benchmarks.bench_scenario import bench_scenario
from simsales.loading import load_scenario, shipped_names
from simsales.loading.shipped import shipped_directory
from simsales.model.pipeline import WON, chance
from simsales.model.scenario import Scenario

COMPANIES = ("industrial_field", "mid_market_outbound", "smb_inbound_saas")
WAYS = {
    # source: chance to get past lead work and discovery, and to win from there
    "demo_request": (30, 0.76, 0.58, 0.23),
    "content": (28, 0.45, 0.23, 0.15),
    "webinar": (8, 0.45, 0.22, 0.15),
    "referral": (6, 0.75, 0.60, 0.35),
    "partner": (4, 0.65, 0.50, 0.25),
}


def shipped(name: str) -> Scenario:
    return load_scenario(name).scenario


def bent(probability: float, log_odds: float) -> float:
    return 1 / (1 + exp(-(log(probability / (1 - probability)) + log_odds)))


def win_chance(scenario: Scenario, source: str | None, start: str | None = None) -> float:
    """Chance that a lead of a source is won, from the absorbing chain of the pipeline."""
    pipeline = scenario.pipeline
    names = list(pipeline.stages)
    at = {name: i for i, name in enumerate(names)}
    moves, wins = np.zeros((len(names), len(names))), np.zeros(len(names))
    shifts = scenario.sources[source].log_odds if source else {}
    for name, stage in pipeline.stages.items():
        advance = bent(chance(stage.advance), shifts[name].value if name in shifts else 0.0)
        for target, share in pipeline.ways_on(name).items():
            if target == WON:
                wins[at[name]] += advance * share
            else:
                moves[at[name], at[target]] += advance * share
        for target, share in stage.back.items():
            moves[at[name], at[target]] += (1 - advance) * share
    won = np.linalg.solve(np.eye(len(names)) - moves, wins)
    first = start or (source and scenario.sources[source].enters) or pipeline.entry_stage
    return float(won[at[first]])


def test_every_shipped_scenario_loads_and_is_short_and_has_its_schema() -> None:
    assert shipped_names() == sorted(["hello_sales", "pipeline_bench", *COMPANIES])
    for name in shipped_names():
        text = (shipped_directory() / f"{name}.yaml").read_text(encoding="utf-8")
        lines = text.splitlines()
        assert lines[0] == "# yaml-language-server: $schema=schema.json"
        assert len(lines) < 150 and max(map(len, lines)) <= 115, name
        assert re.search(r"^# \w", lines[1]), "says in plain words what it is"
        assert shipped(name).name == name


def test_pipeline_bench_is_the_bench_model() -> None:
    assert shipped("pipeline_bench").model_copy(update={"about": ""}) == bench_scenario(20)


def test_smb_stage_figures_without_sources() -> None:
    scenario = shipped("smb_inbound_saas")
    assert win_chance(scenario, None) == pytest.approx(0.0616, rel=0.01)


@pytest.mark.parametrize("source", WAYS)
def test_smb_each_source(source: str) -> None:
    scenario = shipped("smb_inbound_saas")
    leads, contact, qualify, win = WAYS[source]
    given = scenario.sources[source]
    assert given.leads_per_week.value == leads
    stages = scenario.pipeline.stages
    assert bent(chance(stages["lead_work"].advance), given.log_odds["lead_work"].value) == pytest.approx(
        contact, abs=0.006
    )
    assert bent(chance(stages["discovery"].advance), given.log_odds["discovery"].value) == pytest.approx(
        qualify, abs=0.006
    )
    assert win_chance(scenario, source, "demo") == pytest.approx(win, abs=0.006)
    assert win_chance(scenario, source) == pytest.approx(contact * qualify * win, rel=0.03)


def test_smb_blend() -> None:
    scenario = shipped("smb_inbound_saas")
    weights = {name: source.leads_per_week.value for name, source in scenario.sources.items()}
    assert sum(weights.values()) == 76

    def share(upto: str | None) -> float:
        """Share of all leads that get into a stage; None = that are won."""
        total = 0.0
        for name, weight in weights.items():
            reached = 1.0
            for stage_name, stage in scenario.pipeline.stages.items():
                if stage_name == upto:
                    break
                reached *= bent(chance(stage.advance), scenario.sources[name].log_odds[stage_name].value)
            total += weight * reached
        return total / sum(weights.values())

    assert share("discovery") == pytest.approx(0.60, abs=0.005)
    assert share("demo") / share("discovery") == pytest.approx(0.45, abs=0.005)
    assert share(None) / share("demo") == pytest.approx(0.228, abs=0.005)
    assert share(None) == pytest.approx(0.0616, rel=0.03)


@pytest.mark.parametrize(
    ("name", "base", "wins"),
    [
        (
            "mid_market_outbound",
            0.203,
            {
                "sdr_outbound": (0.45, 0.15),
                "inbound": (0.30, 0.24),
                "self_sourced": (0.14, 0.18),
                "partner": (0.06, 0.27),
                "referral": (0.05, 0.33),
            },
        ),
        (
            "industrial_field",
            0.260,
            {
                "existing_accounts": (0.55, 0.31),
                "distributor": (0.20, 0.25),
                "trade_show": (0.12, 0.12),
                "self_found": (0.13, 0.18),
            },
        ),
    ],
)
def test_win_chances_of_sources_and_their_blend(
    name: str, base: float, wins: dict[str, tuple[float, float]]
) -> None:
    scenario = shipped(name)
    entry = scenario.pipeline.entry_stage
    assert win_chance(scenario, None, entry) == pytest.approx(base, rel=0.005)
    for source, (_, chance_to_win) in wins.items():
        assert win_chance(scenario, source, entry) == pytest.approx(chance_to_win, rel=0.01)
    blend = sum(share * win_chance(scenario, source, entry) for source, (share, _) in wins.items())
    assert blend == pytest.approx(base, rel=0.03)


def test_mid_market_makes_ten_and_a_half_opportunities_a_week() -> None:
    s = shipped("mid_market_outbound")
    present = 46 / 52
    sdr, ae = s.roles["sdr"], s.roles["account_executive"]
    assert sdr.prospecting is not None and ae.prospecting is not None
    made_by_sdr = sdr.prospecting.leads_per_hour * sdr.prospecting.hours_per_week.value
    assert made_by_sdr == pytest.approx(1.35, rel=0.01)
    by_source = {
        "sdr_outbound": made_by_sdr * sdr.seats * present,
        "self_sourced": ae.prospecting.leads_per_hour
        * ae.prospecting.hours_per_week.value
        * ae.seats
        * present,
        "inbound": s.sources["inbound"].leads_per_week.value
        * chance(s.pipeline.stages["qualification"].advance),
        "partner": s.sources["partner"].leads_per_week.value,
        "referral": s.sources["referral"].leads_per_week.value,
    }
    total = sum(by_source.values())
    assert total == pytest.approx(10.5, rel=0.02)
    expected = {
        "sdr_outbound": 0.45,
        "inbound": 0.30,
        "self_sourced": 0.14,
        "partner": 0.06,
        "referral": 0.05,
    }
    for source, share in expected.items():
        assert by_source[source] / total == pytest.approx(share, abs=0.01), source


@pytest.mark.parametrize(
    ("name", "role", "leads", "hours_per_lead", "capacity", "used"),
    [
        ("smb_inbound_saas", "account_executive", 76, 1.83, 161.8, 0.86),
        ("mid_market_outbound", "account_executive", 10.5, 10.0, 161, 0.86),
        ("industrial_field", "field_rep", 3.3, 31.6, 186, 0.88),
    ],
)
def test_hours_needed_and_had(
    name: str, role: str, leads: float, hours_per_lead: float, capacity: float, used: float
) -> None:
    """The closed form of the evidence page: load over capacity of an average week."""
    s = shipped(name)
    stages = [stage for stage in s.pipeline.stages if s.role_of(stage) == role]
    reached, need = 1.0, 0.0
    for stage in stages:
        need += reached * s.pipeline.stages[stage].effort_hours.mean
        reached *= chance(s.pipeline.stages[stage].advance)
    need += reached * s.pipeline.hand_off_hours.value
    assert need == pytest.approx(hours_per_lead, rel=0.02)
    r = s.roles[role]
    assert r.turnover is not None
    vacant = r.turnover.per_year.value * r.turnover.weeks_to_fill.mean / 52
    week = r.deal_work_share.value * s.calendar.hours_per_week * (1 - r.absence_days_per_year.value / 260)
    had = r.seats * week * (1 - vacant)
    assert had == pytest.approx(capacity, rel=0.02)
    kept = r.account_hours.value + (r.prospecting.hours_per_week.value if r.prospecting else 0.0)
    kept *= had / (r.deal_work_share.value * s.calendar.hours_per_week)
    assert (leads * need + kept) / had == pytest.approx(used, abs=0.02)


@pytest.mark.parametrize(
    ("name", "quota", "ote", "base_share", "accelerator", "target", "seats", "months", "fill", "leaving"),
    [
        ("smb_inbound_saas", 450e3, 95e3, 0.5, 1.5, 3.1e6, 8, 3, 7, 0.35),
        ("mid_market_outbound", 800e3, 165e3, 0.5, 1.7, 5.6e6, 8, 6, 9, 0.30),
        ("industrial_field", 2.3e6, 165e3, 0.7, 1.3, 18.8e6, 9, 12, 18, 0.13),
    ],
)
def test_the_table_of_the_evidence_page(
    name: str,
    quota: float,
    ote: float,
    base_share: float,
    accelerator: float,
    target: float,
    seats: int,
    months: float,
    fill: float,
    leaving: float,
) -> None:
    s = shipped(name)
    role = next(role for role in s.roles.values() if role.quota_per_year.value > 0)
    assert role.turnover is not None and role.ramp is not None and s.money.target_per_year is not None
    assert (role.quota_per_year.value, role.seats) == (quota, seats)
    assert role.pay.base_per_year.value + role.pay.variable_per_year.value == ote
    assert role.pay.base_per_year.value == pytest.approx(base_share * ote)
    assert (role.pay.accelerator.value, s.money.target_per_year.value) == (accelerator, target)
    assert (role.ramp.months.value, role.turnover.weeks_to_fill.mean) == (months, fill)
    assert role.turnover.per_year.value == leaving
    assert s.calendar.warmup_weeks >= 26


def test_repeat_business_is_shared_by_nine_territories() -> None:
    repeat = shipped("industrial_field").repeat_business
    assert repeat is not None
    assert (repeat.per_year.value, repeat.spread.value, repeat.carry_over.value) == (9 * 1.2e6, 0.30, 0.75)


def test_scenarios_are_found_from_any_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_scenario("hello_sales").scenario.name == "hello_sales"
    (tmp_path / "hello_sales").mkdir()
    assert load_scenario("hello_sales").scenario.name == "hello_sales"
