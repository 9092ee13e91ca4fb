"""`simsales compare` from the command line to files."""

import json
from pathlib import Path

import pytest

from simsales.commands.main import main

SMALL = ["compare", "hello_sales", "-n", "6", "--weeks", "8", "--workers", "1"]
ROLE = "roles.account_executive.headcount"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def printed(capsys, *words):
    assert main([*SMALL, *words]) == 0
    return capsys.readouterr()


def test_quiet_has_the_choice_and_a_sentence_for_each_alternative(capsys):
    text = printed(capsys, "--alt", f"More: {ROLE}=3", "--alt", f"Fewer: {ROLE}=1", "--quiet").out
    assert '"More"' in text and '"Fewer"' in text and "Why" not in text


def test_the_same_plan_makes_no_difference(capsys):
    shown = printed(capsys, "--alt", f"Same: {ROLE}=2", "--json")
    record = json.loads(shown.out)
    assert shown.err == ""
    changes = record["alternatives"][0]["differences"]
    assert {change["mean"] for change in changes.values() if change["mean"] is not None} == {0.0}


def test_files_and_changes_are_alternatives_alike(capsys):
    assert main(["copy", "hello_sales", "plan_b.yaml"]) == 0
    capsys.readouterr()
    record = json.loads(printed(capsys, "--alt", "plan_b.yaml", "--alt", f"More: {ROLE}=3", "--json").out)
    assert [each["name"] for each in record["alternatives"]] == ["plan_b", "More"]


def test_out_holds_every_plan(capsys):
    printed(capsys, "--alt", f"More: {ROLE}=3", "--out", "res", "--xlsx", "x.xlsx", "--quiet")
    names = {path.name for path in Path("res").iterdir()}
    tables = {"kpis.csv", "differences.csv", "why.csv", "replications.csv", "results.jsonl"}
    pictures = {"differences.svg", "differences.png"}
    assert names == {"scenario.yaml", "alternative_1.yaml", "manifest.json"} | tables | pictures
    manifest = json.loads(Path("res/manifest.json").read_text())
    assert manifest["command"] == "compare" and manifest["alternatives"][0]["name"] == "More"
    assert "headcount: 3" in Path("res/alternative_1.yaml").read_text()
    assert Path("x.xlsx").stat().st_size > 5000


def refused(capsys, *words):
    assert main([*SMALL, *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and "Traceback" not in shown.err
    return shown.err


def test_a_wrong_path_is_placed_at_its_alternative(capsys):
    told = refused(capsys, "--alt", "A: calendar.weeks=8", "--alt", "B: roles.account_executive.headcont=3")
    assert told.startswith('--alt 2 ("B")') and 'did you mean "headcount"' in told


def test_all_alternatives_are_checked_at_once(capsys):
    given = ("A: x=[1", "B", "nosuch.yaml", "base: calendar.weeks=8")
    told = refused(capsys, *(word for text in given for word in ("--alt", text)))
    lines = told.strip().splitlines()
    assert len(lines) == 4 and "never closed" in lines[0] and "taken" in lines[3]


def test_currencies_do_not_mix(capsys):
    told = refused(capsys, "--alt", "Pounds: company.currency=GBP")
    assert '"Pounds" counts in GBP and the base in USD' in told


@pytest.mark.parametrize(("change", "new"), [("+50%", ", so 3"), ("*2", ", so 4"), ("+1", ", so 3")])
def test_relative_changes_are_refused_with_the_present_value(capsys, change, new):
    told = refused(capsys, "--alt", f"A: {ROLE}={change}")
    assert told.startswith('--alt 1 ("A")') and f"it is 2 now{new}\n" in told
    assert "not understood" in refused(capsys, "--set", f"{ROLE}={change}", "--alt", f"A: {ROLE}=3")


def test_the_table_of_kpis_names_its_plans(capsys):
    err = printed(capsys, "--alt", f"More: {ROLE}=3", "--out", "res").err
    assert "Written: res/ (10 files)\n" in err
    lines = Path("res/kpis.csv").read_text().splitlines()
    assert lines[0].startswith("plan,kpi,") and {line.split(",")[0] for line in lines[1:]} == {"base", "More"}


def test_names_are_given_once(capsys):
    assert "taken" in refused(capsys, "--alt", "A: calendar.weeks=8", "--alt", "A: calendar.weeks=9")


def test_an_alternative_is_needed(capsys):
    assert "--alt" in refused(capsys)


def test_ctrl_c_leaves_nothing(capsys, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simsales.experiments.compare.compare", stop)
    assert main([*SMALL, "--alt", f"More: {ROLE}=3", "--out", "res"]) == 130
    assert list(Path().iterdir()) == []
