"""run and compare on a small company: the same answer whoever plays it, in the shape of the page."""

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from simsales.errors import InputError
from simsales.experiments import chunks
from simsales.experiments.cautions import run_cautions
from simsales.experiments.chunks import CHUNK, covered
from simsales.experiments.compare import Alternative, compare
from simsales.experiments.json_shapes import compare_json, run_json
from simsales.experiments.run import Bottleneck, run, slowest_stage
from simsales.measure.kpis import KPIS, MAIN_KPIS
from simsales.measure.rows import ROWS
from tests.experiments.plans import loaded, scenario

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"
SIZE = 60


@pytest.fixture(scope="module")
def result():
    return run(loaded(), replications=SIZE)


@pytest.fixture(scope="module")
def comparison():
    third = {"east": 2, "west": 1}
    roles = scenario()["roles"]
    more = loaded(roles=roles | {"ae": roles["ae"] | {"headcount": third}})
    return compare(loaded(), [Alternative("more", more), Alternative("same", loaded())], replications=SIZE)


def without_performance(answer, shaped=run_json):
    shape = shaped(answer)
    assert shape.pop("performance")["events"] > 0
    return json.dumps(shape, allow_nan=False)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_answer_does_not_depend_on_the_workers(result, workers):
    told = []
    again = run(loaded(), replications=SIZE, workers=workers, progress=told.append)
    assert without_performance(again) == without_performance(result)
    assert told == sorted(told) and told[-1] == SIZE + 50


def test_the_answer_does_not_depend_on_the_chunks(result, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 7)
    assert without_performance(run(loaded(), replications=SIZE)) == without_performance(result)


def test_the_answer_does_not_depend_on_the_engine(result):
    pytest.importorskip("simsales.engine.reference")
    told = []
    other = run(loaded(), replications=30, engine="reference", workers=2, progress=told.append)
    assert other.engine == "reference" and told[-1] == 60
    for name in KPIS:
        assert np.array_equal(other.values[name], result.values[name][:30], equal_nan=True)


def test_a_company_without_people_has_an_answer():
    roles = scenario()["roles"]
    nobody = loaded(roles={name: role | {"headcount": 0} for name, role in roles.items()})
    r = run(nobody, replications=5)
    assert r.by_rep == {} and r.by_team == {} and r.kpis["utilisation"].mean is None
    assert r.kpis["wins"].mean == 0 and "NaN" not in without_performance(r)
    assert any("Utilisation is undefined in 5 of 5" in warning for warning in r.warnings)


@pytest.mark.parametrize(
    ("change", "says"),
    [(0.0, ""), (8.0, ""), (-20.0, "loses from start to end (as much as 20% of it)"),
     (20.0, "gains from start to end (20% of it)"), (300.0, "more than all of it")],
)  # fmt: skip
def test_profit_that_is_not_booked_is_told(result, change, says):
    profit = {**result.kpis, "profit": replace(result.kpis["profit"], mean=100.0)}
    lines = run_cautions(loaded().scenario, profit, 100, {}, None, change)
    told = [line for line in lines if "Profit counts" in line]
    assert (len(told) == 1 and says in told[0]) if says else told == []


def test_another_seed_is_another_answer(result):
    assert without_performance(run(loaded(), replications=SIZE, seed=2)) != without_performance(result)


def test_the_first_replications_are_the_same_however_many_there_are(result):
    few = run(loaded(), replications=CHUNK + 3)
    for name in KPIS:
        assert np.array_equal(few.values[name], result.values[name][: CHUNK + 3], equal_nan=True)


def test_rows_add_up(result):
    n = result.kpis
    for rows, name in (
        ("by_source", "leads"),
        ("by_source", "wins"),
        ("by_period", "bookings"),
        ("by_rep", "bookings"),
    ):
        total = sum(row[name].mean for row in getattr(result, rows).values())
        assert total == pytest.approx(n[name].mean)
    assert list(result.by_team) == ["east", "west", "no team"]
    assert result.by_week["bookings_cumulative"].shape == (26, 3)
    assert np.all(np.diff(result.by_week["bookings_cumulative"], axis=1) >= 0)
    assert result.by_week["bookings_cumulative"][-1] == pytest.approx(
        [n["bookings"].p10, n["bookings"].p50, n["bookings"].p90]
    )


def test_the_target_is_pro_rata_and_its_chance_counted(result):
    assert result.target.money == 30_000
    assert result.target.probability == np.mean(result.values["bookings"] >= 30_000)
    assert result.target.low < result.target.probability < result.target.high


def test_the_bottleneck_is_the_longest_wait(result):
    waits = {stage: row["queue_hours"].mean for stage, row in result.by_stage.items()}
    assert result.bottleneck.stage == max(waits, key=waits.get)
    assert result.bottleneck.queue_hours == pytest.approx(waits[result.bottleneck.stage])


def test_the_bottleneck_counts_the_years_in_which_it_is_the_slowest():
    names = SimpleNamespace(stages=("a", "b"), stage_roles=("sdr", "ae"))

    def slowest(a, b):
        stages = {"a": {"queue_hours": np.array(a)}, "b": {"queue_hours": np.array(b)}}
        return slowest_stage(SimpleNamespace(by_stage=stages), names)

    assert slowest([1.0, 1.0, np.nan, 0.0], [9.0, 0.5, 2.0, 0.0]) == Bottleneck("b", "ae", 11.5 / 4, 0.5)
    assert slowest([0.0, np.nan], [0.0, 0.0]) is None


def test_the_spread_sees_what_is_not_known(result):
    """Leads of the web range from 3 to 7 a week: most of the spread of leads is not luck."""
    assert set(result.spread) == set(MAIN_KPIS)
    leads = result.spread["leads"]
    assert leads.unknown_parameters == pytest.approx(26 * (4**2 / 24) ** 0.5, rel=0.35)
    assert leads.luck == pytest.approx((26 * 7) ** 0.5, rel=0.35)
    lucky = run(loaded(), replications=SIZE, luck_only=True)
    assert lucky.luck_only and lucky.spread["leads"].unknown_share == 0
    assert lucky.performance.events < result.performance.events


def test_precision_adds_replications():
    r = run(loaded(), replications=5, precision=0.04)
    assert r.replications > 50 and r.precision.met and r.precision.reached <= 0.04
    e = r.kpis["bookings"]
    assert (e.high - e.mean) / e.mean == pytest.approx(r.precision.reached)
    c = compare(loaded(), [Alternative("same", loaded())], replications=5, precision=0.01)
    assert c.replications == 50 and c.precision.met and c.precision.reached == 0


def test_one_replication_claims_nothing():
    r = run(loaded(), replications=1)
    assert r.kpis["bookings"].low is None and r.spread == {}
    assert any("Only 1 replication:" in warning for warning in r.warnings)
    assert "NaN" not in without_performance(r)


def test_an_interrupt_leaves_no_answer(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(chunks, "measure", interrupted)
    for workers in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            run(loaded(), replications=SIZE, workers=workers)


def test_compare_pairs_the_years(comparison, result):
    more, same = comparison.alternatives
    assert without_performance(comparison, compare_json)
    assert comparison.base == result.kpis
    for name, difference in more.differences.items():
        paired = more.values[name] - comparison.base_values[name]
        if not np.isnan(paired).all():
            assert difference.mean == pytest.approx(np.nanmean(paired))
    assert more.differences["headcount"].probability_better is None
    assert more.variance_ratio == more.variance_ratios["bookings"] > 2
    assert all(d.mean == 0 and d.low == 0 for d in same.differences.values())
    assert same.variance_ratio is None and same.differences["bookings"].probability_better == 0.5
    assert '"same" is the same scenario as the base.' in comparison.warnings


def test_the_parts_of_why_add_up(comparison):
    for plan in comparison.alternatives:
        whole = plan.differences
        assert sum(x.effect.mean for x in plan.why.funnel) == pytest.approx(whole["bookings"].mean, abs=1e-6)
        assert sum(x.effect.mean for x in plan.why.money) == pytest.approx(whole["profit"].mean, abs=1e-6)
        assert [x.name for x in plan.why.capacity][:3] == ["utilisation", "response_hours", "headcount"]
    more, same = comparison.alternatives
    pay = next(x for x in more.why.money if x.name == "pay")
    assert pay.effect.mean < -4000 and same.why.biggest is None


def test_names_must_tell_plans_apart():
    for names in (["base"], ["a", "a"], []):
        with pytest.raises(InputError):
            compare(loaded(), [Alternative(name, loaded()) for name in names], replications=2)


def test_covered_time():
    assert covered([]) == 0 and covered([(0, 1), (0.5, 0.75), (2, 3)]) == 2


def examples():
    """The three JSON examples of the page: an estimate, run, compare."""
    return [
        json.loads(block)
        for block in re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    ]


def same_keys(example, actual, path=""):
    """Every key of either is in the other; '...' in an example leaves the rest open, {} and null anything."""
    if isinstance(example, list) and example and isinstance(example[0], dict):
        assert actual, path
        return same_keys(example[0], actual[0], f"{path}[0]")
    if not isinstance(example, dict) or not example:
        return None
    assert isinstance(actual, dict), path
    wanted = set(example) - {"..."}
    assert wanted <= set(actual), f"{path}: {wanted - set(actual)} is on the page only"
    assert "..." in example or wanted == set(actual), f"{path}: {set(actual) - wanted} is not on the page"
    for key in wanted:
        same_keys(example[key], actual[key], f"{path}.{key}")
    return None


def test_run_has_the_shape_of_the_page():
    estimate, page, _ = examples()
    shape = json.loads(json.dumps(run_json(run(loaded(), replications=50, precision=0.5)), allow_nan=False))
    same_keys(page, shape)
    same_keys(estimate, shape["kpis"]["bookings"])
    assert list(shape["kpis"]) == list(KPIS)
    for rows, names in ROWS.items():
        for row in shape[rows]:
            assert set(row) - {"name", "role", "team", "weeks"} == set(names)
            assert all(set(row[name]) == set(estimate) for name in names)
    assert shape["by_rep"][0] | {"name": "ae 1", "role": "ae", "team": "east"} == shape["by_rep"][0]


def test_compare_has_the_shape_of_the_page(comparison):
    shape = json.loads(json.dumps(compare_json(comparison), allow_nan=False))
    same_keys(examples()[2], shape)
    for plan in shape["alternatives"]:
        assert list(plan["differences"]) == list(plan["variance_ratios"]) == list(KPIS)


def test_numbers_have_at_most_twelve_digits(result):
    numbers = re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", without_performance(result).split('"hash"')[1][70:])
    assert all(float(f"{float(number):.12g}") == float(number) for number in numbers)
