"""Rules between the parts of a scenario, and the pipeline as a graph."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simsales.errors import InputError, Place, Problem, did_you_mean
from simsales.model.pipeline import Pipeline
from simsales.model.scenario import Scenario, problems


def company(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "name": "small",
        "segments": {"all": {"deal_size": 100}},
        "sources": {"web": {"leads_per_week": 10}},
        "pipeline": {"stages": {"call": {"advance": 0.5}, "demo": {"advance": 0.4}}},
        "roles": {"sdr": {"headcount": 1}, "ae": {"headcount": 2, "quota_per_year": 100}},
    }
    return {**given, **more}


def told(**more: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.rule) for problem in problems(Scenario.model_validate(company(**more)))]


def stages(**given: Any) -> dict[str, Any]:
    return {"pipeline": {"stages": given}}


def test_a_sound_company_has_no_problems() -> None:
    assert told() == []


def test_who_works_a_stage() -> None:
    scenario = Scenario.model_validate(company())
    assert scenario.role_of("call") == "ae"
    named = Scenario.model_validate(company(**stages(call={"advance": 0.5, "role": "sdr"})))
    assert named.role_of("call") == "sdr"
    without = Scenario.model_validate(company(roles={"one": {"headcount": 1}, "two": {"headcount": 1}}))
    assert without.role_of("call") == "one"


@pytest.mark.parametrize(
    ("more", "path", "rule"),
    [
        (
            {"pipeline": {"entry": "x", "stages": {"call": {"advance": 0.5}}}},
            "pipeline.entry",
            'unknown stage "x"',
        ),
        (
            {"pipeline": {"opportunity": "x", "stages": {"call": {"advance": 0.5}}}},
            "pipeline.opportunity",
            'unknown stage "x"',
        ),
        (stages(call={"advance": 0.5, "next": "x"}), "pipeline.stages.call.next", 'unknown stage "x"'),
        (
            stages(call={"advance": 0.5, "next": {"won": 1, "x": 1}}),
            "pipeline.stages.call.next",
            'unknown stage "x"',
        ),
        (stages(call={"advance": 0.5, "back": {"x": 0.5}}), "pipeline.stages.call.back", 'unknown stage "x"'),
        (stages(call={"advance": 0.5, "role": "x"}), "pipeline.stages.call.role", 'unknown role "x"'),
        ({"sources": {"web": {"enters": "x"}}}, "sources.web.enters", 'unknown stage "x"'),
        ({"sources": {"web": {"segments": {"x": 1}}}}, "sources.web.segments", 'unknown segment "x"'),
        ({"sources": {"web": {"log_odds": {"x": 1}}}}, "sources.web.log_odds", 'unknown stage "x"'),
        ({"repeat_business": {"role": "x", "per_year": 1}}, "repeat_business.role", 'unknown role "x"'),
        ({"initial_pipeline": [{"stage": "x"}]}, "initial_pipeline.0.stage", 'unknown stage "x"'),
        ({"initial_pipeline": [{"stage": "call", "rep": "x"}]}, "initial_pipeline.0.rep", 'unknown rep "x"'),
        (
            {"roles": {"ae": {"headcount": 1, "prospecting": {"hours_per_week": 1, "source": "x"}}}},
            "roles.ae.prospecting.source",
            'unknown source "x"',
        ),
        (stages(won={"advance": 0.5}), "pipeline.stages", '"won" and "lost" are outcomes, not stages'),
        (
            stages(a={"advance": 0.5, "next": "won"}, b={"advance": 0.5}),
            "pipeline.stages.b",
            "no lead can reach this stage",
        ),
        (
            stages(a={"advance": 0.5}, b={"advance": 0.5, "next": "a"}),
            "pipeline.stages.a",
            "no way leads from this stage to a win",
        ),
        (
            {"roles": {"ae": {"headcount": 1, "account_hours": 25}}},
            "roles.ae",
            "prospecting and account work take 25 h of 24 h for deal work",
        ),
        (
            {"roles": {"ae": {"headcount": 2, "reps": [{"name": "A"}, {"name": "A"}]}}},
            "roles",
            'two reps are called "A"',
        ),
    ],
)
def test_faults_between_the_parts(more: dict[str, Any], path: str, rule: str) -> None:
    assert (path, rule) in told(**more)


@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.floats(0, 0.9), st.floats(0.1, 5)), min_size=1, max_size=8)
)
def test_the_ways_out_of_a_stage_add_up_to_one(rows: list[tuple[float, float, float]]) -> None:
    given = {}
    for number, (advance, back, share) in enumerate(rows):
        forward = f"s{number + 1}" if number + 1 < len(rows) else "won"
        given[f"s{number}"] = {"advance": advance, "next": {forward: 1.0, "won": share}}
        if back > 0.01 and number:
            given[f"s{number}"]["back"] = {"s0": back}
    graph = Pipeline.model_validate({"stages": given}).graph()
    for name in given:
        out = [edge["chance"] for _, _, edge in graph.out_edges(name, data=True)]
        assert all(0 <= each <= 1 for each in out)
        assert sum(out) == pytest.approx(1.0)


def test_the_next_stage_is_the_one_listed_next() -> None:
    pipeline = Pipeline.model_validate({"stages": {"a": {"advance": 0.5}, "b": {"advance": 0.5}}})
    assert (pipeline.ways_on("a"), pipeline.ways_on("b")) == ({"b": 1.0}, {"won": 1.0})
    assert pipeline.entry_stage == "a"


def test_a_problem_says_place_path_rule_and_suggestion() -> None:
    problem = Problem("a.b", "is wrong", "write c", Place("f.yaml", 3, 5))
    assert str(problem) == "f.yaml:3:5 a.b: is wrong; write c"
    error = InputError([problem, Problem("", "all is lost")])
    assert error.exit_code == 2 and str(error) == f"{problem}\nall is lost"
    assert did_you_mean("x", []) == "none is defined"
