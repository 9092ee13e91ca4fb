"""Faults of the model's types in plain words, at the right place, all at once."""

from __future__ import annotations

import re

import pytest

from simsales.loading import load_scenario
from tests.loading.conftest import Told, Write

DEMO = "      advance: 0.4\n      wait: {working_days: 3}\n"
CASES = [
    # old, new, line:column, path, message
    ("name: small", "name: x y", "1:7", "name", '"x y" is no good name'),
    ("name: small\n", "", "1:1", "", '"name" is missing'),
    (
        "headcount: 2",
        "hedcount: 2",
        "16:5",
        "roles.ae.hedcount",
        'unknown key "hedcount"; did you mean "headcount"?',
    ),
    ("headcount: 2", "account_hours: 1", "15:3", "roles.ae", '"headcount" is missing'),
    (
        "advance: 0.4",
        "advance: 51",
        "12:16",
        "pipeline.stages.demo.advance",
        "between 0 and 1; write 0.51 for 51 %",
    ),
    (
        "headcount: 2",
        "headcount: two",
        "16:16",
        "roles.ae.headcount",
        'must be a whole number or a mapping, not "two"',
    ),
    ("headcount: 2", "headcount: 2.5", "16:16", "roles.ae.headcount", "must be a whole number, not 2.5"),
    ("headcount: 2", "headcount: yes", "16:16", "roles.ae.headcount", "not true (yes, on)"),
    ("headcount: 2", "headcount: {east: -1}", "16:23", "roles.ae.headcount.east", "-1 must be at least 0"),
    ("headcount: 2", "headcount: [2]", "16:5", "roles.ae.headcount", "not a list"),
    (
        "advance: 0.5",
        "advance: 1.5",
        "9:16",
        "pipeline.stages.call.advance",
        "1.5 must lie strictly between 0 and 1",
    ),
    ("advance: 0.5", "advance: 50%", "9:16", "pipeline.stages.call.advance", "write 0.5"),
    ("advance: 0.5", "advance: {logodds: 1}", "9:17", "pipeline.stages.call.advance.logodds", "unknown key"),
    ("advance: 0.5", "close_rate: 0.5", "9:7", "pipeline.stages.call.close_rate", 'did you mean "advance"?'),
    (
        "advance: 0.5",
        "advance: {value: 0.5, range: [0.6, 0.7]}",
        "9:7",
        "pipeline.stages.call.advance",
        "value 0.5 must lie in its range",
    ),
    (
        "advance: 0.5",
        "advance: {value: 0.5, rnge: [0.4, 0.7]}",
        "9:29",
        "pipeline.stages.call.advance.rnge",
        'did you mean "range"?',
    ),
    ("advance: 0.5", "advance: {log_odds: x}", "9:27", "pipeline.stages.call.advance.log_odds", 'not "x"'),
    (
        "effort_hours: 1",
        "effort_hrs: 1",
        "10:7",
        "pipeline.stages.call.effort_hrs",
        'did you mean "effort_hours"?',
    ),
    (
        "effort_hours: 1",
        "effort_hours: {lognormal: {mean: 1}}",
        "10:22",
        "pipeline.stages.call.effort_hours.lognormal",
        '"cv" is missing',
    ),
    (
        "effort_hours: 1",
        "effort_hours: {gamma: {mean: -1, cv: 1}}",
        "10:36",
        "pipeline.stages.call.effort_hours.gamma.mean",
        "-1 must be more than 0",
    ),
    (
        "effort_hours: 1",
        "effort_hours: {value: -1, evidence: seen}",
        "10:7",
        "pipeline.stages.call.effort_hours",
        "-1 must not be negative",
    ),
    (
        "effort_hours: 1",
        "effort_hours: {value: 1, evidence: sen}",
        "10:42",
        "pipeline.stages.call.effort_hours.evidence",
        'unknown word "sen"; did you mean "seen"?',
    ),
    (
        "effort_hours: 1",
        "effort_hours: {lognormal: {mean: 1, cv: 1}, gamma: {mean: 1, cv: 1}}",
        "10:7",
        "pipeline.stages.call.effort_hours",
        "give exactly one of fixed, exponential",
    ),
    (
        "effort_hours: 1",
        "effort_hours: {uniform: {low: 3, high: 1}}",
        "10:22",
        "pipeline.stages.call.effort_hours.uniform",
        "low must not be above high",
    ),
    ("wait: {working_days: 3}", "wait: 3", "13:13", "pipeline.stages.demo.wait", "must name its unit"),
    (
        "wait: {working_days: 3}",
        "wait: {days: 3}",
        "13:14",
        "pipeline.stages.demo.wait.days",
        'did you mean "calendar_days" or "working_days"?',
    ),
    (
        "wait: {working_days: 3}",
        "wait: {working_days: 3, calendar_days: 3}",
        "13:7",
        "pipeline.stages.demo.wait",
        "give either calendar_days or working_days",
    ),
    (
        "wait: {working_days: 3}",
        "wait: {working_days: 12:30}",
        "13:28",
        "pipeline.stages.demo.wait.working_days",
        'not "12:30"',
    ),
    (
        "wait: {working_days: 3}",
        "skill: closng",
        "13:14",
        "pipeline.stages.demo.skill",
        'did you mean "closing"?',
    ),
    (
        "wait: {working_days: 3}",
        "lost: {competiton: 1}",
        "13:14",
        "pipeline.stages.demo.lost.competiton",
        'did you mean "competitor"?',
    ),
    (
        "wait: {working_days: 3}",
        "next: 5",
        "13:13",
        "pipeline.stages.demo.next",
        'must be a word or text, not 5; write "5"',
    ),
    (
        "wait: {working_days: 3}",
        "next: {won: 0}",
        "13:19",
        "pipeline.stages.demo.next.won",
        "0 must be more than 0",
    ),
    (
        "wait: {working_days: 3}",
        "back: {call: 0.5, demo: 0.5}",
        "13:7",
        "pipeline.stages.demo.back",
        "shares must add up to less than 1",
    ),
    ("leads_per_week: 10", "leads_per_week: 1e6", "5:25", "sources.web.leads_per_week", "write 1.0e+6"),
    ("leads_per_week: 10", 'leads_per_week: "5,000"', "5:25", "sources.web.leads_per_week", "write 5000"),
    (
        "leads_per_week: 10",
        "season: [1, 1]",
        "5:9",
        "sources.web.season",
        "has 2 factors; give 4 (quarters) or 12",
    ),
    (
        "leads_per_week: 10",
        "season: [1, x, 1, 1]",
        "5:21",
        "sources.web.season.1",
        'must be a number, not "x"',
    ),
    ("leads_per_week: 10", "trend_per_year: -1", "5:25", "sources.web.trend_per_year", "must be above -1"),
    ("  all: {deal_size: 100}", "  all: {acv: 100}", "3:9", "segments.all.acv", 'did you mean "deal_size"?'),
    ("  all: {deal_size: 100}", "  - all", "2:1", "segments", "must be a mapping"),
    ("  all: {deal_size: 100}", "", "2:1", "segments", "nothing is given"),
    ("  all: {deal_size: 100}", "  {}", "2:1", "segments", "must not be empty"),
    ("  all: {deal_size: 100}", "  all: {deal_size: }", "3:9", "segments.all.deal_size", "not nothing"),
    ("name: small", "name: small\nAE: {headcount: 2}", "2:1", "AE", "roles: {ae: {headcount: 8}}"),
    ("name: small", "name: small\nquota: 3", "2:1", "quota", "it belongs in roles.NAME.quota_per_year"),
    (
        "name: small",
        "name: small\nopportunities: []",
        "2:1",
        "opportunities",
        'did you mean "initial_pipeline"?',
    ),
    ("name: small", "name: small\nseed: 3", "2:1", "seed", "say it on the command line: --seed"),
    ("name: small", "name: small\ncalendar: {start: 2026-01-06}", "2:19", "calendar.start", "is a Tuesday"),
    (
        "name: small",
        "name: small\ncalendar: {start: soon}",
        "2:19",
        "calendar.start",
        "must be a date such as 2026-01-05",
    ),
    ("name: small", "name: small\ncalendar: {start: 5}", "2:19", "calendar.start", "must be a date"),
    (
        "name: small",
        'name: small\ncalendar: {weeks: "52"}',
        "2:19",
        "calendar.weeks",
        "must be a whole number",
    ),
    (
        "name: small",
        "name: small\ncalendar: {weeks: 2000}",
        "2:19",
        "calendar.weeks",
        "2000 must be at most 1040",
    ),
    ("name: small", "name: small\ncompany: {currency: euro}", "2:21", "company.currency", "e.g. USD"),
    (
        "name: small",
        "name: small\nbehaviour: {lateness: 3}",
        "2:23",
        "behaviour.lateness",
        "must be a mapping",
    ),
    (
        "name: small",
        "name: small\nbehaviour: {latenes: off}",
        "2:13",
        "behaviour.latenes",
        'did you mean "lateness"?',
    ),
    (
        "    headcount: 2",
        "    headcount: 2\n    reps: [{name: A}, {name: B}, {name: C}]",
        "15:3",
        "roles.ae",
        "names 3 reps for 2 seats",
    ),
    (
        "    headcount: 2",
        "    headcount: 2\n    reps: [{name: A, skill: {demo: x}}]",
        "17:36",
        "roles.ae.reps.0.skill.demo",
        'must be a number, not "x"',
    ),
    (
        "    headcount: 2",
        "    headcount: 2\n    turnover: {per_year: 1, refill: perhaps}",
        "17:37",
        "roles.ae.turnover.refill",
        "must be yes or no",
    ),
    ("    headcount: 2", "    headcount: 2\n    salary: 3", "17:5", "roles.ae.salary", 'did you mean "pay"?'),
    # between the parts
    ("wait: {working_days: 3}", "next: cal", "13:13", "pipeline.stages.demo.next", 'unknown stage "cal"'),
    (
        "wait: {working_days: 3}",
        "next: {cal: 1, won: 2}",
        "13:14",
        "pipeline.stages.demo.next",
        'did you mean "call"?',
    ),
    ("leads_per_week: 10", "log_odds: {dmo: 1}", "5:20", "sources.web.log_odds", 'unknown stage "dmo"'),
    ("  stages:", "  entry: demo\n  stages:", "9:5", "pipeline.stages.call", "no lead can reach this stage"),
    (
        "wait: {working_days: 3}",
        "next: call",
        "8:5",
        "pipeline.stages.call",
        "no way leads from this stage to a win",
    ),
]


@pytest.mark.parametrize(("old", "new", "at", "path", "words"), CASES)
def test_each_fault_in_plain_words(
    write: Write, told: Told, old: str, new: str, at: str, path: str, words: str
) -> None:
    file = write((old, new))
    problems = told(file)
    said = [str(problem) for problem in problems]
    assert any(p.path == path and words in str(p) and str(p.place) == f"{file}:{at}" for p in problems), said
    assert not re.search(
        r"Input should|pydantic|Extra inputs|Field required|function-|constrained|Value error", "".join(said)
    )


def test_the_sound_file_is_sound(write: Write) -> None:
    assert load_scenario(write()).scenario.roles["ae"].headcount == 2


def test_all_faults_at_once_and_sorted(write: Write, told: Told) -> None:
    file = write(
        ("advance: 0.5", "advance: 2"),
        ("headcount: 2", "headcount: x"),
        ("advance: 0.4", "advanc: 0.4"),
        ("deal_size: 100", "deal_size: -1"),
        ("leads_per_week: 10", "leads_per_week: .inf"),
    )
    lines = [problem.place.line for problem in told(file) if problem.place]
    assert lines == [3, 5, 9, 12, 16]


def test_one_fault_is_told_once(write: Write, told: Told) -> None:
    for old, new in [
        ("headcount: 2", "hedcount: 2"),
        ("advance: 0.5", "p: 0.5"),
        ("advance: 0.5", "advance: x"),
        ("wait: {working_days: 3}", "skill: {a: 1}"),
        ("headcount: 2", "headcount: x"),
        ("deal_size: 100", "deal_size: x"),
        ("wait: {working_days: 3}", "next: [a]"),
        ("advance: 0.5", "advance: 012"),
        ("leads_per_week: 10", "leads_per_week: !x 3"),
    ]:
        assert len(told(write((old, new)))) == 1, (old, new)


def test_several_faults_between_the_parts_at_once(write: Write, told: Told) -> None:
    file = write(("wait: {working_days: 3}", "next: xyz"), ("leads_per_week: 10", "enters: abc"))
    assert [problem.path for problem in told(file)] == ["sources.web.enters", "pipeline.stages.demo.next"]


def test_faults_of_yaml_and_between_the_parts_together(write: Write, told: Told) -> None:
    file = write(("wait: {working_days: 3}", "next: xyz"), ("name: small", "name: small\nname: other"))
    assert [problem.path for problem in told(file)] == ["name", "pipeline.stages.demo.next"]


def test_keys_with_dots_keep_their_place(write: Write, told: Told) -> None:
    file = write(("    demo:", "    de.mo:"), ("wait: {working_days: 3}", "next: xyz"))
    (problem,) = told(file)
    assert str(problem.place) == f"{file}:13:13"
