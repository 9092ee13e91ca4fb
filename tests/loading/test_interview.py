"""Twelve answers become a sound scenario, whatever they are."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.loading import load_scenario
from simsales.loading.interview.answers import Answers
from simsales.loading.interview.company import Fit, company_yaml, first_monday, scenario_name
from simsales.loading.interview.contradictions import contradictions
from simsales.loading.interview.questions import QUESTIONS, answer
from simsales.loading.interview.shapes import SHAPES
from simsales.model.pipeline import chance
from simsales.model.scenario import Scenario, problems

TODAY = date(2026, 5, 1)
YOURS = {
    "kind": "1", "reps": "6", "leads_per_week": "200 a month", "wins_of_100": "5",
    "deal_size": "9,500 EUR", "cycle_days": "6 weeks", "hours_per_win": "9 hours", "quota": "400k",
    "pay": "80000", "leavers": "25 %", "last_year": "1.2m", "target": "+10 %",
}  # fmt: skip


def answered(**texts: str) -> Answers:
    answers = Answers()
    for question in QUESTIONS:
        answers = answer(question, answers, texts.get(question.key, "?"))
    return answers


def scenario_of(answers: Answers) -> Scenario:
    scenario = Scenario.model_validate(yaml.safe_load(company_yaml("mine", answers, TODAY)))
    assert problems(scenario) == []
    return scenario


def test_there_are_twelve_questions_and_each_fills_an_answer():
    assert len(QUESTIONS) == 12
    assert {question.key for question in QUESTIONS} < {field.name for field in fields(Answers)}


def test_answers_arrive_in_the_scenario():
    answers = answered(**YOURS)
    scenario = scenario_of(answers)
    role = scenario.roles["rep"]
    assert role.headcount == 6
    assert scenario.company.currency == "EUR"
    assert scenario.sources["leads"].leads_per_week.value == pytest.approx(200 * 12 * 7 / 365, rel=1e-3)
    assert scenario.segments["customers"].deal_size.mean == pytest.approx(9500)
    assert float(role.quota_per_year) == 400_000
    assert role.pay.base_per_year.value + role.pay.variable_per_year.value == 80_000
    assert role.turnover is not None
    assert role.turnover.per_year.value == pytest.approx(0.25)
    assert scenario.money.target_per_year is not None
    assert scenario.money.target_per_year.value == pytest.approx(1_320_000)
    stages = scenario.pipeline.stages.values()
    hours = sum(stage.effort_hours.mean for stage in stages) + scenario.pipeline.hand_off_hours.value
    assert hours == pytest.approx(9, rel=0.01)
    waits = sum(stage.wait.calendar_days.mean for stage in stages if stage.wait.calendar_days)
    assert waits == pytest.approx(28 * 42 / SHAPES["small"].cycle_days, rel=0.01)


def test_the_chances_multiply_to_the_answer():
    for wins in ("0.5", "6", "30", "90"):
        answers = answered(wins_of_100=wins)
        product = 1.0
        for stage in scenario_of(answers).pipeline.stages.values():
            product *= chance(stage.advance)
        assert product == pytest.approx(min(float(wins) / 100 / answers.shape.survives, 0.97), rel=0.01)


def test_lines_are_marked_yours_or_default():
    text = company_yaml("mine", answered(reps="6", wins_of_100="5"), TODAY)
    lines = {line.split(":")[0].strip(): line for line in text.splitlines()}
    assert "# yours" in lines["headcount"]
    assert "# default" in lines["quota_per_year"]
    assert "# yours: 5 of 100" in text
    leaves = yaml.safe_load(text)
    unmarked = [
        line for line in text.splitlines()
        if ": " in line and "#" not in line and not line.startswith(("name", "    ", "  hand_off"))
    ]  # fmt: skip
    assert leaves["name"] == "mine"
    assert unmarked == []


def test_what_is_not_known_is_played_with_a_range():
    unknown, known = scenario_of(answered()), scenario_of(answered(**YOURS))
    assert unknown.sources["leads"].leads_per_week.range is not None
    assert unknown.segments["customers"].log_odds.range is not None
    assert known.sources["leads"].leads_per_week.range is None
    assert known.segments["customers"].log_odds.range is None


def test_the_last_years_bookings_are_checked():
    (said,) = contradictions(answered(last_year="5m", target="3m"))
    assert "make 2,940,000 USD a year, but last year brought 5,000,000 USD" in said
    assert "130 leads a week" in said
    assert contradictions(answered(last_year="2.6m")) == []


def test_too_little_and_too_much_time_are_said():
    assert "about 15 reps could work them" in contradictions(answered(leads_per_week="160"))[0]
    assert "busy for" in contradictions(answered(leads_per_week="10"))[0]


def test_quotas_below_the_target_are_said():
    assert "All quotas together" in contradictions(answered(target="9m"))[0]


def test_a_rep_who_cannot_bring_the_pay_is_said():
    assert "quota for a month" in contradictions(answered(quota="37.5k"))[-1]
    assert "Are deals of 6.5 USD right" in contradictions(answered(deal_size="6,5"))[-1]


def test_a_fit_moves_chances_and_waits_and_says_so():
    answers = answered()
    text = company_yaml("mine", answers, TODAY, Fit(0.05, 2.0))
    stages = Scenario.model_validate(yaml.safe_load(text)).pipeline.stages.values()
    assert math.prod(chance(stage.advance) for stage in stages) == pytest.approx(0.05, rel=0.01)
    assert sum(stage.wait.calendar_days.mean for stage in stages) == pytest.approx(56, rel=0.01)
    assert "fitted by simulating" in text
    assert "estimated" in company_yaml("mine", answers, TODAY)


def test_contradictions_stand_in_the_file():
    text = company_yaml("mine", answered(last_year="5m"), TODAY)
    assert "# check: 76 leads a week" in text
    assert "# check: the answers fit together." in company_yaml("mine", answered(), TODAY)


@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_typical_companies_have_no_contradictions(kind, tmp_path):
    answers = answered(kind=kind)
    assert contradictions(answers) == []
    file = tmp_path / "mine.yaml"
    file.write_text(company_yaml("mine", answers, TODAY), encoding="utf-8")
    assert load_scenario(file).scenario.name == "mine"


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("kind", "4", "1, 2 or 3"), ("reps", "0", "between 1 and 2,000"), ("reps", "2.5", "whole number"),
        ("leads_per_week", "none", "not a number"), ("wins_of_100", "100", "between"),
        ("wins_of_100", "0.05", "fewer than 1 in 1000"), ("deal_size", "0", "between"),
        ("deal_size", "12.000", "could mean"), ("deal_size", "9.500 EUR", "9.5 or 9500"),
        ("cycle_days", "0", "between"), ("quota", "0", "more than 0"),
        ("quota", "400k GBP", "give this in USD too"), ("leavers", "99", "between"),
        ("target", "+10 %", "percentage"),
    ],
)  # fmt: skip
def test_wrong_answers_are_explained(key, text, says):
    with pytest.raises(ValueError, match=says):
        answered(**{key: text})


_texts = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["1", "2", "3", "small", "enterprise"]),
        "reps": st.integers(1, 2000).map(str),
        "leads_per_week": st.floats(0.01, 100_000).map(lambda x: f"{x:.4f}"),
        "wins_of_100": st.floats(0.2, 95).map(lambda x: f"{x:.4f}"),
        "deal_size": st.floats(1, 1e10).map(lambda x: f"{x:.4f} EUR"),
        "cycle_days": st.floats(1, 1500).map(lambda x: f"{x:.4f}"),
        "hours_per_win": st.floats(0.1, 5000).map(lambda x: f"{x:.4f}"),
        "quota": st.floats(1, 1e13).map(lambda x: f"{x:.4f}"),
        "pay": st.floats(0, 1e13).map(lambda x: f"{x:.4f}"),
        "last_year": st.floats(0, 1e13).map(lambda x: f"{x:.4f}"),
        "target": st.floats(0, 1e13).map(lambda x: f"{x:.4f}"),
    },
)


@given(_texts)
@settings(max_examples=150, deadline=None)
def test_any_answers_make_a_sound_short_file(texts):
    answers = answered(**texts)
    text = company_yaml("mine", answers, TODAY)
    assert len(text.splitlines()) <= 60
    assert max(len(line) for line in text.splitlines()) <= 140
    scenario_of(answers)


@pytest.mark.parametrize(
    ("text", "name"),
    [("mine", "mine"), ("Müller & Söhne", "M-ller-S-hne"), ("---", "mycompany"), ("x" * 99, "x" * 80)],
)
def test_names(text, name):
    assert scenario_name(text) == name


def test_years_start_on_a_monday():
    for year in range(2020, 2060):
        day = first_monday(year)
        assert (day.weekday(), day.month, day.day <= 7) == (0, 1, True)
