"""CSV and workbooks: numbers stay numbers, text never becomes a formula."""

import csv
import math
import zipfile

import openpyxl
import pytest

from simsales.report.sheets import Table, write_csv, write_workbook

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=cmd|' /C calc'!A0", "#N/A", "=", "a\x07b"]


def opened(tmp_path, *tables):
    path = tmp_path / "x.xlsx"
    write_workbook(tables, path)
    return openpyxl.load_workbook(path), path


@pytest.mark.parametrize("text", NASTY)
def test_text_is_never_a_formula(tmp_path, text):
    book, path = opened(tmp_path, Table("t", ("=name", "x"), [(text, 1.5)]))
    cell = book["t"]["A2"]
    assert cell.data_type == "s" and book["t"]["A1"].data_type == "s"
    assert cell.value.lstrip() == text.replace("\x07", "\ufffd").lstrip()
    if text.lstrip()[0] in "=+-@":
        assert cell.quotePrefix
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<f " not in sheet


def test_numbers_are_numbers_with_formats(tmp_path):
    rows = [("a", 1234.5, 0.25, 3, None), ("b", math.nan, 1.0, 4, 2.5)]
    book, _ = opened(
        tmp_path, Table("t", ("n", "m", "s", "c", "d"), rows, (None, "money", "share", "count", "days"))
    )
    sheet = book["t"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1234.5, "#,##0")
    assert (sheet["C2"].value, sheet["C2"].number_format) == (0.25, "0.0%")
    assert (sheet["D2"].value, sheet["D2"].data_type) == (3, "n")
    assert sheet["B3"].value is None and sheet["E2"].value is None and sheet["E3"].value == 2.5


def test_a_row_may_bring_its_own_unit(tmp_path):
    rows = [("bookings", 1e6), ("win_rate", 0.2)]
    book, _ = opened(tmp_path, Table("t", ("kpi", "mean"), rows, (None, "row"), ("money", "share")))
    assert [book["t"][c].number_format for c in ("B2", "B3")] == ["#,##0", "0.0%"]


def test_csv_is_neutral_and_reads_back(tmp_path):
    table = Table("t", ("name", "x"), [("a,b", 0.1 + 0.2), ('"q"', math.nan), ("c", None)])
    write_csv(table, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [["name", "x"], ["a,b", repr(0.1 + 0.2)], ['"q"', ""], ["c", ""]]
