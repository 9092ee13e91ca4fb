"""The one-sheet workbook: written, filled in, read back."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simsales.errors import InputError
from simsales.loading.interview.questions import QUESTIONS
from simsales.loading.interview.workbook import FIRST_ROW, read_workbook, write_workbook

ROWS = {question.key: FIRST_ROW + i for i, question in enumerate(QUESTIONS)}


@pytest.fixture
def form(tmp_path) -> Path:
    file = tmp_path / "company.xlsx"
    write_workbook(file)
    return file


def fill(file: Path, **values: Any) -> Path:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for key, value in values.items():
        cell = f"B{ROWS[key]}" if key in ROWS else key
        sheet[cell] = value
    book.save(file)
    return file


def test_the_form_has_one_sheet_with_all_questions(form):
    book = openpyxl.load_workbook(form)
    assert len(book.worksheets) == 1
    sheet = book.worksheets[0]
    for i, question in enumerate(QUESTIONS):
        assert sheet.cell(FIRST_ROW + i, 1).value == f"{i + 1}. {question.ask}"
        assert sheet.cell(FIRST_ROW + i, 4).value == question.example
    checked = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert {f"B{row}" for row in ROWS.values()} < checked


def test_only_answers_can_be_edited(form):
    sheet = openpyxl.load_workbook(form).worksheets[0]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"B{row}" for row in ROWS.values()} | {f"C{ROWS['deal_size']}"}


def test_an_empty_form_means_defaults(form):
    answers = read_workbook(form)
    assert answers.yours == frozenset()
    assert answers.reps == 8


def test_answers_are_read(form):
    currency = {f"C{ROWS['deal_size']}": "EUR"}
    fill(
        form,
        kind=2,
        reps=12,
        leads_per_week="60 a month",
        wins_of_100="1 in 5",
        deal_size=48000.5,
        **currency,
    )
    answers = read_workbook(form)
    assert (answers.kind, answers.reps, answers.currency, answers.deal_size) == ("medium", 12, "EUR", 48000.5)
    assert answers.wins_of_100 == 20
    assert answers.yours == {"kind", "reps", "leads_per_week", "wins_of_100", "deal_size", "currency"}


def test_a_percentage_cell_is_a_percentage(form):
    fill(form, wins_of_100=0.06)
    book = openpyxl.load_workbook(form)
    book.worksheets[0][f"B{ROWS['wins_of_100']}"].number_format = "0%"
    book.save(form)
    assert read_workbook(form).wins_of_100 == 6


def test_every_wrong_cell_is_named(form):
    fill(form, reps=0.5, wins_of_100="many", pay="=1+1", last_year=datetime.date(2026, 1, 1))
    with pytest.raises(InputError) as caught:
        read_workbook(form)
    lines = str(caught.value).splitlines()
    named = [f"company.xlsx:B{ROWS[key]}:" for key in ("reps", "wins_of_100", "pay", "last_year")]
    assert [line.split(" ")[0] for line in lines] == named


def test_rows_may_have_been_moved(form):
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    sheet.insert_rows(1, 3)
    sheet[f"B{ROWS['reps'] + 3}"] = 17
    book.save(form)
    assert read_workbook(form).reps == 17


def test_a_sheet_without_the_questions_is_refused(tmp_path):
    file = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(file)
    with pytest.raises(InputError, match=r"other\.xlsx:A5.*has no question 1\."):
        read_workbook(file)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_broken_file_is_refused(tmp_path, content):
    file = tmp_path / "broken.xlsx"
    file.write_bytes(content)
    with pytest.raises(InputError, match="not a workbook"):
        read_workbook(file)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_workbook(tmp_path / "none.xlsx")
