"""`path=value`: what it changes, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from simsales.loading import load_scenario
from tests.loading.conftest import Told, Write


def changed(file: Any, *overrides: str) -> dict[str, Any]:
    data = yaml.safe_load(load_scenario(file, overrides).text)
    assert isinstance(data, dict)
    return data


def test_values_are_yaml_and_set_in_order(write: Write) -> None:
    data = changed(
        write(), "roles.ae.headcount=5", "roles.ae.headcount=8", "calendar.weeks=26", "behaviour=off"
    )
    assert data["roles"]["ae"]["headcount"] == 8
    assert data["calendar"] == {"weeks": 26}
    assert data["behaviour"] is False


def test_a_bare_number_replaces_a_whole_parameter(write: Write) -> None:
    assert changed(write(), "roles.ae.quota_per_year=7")["roles"]["ae"]["quota_per_year"] == 7


def test_single_keys_of_a_parameter(write: Write) -> None:
    assert changed(write(), "roles.ae.quota_per_year.value=700")["roles"]["ae"]["quota_per_year"][
        "range"
    ] == [500, 2000]
    web = changed(write(), "sources.web.leads_per_week.range=[5, 20]")["sources"]["web"]
    assert web["leads_per_week"] == {"value": 10, "range": [5, 20]}


def test_a_family_replaces_the_other(write: Write) -> None:
    file = write(("deal_size: 100", "deal_size: {lognormal: {mean: 3, cv: 1}}"))
    assert changed(file, "segments.all.deal_size={gamma: {mean: 2, cv: 1}}")["segments"]["all"][
        "deal_size"
    ] == {"gamma": {"mean": 2, "cv": 1}}
    assert (
        "lognormal"
        not in changed(file, "segments.all.deal_size.gamma={mean: 2, cv: 1}")["segments"]["all"]["deal_size"]
    )
    assert changed(file, "segments.all.deal_size.lognormal.median=2")["segments"]["all"]["deal_size"] == {
        "lognormal": {"cv": 1, "median": 2}
    }
    wait = changed(file, "pipeline.stages.demo.wait.calendar_days=4")["pipeline"]["stages"]["demo"]["wait"]
    assert wait == {"calendar_days": 4}
    assert changed(file, "pipeline.stages.demo.advance.log_odds=0")["pipeline"]["stages"]["demo"][
        "advance"
    ] == {"log_odds": 0}


def test_one_mechanism_on_while_the_others_stay_off(write: Write) -> None:
    loaded = load_scenario(write(), ["behaviour=off", "behaviour.lateness.log_odds_per_week=0.2"])
    behaviour = loaded.scenario.behaviour
    assert behaviour.lateness is not None and behaviour.lateness.log_odds_per_week.value == 0.2
    assert behaviour.ageing is None and behaviour.overload is None


def test_list_entries_by_index(write: Write) -> None:
    file = write(("    headcount: 2", "    headcount: 2\n    reps: [{name: A}, {name: B, skill: 1}]"))
    assert changed(file, "roles.ae.reps.1.skill=2")["roles"]["ae"]["reps"] == [
        {"name": "A"},
        {"name": "B", "skill": 2},
    ]
    assert (
        changed(file, "sources.web.season=[1, 2, 1, 1]", "sources.web.season.1=3")["sources"]["web"][
            "season"
        ][1]
        == 3
    )


def test_null_removes_the_key(write: Write) -> None:
    assert "quota_per_year" not in changed(write(), "roles.ae.quota_per_year=null")["roles"]["ae"]


def test_keys_with_dots(write: Write) -> None:
    file = write(("    demo:", "    de.mo:"))
    assert changed(file, "pipeline.stages.de.mo.advance=0.9")["pipeline"]["stages"]["de.mo"]["advance"] == 0.9


def test_new_names_only_as_a_whole(write: Write) -> None:
    assert changed(write(), "sources.ads={leads_per_week: 3}")["sources"]["ads"] == {"leads_per_week": 3}
    assert changed(write(), "sources.web.log_odds.demo=0.1")["sources"]["web"]["log_odds"] == {"demo": 0.1}


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("roles.ea.headcount=3", 'roles has nothing called "ea"; known are: ae'),
        ("roles.ae.headcont=3", 'roles.ae has no key "headcont"; did you mean "headcount"?'),
        ("roles.ae.quota=3", 'did you mean "quota_per_year"?'),
        ("quota_per_year=3", "it belongs in roles.NAME.quota_per_year"),
        ("pipeline.stages.dmo.advance=0.3", 'pipeline.stages has nothing called "dmo"; did you mean "demo"?'),
        ("pipeline.stages.demo.wait.days=3", 'did you mean "calendar_days" or "working_days"?'),
        ("roles.ae.headcount=eight", 'must be a whole number or a mapping, not "eight"'),
        ("roles.ae.reps.3.skill=1", "roles.ae.reps"),
        ("roles.ae.headcount", "is no path=value; write e.g.  roles.ae.headcount=8"),
        ("=8", "is no path=value"),
        ("roles.ae.headcount=", "is no path=value"),
        ("roles.ae.headcount={", "a value is missing here"),
        ("roles.ae.headcount=!x 3", "tag !x is not allowed"),
        ("roles.ae.headcount=.inf", ".inf is not a finite number"),
        ("extends=hello_sales", 'unknown key "extends"'),
        ("pipeline.stages.demo.next=cal", 'unknown stage "cal"; did you mean "call"?'),
        ("roles.ae.pay.bonus.x=1", 'roles.ae.pay has no key "bonus"; did you mean "variable_per_year"?'),
        ("a." * 3000 + "b=1", 'unknown key "a"'),
    ],
)
def test_refusals_name_the_override(write: Write, told: Told, override: str, words: str) -> None:
    problems = told(write(), [override])
    assert words in str(problems[0]), str(problems[0])
    assert problems[0].place is not None and problems[0].place.file.startswith("--set ")


def test_faults_of_file_and_overrides_together(write: Write, told: Told) -> None:
    problems = told(write(("advance: 0.5", "advance: 2")), ["roles.ae.headcount=x", "nowhere=1"])
    assert len(problems) == 3
