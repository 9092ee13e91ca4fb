"""A scenario over another one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from simsales.loading import load_scenario
from tests.loading.conftest import Told, Write


def data(file: Path) -> dict:  # type: ignore[type-arg]
    loaded = yaml.safe_load(load_scenario(file).text)
    assert isinstance(loaded, dict)
    return loaded


def test_mappings_merge_lists_and_scalars_are_replaced_null_removes(write: Write) -> None:
    write(("leads_per_week: 10", "leads_per_week: 10, season: [1, 1, 1, 1]"))
    child = write(
        name="child.yaml",
        text="extends: s.yaml\nname: child\nroles: {ae: {headcount: 5, quota_per_year: null}}\n"
        "sources: {web: {season: [2, 2, 2, 2]}}\n",
    )
    merged = data(child)
    assert merged["name"] == "child" and "extends" not in merged
    assert merged["roles"]["ae"] == {"headcount": 5}
    assert merged["sources"]["web"] == {"leads_per_week": 10, "season": [2, 2, 2, 2]}
    assert list(merged["pipeline"]["stages"]) == ["call", "demo"]


def test_a_shipped_scenario_by_name_and_a_chain(write: Write) -> None:
    write(name="a.yaml", text="extends: hello_sales\nname: a\n")
    child = write(name="b.yaml", text="extends: ./a.yaml\ncalendar: {weeks: 3}\n")
    merged = data(child)
    assert (merged["name"], merged["calendar"]) == ("a", {"weeks": 3})


def test_another_family_or_unit_replaces(write: Write) -> None:
    write()
    child = write(
        name="c.yaml",
        text="extends: s.yaml\nsegments: {all: {deal_size: {gamma: {mean: 2, cv: 1}}}}\n"
        "pipeline: {stages: {demo: {wait: {calendar_days: 5}}}}\n",
    )
    merged = data(child)
    assert merged["segments"]["all"]["deal_size"] == {"gamma": {"mean": 2, "cv": 1}}
    assert merged["pipeline"]["stages"]["demo"]["wait"] == {"calendar_days": 5}


def test_one_mechanism_over_a_parent_with_all_off(write: Write) -> None:
    write(name="p.yaml", text=Path(write()).read_text() + "behaviour: off\n")
    child = write(name="c.yaml", text="extends: p.yaml\nbehaviour: {lateness: {log_odds_per_week: 0.1}}\n")
    behaviour = load_scenario(child).scenario.behaviour
    assert behaviour.lateness is not None and behaviour.cold is None


def test_faults_stay_in_the_file_that_wrote_them(write: Write, told: Told) -> None:
    parent = write(("advance: 0.5", "advance: 7"))
    child = write(name="child.yaml", text="extends: s.yaml\nroles: {ae: {headcount: x}}\n")
    assert [str(problem.place) for problem in told(child)] == [f"{child}:2:25", f"{parent}:9:16"]


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("name: x\nextends: c.yaml\n", "2:10", "extends this file itself"),
        ("extends: d.yaml\n", "1:10", "extends this file itself"),
        ("extends: s\n", "1:10", 'did you mean "s.yaml"?'),
        ("extends: .\n", "1:10", '"." is a directory'),
        ("extends: [a]\n", "1:10", "must name a scenario or a file, not a list"),
        ("extends: smb_inbound_sas\n", "1:10", 'did you mean "smb_inbound_saas"?'),
    ],
)
def test_refusals(write: Write, told: Told, text: str, at: str, words: str) -> None:
    write()
    write(name="d.yaml", text="extends: c.yaml\n")
    child = write(name="c.yaml", text=text)
    (problem,) = told(child)
    assert words in str(problem)
    assert problem.place is not None and (problem.place.file.endswith(".yaml"))
    assert f"{problem.place.line}:{problem.place.column}" == at


def test_too_long_a_chain(write: Write, told: Told) -> None:
    write(name="x0.yaml", text="name: x\n")
    for i in range(1, 15):
        write(name=f"x{i}.yaml", text=f"extends: x{i - 1}.yaml\n")
    (problem,) = told(Path(write()).parent / "x14.yaml")
    assert problem.rule == "more than 10 files extend each other"
