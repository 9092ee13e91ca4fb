"""Tables with a unit for every figure, as CSV files and as a typed workbook."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | float | int | None

FORMATS = {
    "money": "#,##0", "share": "0.0%", "count": "#,##0.0", "days": "#,##0.0", "hours": "#,##0.0",
    "ratio": "0.00", "number": "General",
}  # fmt: skip
"""Excel's number format for each unit."""


@dataclass(frozen=True)
class Table:
    """Named rows of values. `units` gives each column's unit; "row" stands for the row's own,
    which `row_units` lists (for tables that have one KPI a row)."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    units: tuple[str | None, ...] = ()
    row_units: Sequence[str] = ()

    def unit(self, row: int, column: int) -> str | None:
        """Unit of the figure at a place, counted from 0."""
        unit = self.units[column] if column < len(self.units) else None
        return self.row_units[row] if unit == "row" else unit


def write_csv(table: Table, path: Path) -> None:
    """Header and rows; numbers neutral (decimal point, shares as 0 to 1), empty for none."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([_neutral(value) for value in row] for row in table.rows)


def _neutral(value: Value) -> Value:
    return "" if value is None or (isinstance(value, float) and not isfinite(value)) else value


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """One sheet a table. Numbers are numbers; text is text, whatever it begins with."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    book.save(path)


def _fill(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for column, title in enumerate(table.columns):
        cell: Any = sheet.cell(1, column + 1)
        _put(cell, title.replace("_", " "), None)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for r, row in enumerate(table.rows):
        for c, value in enumerate(row):
            _put(sheet.cell(r + 2, c + 1), value, table.unit(r, c))
    for c, title in enumerate(table.columns):
        texts = [len(str(row[c])) for row in table.rows if isinstance(row[c], str)]
        sheet.column_dimensions[get_column_letter(c + 1)].width = min(
            40, max(11, len(title) * 0.8, *texts, 0) + 2
        )
    sheet.freeze_panes = "B2"


def _put(cell: Any, value: Value, unit: str | None) -> None:
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return
    if isinstance(value, str):
        _put_text(cell, value)
        return
    cell.value = value
    whole = isinstance(value, int) and unit in (None, "count")
    cell.number_format = "#,##0" if whole and unit else FORMATS.get(unit or "number", "General")


def _put_text(cell: Cell, text: str) -> None:
    """Text as text: never a formula, an error or a link."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell.data_type = "s"
    if text.lstrip("\t\r\n ")[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
