"""Values that a scenario takes from CSV files beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from pathlib import Path as FilePath

from simsales.errors import InputError, Place, Problem, did_you_mean
from simsales.loading.nodes import Node, Path, dotted, place_all
from simsales.loading.values import number_hint, shown
from simsales.loading.yaml_text import MAX_NUMBER, read_file
from simsales.model.scenario import OpenDeal

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
_NUMBERS = ("value", "age_days", "stage_age_days", "rank", "count")


def with_tables(root: Node) -> tuple[Node, list[Problem]]:
    """The nodes with every `empirical: {file}` and `initial_pipeline: {csv}` read in, and all faults."""
    problems: list[Problem] = []
    return _read_below(root, (), problems), problems


def _read_below(node: Node, path: Path, problems: list[Problem]) -> Node:
    if isinstance(node.value, list):
        entries = [_read_below(entry, (*path, at), problems) for at, entry in enumerate(node.value)]
        return replace(node, value=entries)
    if not isinstance(node.value, dict):
        return node
    is_deals = path == ("initial_pipeline",) and "csv" in node.value
    if is_deals or (path[-1:] == ("empirical",) and "file" in node.value):
        try:
            return _deals(node, path) if is_deals else _empirical(node, path)
        except InputError as error:
            problems.extend(error.problems)
            return _stand_in(node, is_deals)
    mapping = {key: _read_below(entry, (*path, key), problems) for key, entry in node.value.items()}
    return replace(node, value=mapping)


def _stand_in(node: Node, is_deals: bool) -> Node:
    """What takes the place of a table that cannot be read, so that the rest is still checked."""
    values = [replace(node, value=1.0), replace(node, value=2.0)]
    return replace(node, value=[] if is_deals else {"values": replace(node, value=list(values))})


def _table(node: Node, key: str, path: Path) -> tuple[str, str]:
    """Shown name and text of the file that node names; relative paths count from the file that says so."""
    named = node.mapping[key]
    if not isinstance(named.value, str) or not named.value.strip():
        raise _fault((*path, key), f"must name a CSV file, not {shown(named.value)}", named.place)
    folder = FilePath() if named.place.line is None else FilePath(named.place.file).parent
    file = folder / named.value
    try:
        return str(file), read_file(file, str(file), MAX_BYTES)
    except InputError as error:
        if error.problems[0].place != Place(str(file)):
            raise
        rule = f'"{named.value}": {error.problems[0].rule}'
        start = "the working directory" if named.place.line is None else "this file's folder"
        raise _fault((*path, key), rule, named.place, f"its path counts from {start}") from None


def _fault(path: Path, rule: str, place: Place, suggestion: str = "") -> InputError:
    return InputError(Problem(dotted(path), rule, suggestion, place))


def _rows(text: str, shown_file: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and stripped cells of every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    count = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                count += 1
                if count > MAX_ROWS + 1:
                    place = Place(shown_file, reader.line_num, 1)
                    raise _fault(path, f"has more than {MAX_ROWS} rows", place)
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        place = Place(shown_file, max(reader.line_num, 1), 1)
        raise _fault(path, f"is no valid CSV: {error}", place) from None


def _empirical(node: Node, path: Path) -> Node:
    """The node with `values` instead of `file` and `column`."""
    file, text = _table(node, "file", path)
    rows = list(_rows(text, file, path))
    column, rows = _column(node, rows, file, path)
    problems: list[Problem] = []
    values: list[Node] = []
    for line, cells in rows:
        place = Place(file, line, column + 1)
        number = _number(cells[column] if column < len(cells) else "")
        if number is None:
            said = f"must be a number, not {shown(cells[column] if column < len(cells) else None)}"
            problems.append(Problem(dotted(path), said, place=place))
        else:
            values.append(Node(number, place, place))
    if problems:
        raise InputError(problems)
    kept = {key: entry for key, entry in node.mapping.items() if key not in ("file", "column", "values")}
    return replace(node, value={**kept, "values": Node(values, node.place, node.mapping["file"].place)})


def _column(
    node: Node, rows: list[tuple[int, list[str]]], file: str, path: Path
) -> tuple[int, list[tuple[int, list[str]]]]:
    """Index of the column that is meant, and the rows below its heading."""
    named = node.mapping.get("column")
    if named is None or named.value == "":
        wide = next(((line, cells) for line, cells in rows if len(cells) > 1), None)
        heading = rows[0][1] if rows and _number(rows[0][1][0]) is None else []
        if wide or heading:
            said = "has several columns or a heading"
            hint = f"add  column: {heading[0]}" if heading else "name one with  column:"
            raise _fault(path, said, Place(file, wide[0] if wide else rows[0][0], 1), hint)
        return 0, rows
    headings = rows[0][1] if rows else []
    if named.value not in headings:
        said = f"the file has no column {shown(named.value)}"
        raise _fault((*path, "column"), said, named.place, did_you_mean(str(named.value), headings))
    return headings.index(str(named.value)), rows[1:]


def _deals(node: Node, path: Path) -> Node:
    """A list of open deals instead of `{csv: FILE}`."""
    extra = [key for key in node.mapping if key != "csv"]
    if extra:
        place = node.mapping[extra[0]].where
        raise _fault((*path, extra[0]), f'unknown key "{extra[0]}" beside "csv"', place, "remove it")
    file, text = _table(node, "csv", path)
    rows = list(_rows(text, file, path))
    headings = rows[0][1] if rows else []
    problems = list(_faulty_headings(headings, file, path))
    deals: list[Node] = []
    for at, (line, cells) in enumerate(rows[1:]):
        if len(cells) > len(headings):
            said = f"has {len(cells)} cells for {len(headings)} columns"
            problems.append(Problem(dotted((*path, at)), said, place=Place(file, line, len(headings) + 1)))
        else:
            deals.append(_deal(headings, cells, Place(file, line, 1), (*path, at), problems))
    if problems:
        raise InputError(problems)
    return replace(node, value=deals)


def _faulty_headings(headings: list[str], file: str, path: Path) -> Iterator[Problem]:
    known = list(OpenDeal.model_fields)
    place = Place(file, 1, 1)
    if "stage" not in headings:
        said = "the first row must name the columns, one of them stage"
        yield Problem(dotted(path), said, "columns are: " + ", ".join(known), place)
        return
    for at, heading in enumerate(headings):
        here = Place(file, 1, at + 1)
        if heading not in known:
            yield Problem(
                dotted(path), f"unknown column {shown(heading)}", did_you_mean(heading, known), here
            )
        elif heading in headings[:at]:
            yield Problem(dotted(path), f"column {shown(heading)} is given twice", "keep one", here)


def _deal(headings: list[str], cells: list[str], row: Place, path: Path, problems: list[Problem]) -> Node:
    """One row as the node of a deal; empty cells are left out."""
    entries: dict[str, Node] = {}
    for at, (heading, cell) in enumerate(zip(headings, cells, strict=False)):
        place = replace(row, column=at + 1)
        number = _number(cell) if heading in _NUMBERS else None
        if heading in _NUMBERS and cell and number is None:
            said = f"must be a number, not {shown(cell)}"
            problems.append(Problem(dotted((*path, heading)), said, number_hint(cell), place))
        elif cell:
            entries[heading] = place_all(cell if number is None else number, place)
    return Node(entries, row, row)


def _number(cell: str) -> int | float | None:
    if len(cell) > 40 or "_" in cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    if not isfinite(number) or abs(number) > MAX_NUMBER:
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
