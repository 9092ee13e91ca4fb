"""Results as CSV, JSON lines and workbooks hold the figures of the result."""

import csv
import json
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from simsales.report.gallery import compare_pictures, run_pictures, save_pictures, simulated_edges
from simsales.report.sheets import write_csv, write_workbook
from simsales.report.tables import (
    compare_sheets,
    compare_tables,
    replications,
    run_sheets,
    run_tables,
    write_replications_jsonl,
)
from tests.report import example


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_csv_files_of_a_run(tmp_path):
    made = example.run_result(30)
    for table in run_tables(made):
        write_csv(table, tmp_path / f"{table.name}.csv")
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {"kpis", "replications", "by_stage", "by_source", "by_rep", "by_period", "by_week"}
    kpis = {row["kpi"]: row for row in read(tmp_path / "kpis.csv")}
    assert set(kpis) == set(made.kpis)
    assert float(kpis["bookings"]["p90"]) == made.kpis["bookings"].p90
    assert kpis["win_rate"]["unit"] == "share"
    values = [float(row["bookings"]) for row in read(tmp_path / "replications.csv")]
    assert values == made.values["bookings"].tolist()
    assert len(read(tmp_path / "by_week.csv")) == 52
    stage = [
        r for r in read(tmp_path / "by_stage.csv") if r["name"] == "demo_call" and r["kpi"] == "queue_hours"
    ]
    assert float(stage[0]["mean"]) == made.by_stage["demo_call"]["queue_hours"].mean


def test_bookings_by_source_add_up_with_repeat_orders(tmp_path):
    made = example.run_result(30)
    orders = replace(made.kpis["orders"], mean=1e5)
    made = replace(made, kpis=made.kpis | {"orders": orders})
    (table,) = (table for table in run_tables(made) if table.name == "by_source")
    write_csv(table, tmp_path / "by_source.csv")
    rows = [row for row in read(tmp_path / "by_source.csv") if row["kpi"] == "bookings"]
    assert [row["name"] for row in rows] == ["demo_request", "paid_search", "repeat orders"]
    assert float(rows[-1]["mean"]) == 1e5
    (sheet,) = (sheet for sheet in run_sheets(made) if sheet.name == "By source")
    assert len({len(row) for row in sheet.rows}) == 1 and sheet.rows[-1][0] == "repeat orders"


def test_ways_show_what_was_simulated():
    made = example.run_result(30)
    shares = {(way.source, way.target): way.chance for way in simulated_edges(made)}
    stage = {name: made.by_stage["demo_call"][name].mean for name in ("advanced", "went_back", "losses")}
    left = sum(stage.values())
    assert shares["demo_call", "qualify"] == pytest.approx(stage["went_back"] / left)
    assert shares["demo_call", "proposal_and_legal"] == pytest.approx(stage["advanced"] / left)
    assert sum(share for (source, _), share in shares.items() if source == "demo_call") == pytest.approx(1.0)


def test_json_lines_have_null_for_undefined(tmp_path):
    values = {"bookings": np.array([1.0, 2.0]), "win_rate": np.array([np.nan, 0.5])}
    write_replications_jsonl(replications({"": values}), tmp_path / "results.jsonl")
    records = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert records == [
        {"replication": 0, "bookings": 1.0, "win_rate": None},
        {"replication": 1, "bookings": 2.0, "win_rate": 0.5},
    ]


def test_workbook_of_a_run(tmp_path):
    made = example.run_result(30)
    write_workbook(run_sheets(made), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames[0] == "Answer" and book["Answer"]["A2"].value.startswith("A typical year books")
    rows = {row[0].value: row for row in book["KPIs"].iter_rows(min_row=2)}
    assert rows["bookings"][3].value == pytest.approx(made.kpis["bookings"].mean)
    assert rows["bookings"][3].number_format == "#,##0" and rows["win_rate"][3].number_format == "0.0%"
    first = book["By rep"][1]
    column = [cell.value for cell in first].index("attainment")
    assert book["By rep"][2][column].number_format == "0.0%"
    assert book["Replications"].max_row == 31


def test_a_rep_called_like_a_formula_stays_text(tmp_path):
    made = example.run_result(30)
    made.by_rep["=HYPERLINK(1)"] = made.by_rep.pop("ae 2")
    write_workbook(run_sheets(made), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["By rep"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2) if row[0].value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"] and cells[0].quotePrefix


def test_tables_of_a_comparison(tmp_path):
    made = example.compare_result(30)
    for table in compare_tables(made):
        write_csv(table, tmp_path / f"{table.name}.csv")
    rows = {(r["alternative"], r["kpi"]): r for r in read(tmp_path / "differences.csv")}
    change = made.alternatives[1].differences["profit"]
    assert float(rows["Half the ads", "profit"]["difference"]) == change.mean
    assert rows["Half the ads", "leads"]["probability_better"] == ""
    plans = [row["plan"] for row in read(tmp_path / "replications.csv")]
    assert plans == ["base"] * 30 + ["Two more reps"] * 30 + ["Half the ads"] * 30
    assert {row["area"] for row in read(tmp_path / "why.csv")} == {"funnel", "capacity", "money"}
    write_workbook(compare_sheets(made), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Answer", "Differences", "Why", "Replications"]
    kinds = {row[1].value: row[5].number_format for row in book["Differences"].iter_rows(min_row=2)}
    assert kinds["bookings"] == "#,##0" and kinds["win_rate"] == "0.0%"


def test_pictures_of_a_run_and_a_comparison(tmp_path):
    save_pictures(run_pictures(example.run_result(30)), tmp_path)
    save_pictures(compare_pictures(example.compare_result(30)), tmp_path)
    names = {"funnel", "bookings", "utilisation", "attainment", "pipeline", "differences"}
    assert {path.name for path in tmp_path.iterdir()} == {f"{n}.{e}" for n in names for e in ("svg", "png")}
    assert all(path.stat().st_size > 5000 for path in tmp_path.iterdir())
