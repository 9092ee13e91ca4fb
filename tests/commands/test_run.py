"""`simsales run` from the command line to files."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from simsales.commands.main import main

SMALL = ["hello_sales", "-n", "6", "--weeks", "8", "--workers", "1"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def interrupted(monkeypatch):
    """Ctrl-C while simulating."""

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simsales.experiments.run.run", stop)


def printed(capsys, *words):
    assert main(list(words)) == 0
    return capsys.readouterr()


def test_quiet_prints_the_answer_alone(capsys):
    shown = printed(capsys, "run", *SMALL, "--quiet")
    assert shown.out.startswith("A typical run of 8 weeks books $") and shown.err == ""
    assert "Figures" not in shown.out


def test_the_answer_comes_before_every_table(capsys):
    text = printed(capsys, "run", *SMALL).out
    assert text.startswith("A typical run of 8 weeks")
    assert text.index("Work waits longest") < text.index("Figures") < text.index("By stage")


def test_json_is_one_object_and_nothing_else(capsys):
    shown = printed(capsys, "run", *SMALL, "--json")
    record = json.loads(shown.out)
    assert shown.err == "" and "NaN" not in shown.out and shown.out.count("\n") == 1
    assert record["replications"] == 6 and record["scenario"]["name"] == "hello_sales"
    assert set(record["kpis"]) >= {"bookings", "win_rate", "profit"}


def test_what_was_written_is_said(capsys):
    shown = printed(capsys, "run", *SMALL, "--out", "res", "--xlsx", "x.xlsx")
    count = len(list(Path("res").iterdir()))
    assert f"Written: res/ ({count} files), x.xlsx\n" in shown.err and "Written" not in shown.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--xlsx", "a.txt"), "end it in .xlsx"), (("--out", "/dev/null/x"), "cannot be written"),
        (("--xlsx", "/dev/full.d/a.xlsx"), "there is no directory"),
    ],
)  # fmt: skip
def test_places_are_refused_plainly(capsys, words, says):
    assert main(["run", *SMALL, *words]) == 2
    err = capsys.readouterr().err
    assert says in err and "Traceback" not in err


def test_json_does_not_depend_on_workers(capsys):
    def record(*words):
        made = json.loads(
            printed(capsys, "run", "hello_sales", "-n", "60", "--weeks", "4", "--json", *words).out
        )
        made.pop("performance")
        return json.dumps(made)

    assert record("--workers", "1") == record("--workers", "2") != record("--seed", "2")


def test_results_can_be_made_again_from_their_directory(capsys):
    first = json.loads(printed(capsys, "run", *SMALL, "--seed", "5", "--out", "res", "--json").out)
    manifest = json.loads(Path("res/manifest.json").read_text())
    assert manifest["scenario"]["hash"] == first["scenario"]["hash"] and manifest["seed"] == 5
    again = ["run", "res/scenario.yaml", "--seed", str(manifest["seed"]), "-n", str(manifest["replications"])]
    second = json.loads(printed(capsys, *again, "--json").out)
    for record in (first, second):
        record.pop("performance")
    assert first == second


def test_out_and_xlsx_hold_the_same_figures_as_json(capsys):
    record = json.loads(printed(capsys, "run", *SMALL, "--out", "a/res", "--xlsx", "x.xlsx", "--json").out)
    with Path("a/res/kpis.csv").open(newline="") as file:
        rows = {row["kpi"]: row for row in csv.DictReader(file)}
    assert float(rows["bookings"]["mean"]) == pytest.approx(record["kpis"]["bookings"]["mean"])
    sheet = openpyxl.load_workbook("x.xlsx")["KPIs"]
    values = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=2)}
    assert values["bookings"] == pytest.approx(record["kpis"]["bookings"]["mean"])
    assert len(Path("a/res/results.jsonl").read_text().splitlines()) == 6
    listed = set(json.loads(Path("a/res/manifest.json").read_text())["files"])
    assert {path.name for path in Path("a/res").iterdir()} == listed | {"manifest.json"}
    assert {"funnel.svg", "bookings.png", "scenario.yaml", "replications.csv"} <= listed


def test_set_changes_the_scenario(capsys):
    shown = printed(capsys, "run", *SMALL, "--set", "company.money_word=revenue", "--quiet")
    assert "in revenue" in shown.out


def test_precision_adds_replications(capsys):
    words = ("run", "hello_sales", "-n", "10", "--weeks", "8", "--precision", "20%", "--json")
    record = json.loads(printed(capsys, *words).out)
    assert record["precision"]["asked"] == 0.2 and record["precision"]["met"]
    assert record["replications"] > 10


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_leaves_nothing(capsys):
    assert main(["run", *SMALL, "--out", "res", "--xlsx", "x.xlsx"]) == 130
    assert "nothing is left half-written" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


@pytest.mark.usefixtures("interrupted")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "full"], "no earlier results"),
        (["--xlsx", "nowhere/x.xlsx"], "no directory"),
        (["--set", "calendar.weks=3"], 'did you mean "weeks"'),
        (["--precision", "many"], "write 2%"),
        (["--precision", "0"], "between"),
        (["-n", "0"], "0 is not in the range"),
    ],
)
def test_wrong_input_is_refused_before_anything_is_simulated(words, says, capsys):
    Path("full").mkdir()
    Path("full/thesis.doc").touch()
    assert main(["run", *SMALL, *words]) == 2
    shown = capsys.readouterr()
    assert says in shown.err and shown.out == "" and "Traceback" not in shown.err


def test_an_unknown_scenario_is_named(capsys):
    assert main(["run", "hello_sale"]) == 2
    assert "hello_sale" in capsys.readouterr().err
