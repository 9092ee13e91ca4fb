"""Properties of the types: what they accept, refuse and compute."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from simsales.model.behaviour import Behaviour
from simsales.model.company import Calendar
from simsales.model.distribution import Distribution
from simsales.model.market import Source
from simsales.model.parameter import NotNegative, Parameter, Positive, Probability, Share
from simsales.model.pipeline import Odds, Stage, Wait, chance
from simsales.model.team import Prospecting, Role

numbers = st.floats(-1e12, 1e12, allow_nan=False)
positives = st.floats(1e-6, 1e9)
ORDERED = st.tuples(numbers, numbers, numbers).map(sorted)


@given(numbers)
def test_a_bare_number_is_a_parameter_without_range(value: float) -> None:
    parameter = Parameter.model_validate(value)
    assert (float(parameter), parameter.range, parameter.evidence) == (value, None, None)
    assert Parameter.model_validate(parameter.model_dump()) == parameter


@given(ORDERED)
def test_a_value_must_lie_in_its_range(three: list[float]) -> None:
    low, middle, high = three
    assert Parameter.model_validate({"value": middle, "range": [low, high]}).range == (low, high)
    if low < middle:
        with pytest.raises(ValidationError, match="must lie in its range"):
            Parameter.model_validate({"value": low, "range": [middle, high]})


@pytest.mark.parametrize(
    "junk", [None, True, "5", [5], {}, {"value": "x"}, {"value": 5, "rang": [1, 9]}, math.nan, math.inf]
)
def test_parameters_refuse_junk(junk: object) -> None:
    with pytest.raises(ValidationError):
        Parameter.model_validate(junk)


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        (Positive, [1e-9, 5], [0, -1]),
        (NotNegative, [0, 5], [-1e-9]),
        (Share, [0, 0.5, 1], [-0.01, 1.01]),
        (Probability, [0.01, 0.99], [0, 1]),
    ],
)
def test_bounds_hold_for_value_and_range(kind: object, inside: list[float], outside: list[float]) -> None:
    adapter: TypeAdapter[Parameter] = TypeAdapter(kind)
    for value in inside:
        assert adapter.validate_python(value).value == value
    for value in outside:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)
        low, high = min(value, inside[0]), max(value, inside[-1])
        with pytest.raises(ValidationError):
            adapter.validate_python({"value": inside[0], "range": [low, high]})


def test_types_are_immutable_and_closed() -> None:
    parameter = Parameter(value=1)
    with pytest.raises(ValidationError):
        parameter.value = 2  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Calendar.model_validate({"weeks": 3, "days": 3})


@given(positives, st.floats(0.06, 4))
def test_means_of_distributions(mean: float, cv: float) -> None:
    assert Distribution.model_validate(mean).mean == mean
    assert Distribution.model_validate({"exponential": {"mean": mean}}).mean == mean
    assert Distribution.model_validate({"gamma": {"mean": mean, "cv": cv}}).mean == mean
    assert Distribution.model_validate({"lognormal": {"mean": mean, "cv": cv}}).mean == mean
    by_median = Distribution.model_validate({"lognormal": {"median": mean, "cv": cv}})
    assert by_median.mean == pytest.approx(mean * math.sqrt(1 + cv * cv))
    assert Distribution.model_validate({"uniform": {"low": mean, "high": 3 * mean}}).mean == pytest.approx(
        2 * mean
    )


@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=50))
def test_the_mean_of_own_values(values: list[float]) -> None:
    empirical = Distribution.model_validate({"empirical": {"values": values}})
    assert empirical.family == "empirical"
    assert empirical.mean == pytest.approx(sum(values) / len(values))


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"gamma": {"mean": 1, "cv": 1}, "fixed": 1},
        {"lognormal": {"cv": 1}},
        {"uniform": {"low": 2, "high": 1}},
        {"lognormal": {"mean": 1, "median": 1, "cv": 1}},
        {"empirical": {"values": [1]}},
        {"normal": {"mean": 1}},
        -1,
        "2 hours",
        None,
        True,
        {"gamma": {"mean": 1, "cv": 0.01}},
    ],
)
def test_distributions_refuse_junk(junk: object) -> None:
    with pytest.raises(ValidationError):
        Distribution.model_validate(junk)


def test_a_wait_names_one_unit() -> None:
    assert Wait.model_validate({"calendar_days": 8}).working_days is None
    for junk in (8, {}, {"calendar_days": 8, "working_days": 8}, {"days": 8}):
        with pytest.raises(ValidationError):
            Wait.model_validate(junk)


@given(st.floats(-1e12, 1e12))
def test_log_odds_of_any_size_are_a_chance(log_odds: float) -> None:
    assert 0.0 <= chance(Odds(log_odds=Parameter(value=log_odds))) <= 1.0


@given(st.floats(0.001, 0.999))
def test_log_odds_and_chances_agree(probability: float) -> None:
    stage = Stage.model_validate({"advance": {"log_odds": math.log(probability / (1 - probability))}})
    assert chance(stage.advance) == pytest.approx(probability)
    assert chance(Stage.model_validate({"advance": probability}).advance) == probability


def test_mechanisms_are_on_unless_switched_off() -> None:
    assert all(getattr(Behaviour(), name) is not None for name in Behaviour.model_fields)
    for off in (False, "off"):
        everything = Behaviour.model_validate(off)
        assert all(getattr(everything, name) is None for name in Behaviour.model_fields)
        some = Behaviour.model_validate({"cold": off})
        assert some.cold is None and some.lateness is not None
    with pytest.raises(ValidationError):
        Behaviour.model_validate("on")


def test_prospecting_by_hours_or_by_channels() -> None:
    by_hours = Prospecting.model_validate({"hours_per_week": 5, "source": "s", "hours_per_lead": 20})
    assert by_hours.leads_per_hour == 0.05
    calls = {"calls": {"per_week": 100, "success": [0.1, 0.5]}, "mails": {"per_week": 200, "success": [0.01]}}
    by_channel = Prospecting.model_validate({"hours_per_week": 10, "source": "s", "channels": calls})
    assert by_channel.leads_per_hour == pytest.approx((5 + 2) / 10)
    assert (
        Prospecting.model_validate({"hours_per_week": 0, "source": "s", "channels": calls}).leads_per_hour
        == 0
    )
    assert Prospecting.model_validate({"hours_per_week": 8, "source": "s"}).leads_per_hour == 0
    with pytest.raises(ValidationError, match="not both"):
        Prospecting.model_validate(
            {"hours_per_week": 1, "source": "s", "hours_per_lead": 2, "channels": calls}
        )


def test_seats_by_number_or_team() -> None:
    assert Role.model_validate({"headcount": 5}).seats == 5
    assert Role.model_validate({"headcount": {"north": 2, "south": 3}}).seats == 5
    for junk in (-1, 2.5, {"north": -1}, 10**9, [1]):
        with pytest.raises(ValidationError):
            Role.model_validate({"headcount": junk})


def test_season_and_trend() -> None:
    for factors in ([], [1] * 4, [1] * 12):
        Source.model_validate({"season": factors})
    for factors in ([1], [1] * 5, [-1, 1, 1, 1], [21, 1, 1, 1]):
        with pytest.raises(ValidationError):
            Source.model_validate({"season": factors})
    with pytest.raises(ValidationError, match="above -1"):
        Source.model_validate({"trend_per_year": {"value": 0, "range": [-1, 0]}})
