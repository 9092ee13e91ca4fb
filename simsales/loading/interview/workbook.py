"""The twelve questions as a one-sheet workbook: the empty form, and the answers read back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.errors import InputError, Place, Problem
from simsales.loading.interview.answers import Answers
from simsales.loading.interview.questions import QUESTIONS, Question, answer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FIRST_ROW = 5
_HEADINGS = ("Question", "Your answer", "Unit", "Example", "Hint")
_WIDTHS = (62, 18, 16, 30, 70)
_CURRENCIES = "USD,EUR,GBP,CHF,JPY,CNY,INR,CAD,AUD,BRL,MXN,SEK,NOK,DKK,PLN,CZK,SGD,ZAR,TRY,AED"
_LARGEST = 5_000_000
_BOUNDS = {
    "reps": (1, 2000), "leads_per_week": (0.01, 100_000), "wins_of_100": (0.01, 95),
    "deal_size": (0.01, 1e10), "cycle_days": (1, 1500), "hours_per_win": (0.1, 5000),
    "quota": (1, 1e13), "pay": (0, 1e13), "leavers": (0, 6000), "last_year": (0, 1e13), "target": (0, 1e13),
}  # fmt: skip


def write_workbook(file: Path) -> None:
    """Writes the empty form; `file` is overwritten, so give a temporary path."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My company"
    _write_head(sheet)
    for row, question in enumerate(QUESTIONS, start=FIRST_ROW):
        _write_question(sheet, row, question)
    _lay_out(sheet)
    book.save(file)


def _write_head(sheet: Worksheet) -> None:
    from openpyxl.styles import Font, PatternFill

    sheet["A1"] = "My company in twelve questions"
    sheet["A1"].font = Font(bold=True, size=16, color="1F3864")
    sheet["A2"] = (
        "Fill in the yellow cells, leave empty what you do not know; then: simsales new --from-xlsx FILE"
    )
    sheet["A2"].font = Font(italic=True, color="595959")
    for column, heading in enumerate(_HEADINGS, start=1):
        cell = sheet.cell(FIRST_ROW - 1, column, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")


def _write_question(sheet: Worksheet, row: int, question: Question) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    money = question.unit.startswith("money")
    currency_row = FIRST_ROW + [q.key for q in QUESTIONS].index("deal_size")
    unit = question.unit.replace("money", "USD")
    if money and question.key != "deal_size":
        unit = f'=C{currency_row}&"{question.unit.removeprefix("money")}"'
    texts = (f"{row - FIRST_ROW + 1}. {question.ask}", None, unit, question.example, question.hint)
    line = Side(style="thin", color="BFBFBF")
    for column, text in enumerate(texts, start=1):
        sheet.cell(row, column, text).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.cell(row, column).border = Border(bottom=line)
    for column in (2, 3) if question.key == "deal_size" else (2,):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFF2CC")
        sheet.cell(row, column).border = Border(left=line, right=line, top=line, bottom=line)
        sheet.cell(row, column).protection = Protection(locked=False)
    sheet.cell(row, 2).number_format = "#,##0" if money else "General"
    _validate(sheet, row, question)


def _validate(sheet: Worksheet, row: int, question: Question) -> None:
    """The drop-downs and bounds of a row; a text such as "3 months" may still be kept."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if question.key == "kind":
        rule = DataValidation(type="list", formula1='"1,2,3"', allow_blank=True)
    else:
        low, high = _BOUNDS[question.key]
        rule = DataValidation(type="decimal", operator="between", formula1=f"{low:f}", formula2=f"{high:f}",
                              allow_blank=True, errorStyle="warning")  # fmt: skip
    rule.promptTitle, rule.prompt = "Answer", f"For example {question.example}. Empty = not known."
    rule.showInputMessage = rule.showErrorMessage = True
    rule.errorTitle, rule.error = "Unusual answer", f"Expected a number in {question.unit}."
    sheet.add_data_validation(rule)
    rule.add(f"B{row}")
    if question.key == "deal_size":
        codes = DataValidation(type="list", formula1=f'"{_CURRENCIES}"', errorStyle="warning")
        sheet.add_data_validation(codes)
        codes.add(f"C{row}")


def _lay_out(sheet: Worksheet) -> None:
    """Widths, frozen heading, protection of all but the answers, one printed page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in range(FIRST_ROW, FIRST_ROW + len(QUESTIONS)):
        sheet.row_dimensions[row].height = 32
    sheet.row_dimensions[FIRST_ROW].height = 48
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:E{FIRST_ROW + len(QUESTIONS) - 1}"


def read_workbook(file: Path) -> Answers:
    """The answers in a filled-in form; raises InputError that names each faulty cell (company.xlsx:B7)."""
    sheet = _first_sheet(file)
    rows = _rows(sheet, file)
    answers, problems = Answers(), []
    for question in QUESTIONS:
        row = rows[question.key]
        try:
            answers = answer(question, answers, _text(sheet, row, question))
        except ValueError as error:
            place = Place(f"{file.name}:B{row}")
            problems.append(Problem("", f"{question.ask} {error}", f"for example {question.example}", place))
            answers = answer(question, answers, "?")
    if problems:
        raise InputError(problems)
    return answers


def _first_sheet(file: Path) -> Worksheet:
    from openpyxl import load_workbook

    def refuse(rule: str, suggestion: str) -> InputError:
        return InputError(Problem("", rule, suggestion, Place(str(file))))

    empty_form = "write an empty one with: simsales new --workbook FILE"
    if not file.is_file():
        raise refuse("there is no such file", empty_form)
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if max(size / 10, file.stat().st_size) > _LARGEST:
            raise refuse("is too large for a sheet of twelve answers", empty_form)
        book = load_workbook(file)
        return book.worksheets[0]
    except InputError:
        raise
    except Exception as error:  # whatever a damaged file makes the reader raise
        raise refuse(f"is not a workbook that can be read ({type(error).__name__})", empty_form) from error


def _rows(sheet: Worksheet, file: Path) -> dict[str, int]:
    """The row of each question, found by the number before its text."""
    found: dict[str, int] = {}
    for row in range(1, min(sheet.max_row, 500) + 1):
        number = re.match(r"\s*(\d{1,2})\.", str(sheet.cell(row, 1).value or ""))
        if number and 1 <= int(number[1]) <= len(QUESTIONS):
            found.setdefault(QUESTIONS[int(number[1]) - 1].key, row)
    missing = [f"{i}." for i, question in enumerate(QUESTIONS, start=1) if question.key not in found]
    if missing:
        rule = f"column A of the first sheet has no question {', '.join(missing)}"
        suggestion = "write an empty form with: simsales new --workbook FILE"
        raise InputError(Problem("", rule, suggestion, Place(f"{file.name}:A{FIRST_ROW}")))
    return found


def _text(sheet: Worksheet, row: int, question: Question) -> str:
    """What a person would have typed for the answer in a row."""
    cell = sheet.cell(row, 2)
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f'"{value}" is not an answer; write a number')
    if isinstance(value, str) and value.startswith("="):
        raise ValueError("holds a formula; type the number itself")
    if isinstance(value, int | float) and "%" in cell.number_format:
        return f"{_digits(float(f'{100 * value:.10g}'))}%"
    text = value if isinstance(value, str) else _digits(value)
    currency = str(sheet.cell(row, 3).value or "").strip()
    if question.key == "deal_size" and re.fullmatch(r"[A-Za-z]{3}", currency) and _only_number(text):
        return f"{text} {currency}"
    return text


def _digits(value: float) -> str:
    """A number of a cell as text that has one meaning: 9.125 as 9.1250, which is not 9125.

    >>> _digits(9.125), _digits(9500), _digits(0.5)
    ('9.1250', '9500', '0.5')
    """
    text = f"{value:.12g}"
    return f"{text}0" if re.search(r"\.\d{3}$", text) else text


def _only_number(text: str) -> bool:
    return not re.search(r"[^\d.,'\s\u00a0\u202fkKmMbn]", text)
