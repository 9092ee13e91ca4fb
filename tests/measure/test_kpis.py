"""KPIs against a company counted by hand, and the dictionary against its page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simsales.engine import layout as lo
from simsales.errors import RunError
from simsales.measure.breakdown import NO_TEAM
from simsales.measure.dictionary import page
from simsales.measure.kpis import KPI_UNITS, KPIS, MAIN_KPIS
from simsales.measure.measured import measure, merge
from simsales.measure.rows import ROW_KPIS, ROWS, SEEN_BY_ROW, definition
from simsales.measure.span import stages_from_opportunity
from simsales.measure.values import kpi_values
from simsales.model.scenario import Scenario
from tests.measure.company import NAMES, SCENARIO, totals

BY_HAND = {
    "leads": 20,
    "opportunities": 8,
    "wins": 4,
    "losses": 12,
    "win_rate": 4 / 16,
    "opportunity_win_rate": 4 / 6,  # 2 of the 12 losses were opportunities
    "deal_size": 750,
    "cycle_days": 60 / 4,
    "response_hours": 3,
    "touches": 30,
    "bookings": 3200,
    "orders": 200,
    "attainment": 3200 / 2000,
    "reps_at_quota": 1 / 3,  # of 2 + 1 months held throughout, one made it; the sdr owes nothing
    "utilisation": (4 * 6 + 2 * 30 + 2 * 24 + 36) / (4 * 48 + 48),
    "headcount": 440 / 160,
    "ramping_reps": 40 / 160,
    "attrition": 1 / (440 / 40 / 52),
    "coverage": 4000 / (2000 * (52 / 12) / 4),
    "velocity": (320 / 160) * (4 / 6) * 750 / 15,
    "open_deals": 9,
    "open_value": 4000,
    "open_age_days": 11,
    "margin": 2560,
    "pay": 870,
    "marketing": 160,
    "hiring": 300,
    "cost": 870 + 160 + 300 + 400,
    "profit": 2560 - 1730 + 0.5 * 400 + 25 * 4,
}


def test_every_kpi_is_what_a_hand_counts():
    values = kpi_values(totals(), NAMES, SCENARIO)
    assert {name: column[0] for name, column in values.items()} == pytest.approx(BY_HAND)


def test_what_has_no_denominator_is_undefined_not_zero():
    values = kpi_values(totals(), NAMES, SCENARIO)
    undefined = {name for name, column in values.items() if np.isnan(column[1])}
    assert undefined == {
        "win_rate", "opportunity_win_rate", "deal_size", "cycle_days", "response_hours", "attainment",
        "reps_at_quota", "utilisation", "attrition", "coverage", "velocity", "open_age_days",
    }  # fmt: skip


def test_rows_are_what_a_hand_counts():
    m = measure(totals(), NAMES, SCENARIO)
    talk, offer = ({k: v[0] for k, v in m.by_stage[s].items()} for s in ("talk", "offer"))
    assert (talk["entered"], talk["losses"], talk["lost_cold"], talk["touches"]) == (21, 10, 2, 20)
    assert talk["conversion"] == pytest.approx(8 / 18) and offer["conversion"] == pytest.approx(4 / 7)
    assert talk["queue_hours"] == pytest.approx(4) and talk["stage_days"] == pytest.approx(20 / 40 * 7)
    assert talk["open_deals"] == pytest.approx(5) and offer["went_back"] == 1
    web = {k: v[0] for k, v in m.by_source["web"].items()}
    assert (web["leads"], web["wins"], web["win_rate"], web["cost_per_win"]) == (
        16,
        4,
        pytest.approx(1 / 3),
        40,
    )
    assert web["deal_size"] == 750 and np.isnan(m.by_source["fair"]["cost_per_win"][0])
    two, sdr = ({k: v[0] for k, v in m.by_rep[s].items()} for s in ("ae 2", "sdr 1"))
    assert (two["attainment"], two["filled"], two["headcount"]) == (1.7, 0.75, 0.75)
    assert two["reps_at_quota"] == 0 and m.by_rep["ae 1"]["reps_at_quota"][0] == 0.5
    assert np.isnan(sdr["attainment"]) and np.isnan(sdr["reps_at_quota"]) and sdr["utilisation"] == 0.75
    assert list(m.by_team) == ["east", "west", NO_TEAM]
    assert m.by_team["east"]["bookings"][0] == 1500 and m.by_team[NO_TEAM]["leads_made"][0] == 4


def test_periods_add_up_to_the_whole():
    m = measure(totals(), NAMES, SCENARIO)
    first, second = m.by_period["2026-01"], m.by_period["2026-02"]
    for name in (
        "leads",
        "opportunities",
        "wins",
        "losses",
        "bookings",
        "orders",
        "touches",
        "pay",
        "cost",
        "margin",
    ):
        assert first[name][0] + second[name][0] == pytest.approx(m.kpis[name][0])
    assert first["reps_at_quota"][0] == 0.5 and second["reps_at_quota"][0] == 0
    assert first["headcount"][0] == 3 and second["headcount"][0] == 2.5
    assert (first["open_deals"][0], second["open_deals"][0], second["open_value"][0]) == (12, 9, 4000)


def test_weeks_accumulate():
    m = measure(totals(), NAMES, SCENARIO)
    assert m.week["bookings_cumulative"][0].tolist() == [50, 1100, 1750, 3200]
    assert m.week["utilisation"][0].tolist() == pytest.approx([2 / 3, 5 / 6, 3 / 4, 3 / 4])
    assert m.week["headcount"][0].tolist() == [3, 3, 2, 3] and np.isnan(m.week["utilisation"][1]).all()


def test_chunks_put_together_are_the_whole():
    whole = totals()
    cut = [
        replace(whole, **{k: getattr(whole, k)[i : i + 1] for k in vars(whole)})  # type: ignore[arg-type]
        for i in range(2)
    ]
    a, b = measure(whole, NAMES, SCENARIO), merge([measure(part, NAMES, SCENARIO) for part in cut])
    assert a.events == b.events == 500 and a.replications.tolist() == b.replications.tolist()
    for name in KPIS:
        assert np.array_equal(a.kpis[name], b.kpis[name], equal_nan=True)
    assert np.array_equal(a.by_rep["ae 2"]["wins"], b.by_rep["ae 2"]["wins"])
    assert not np.shares_memory(a.by_period["2026-01"]["open_deals"], whole.week)


@pytest.mark.parametrize(
    ("array", "column", "says"),
    [
        ("week", lo.W_WON, "leads in"),
        ("source", lo.S_LEADS, "leads by week"),
        ("stage", lo.G_PRICE, "lost by week = by stage"),
        ("seat", lo.R_FILLED, "filled hours"),
        ("seat", lo.R_BUSY, "busy hours fit"),
        ("seat", lo.R_VACANT, "fit into the span"),
    ],
)
def test_totals_that_contradict_themselves_are_refused(array, column, says):
    wrong = totals()
    getattr(wrong, array)[0, 0, ..., column] += 200
    with pytest.raises(RunError, match=rf"replication 0.*{says}"):
        measure(wrong, NAMES, SCENARIO)


@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf])
def test_negative_or_wild_counts_are_refused(value):
    wrong = totals()
    wrong.seat[1, 0, 0, lo.R_EFFORT] = value
    with pytest.raises(RunError, match=r"replication 1.*negative or not finite"):
        measure(wrong, NAMES, SCENARIO)


def test_stages_from_the_opportunity_follow_the_ways_on_not_back():
    given = SCENARIO.model_dump(exclude_unset=True)
    stages = {
        "a": {"advance": 0.5, "next": {"b": 1, "side": 1}},
        "side": {"advance": 0.5, "next": "won"},
        "b": {"advance": 0.5, "next": "c", "back": {"a": 0.2}},
        "c": {"advance": 0.5},
    }
    scenario = Scenario.model_validate(given | {"pipeline": {"stages": stages, "opportunity": "b"}})
    assert stages_from_opportunity(scenario) == (2, 3)


def test_the_page_is_the_dictionary():
    written = Path(__file__).parents[2] / "docs" / "reference" / "kpis.md"
    assert written.read_text(encoding="utf-8") == page(), (
        "write it anew: python -c \"from simsales.measure.dictionary import page; print(page(), end='')\""
    )


def test_the_dictionary_is_whole():
    m = measure(totals(), NAMES, SCENARIO)
    assert tuple(m.kpis) == tuple(KPIS) and set(MAIN_KPIS) <= set(KPIS)
    assert not set(KPIS) & set(ROW_KPIS) and set(SEEN_BY_ROW) <= set(KPIS)
    for rows, names in ROWS.items():
        for values in getattr(m, rows).values():
            assert set(values) == set(names), rows
    for kpi in [*KPIS.values(), *ROW_KPIS.values()]:
        assert (
            definition(kpi.name) is kpi and kpi.unit in KPI_UNITS and kpi.better in ("higher", "lower", None)
        )
        assert kpi.definition and kpi.numerator and kpi.clock and kpi.censoring
