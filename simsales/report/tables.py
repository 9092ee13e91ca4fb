"""Results as tables: what goes into CSV files, JSON lines and workbooks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.measure.kpis import KPIS
from simsales.report import compare_words, words
from simsales.report.sheets import Table, Value

if TYPE_CHECKING:
    from simsales.experiments.answers import AlternativeResult, Floats, Rows
    from simsales.experiments.compare import CompareResult
    from simsales.experiments.run import RunResult
    from simsales.measure.estimate import Estimate

ESTIMATE = ("mean", "low", "high", "p10", "p50", "p90")
_ROW = ("row",) * len(ESTIMATE)
BASE = "base"
REPEAT_ORDERS = "repeat orders"


def _figures(e: Estimate) -> tuple[Value, ...]:
    return e.mean, e.low, e.high, e.p10, e.p50, e.p90


def run_tables(result: RunResult) -> list[Table]:
    """Tables of a run for CSV: one KPI a row, and one row a replication or week."""
    tables = [kpi_table("kpis", result.kpis), replications({"": result.values})]
    tables += [_tidy(name, rows) for name, rows in _breakdowns(result) if rows]
    return [*tables, _weeks(result)]


def run_sheets(result: RunResult) -> list[Table]:
    """Tables of a run for a workbook: the answer, and means in columns."""
    told = [words.answer(result), words.holds_back(result), *words.how_sure(result), *result.warnings]
    sheets = [_text("Answer", told), kpi_table("KPIs", result.kpis)]
    for name, rows in _breakdowns(result):
        if rows:
            sheets.append(_wide(name.replace("_", " ").capitalize(), rows))
    return [*sheets, _weeks(result, "By week"), replications({"": result.values}, "Replications")]


def compare_tables(result: CompareResult) -> list[Table]:
    """Tables of a comparison for CSV: differences, why, and one row a plan and replication."""
    plans = {BASE: result.base_values} | {each.name: each.values for each in result.alternatives}
    return [_differences(result), _why(result), replications(plans)]


def compare_sheets(result: CompareResult) -> list[Table]:
    """Tables of a comparison for a workbook."""
    told = compare_words.answer(result)
    for each in result.alternatives:
        told += [f"{each.name}: {line}" for line in compare_words.why(result, each)]
    told += [*compare_words.how_sure(result), *result.warnings]
    tables = compare_tables(result)
    names = ("Differences", "Why", "Replications")
    renamed = [Table(n, t.columns, t.rows, t.units, t.row_units) for n, t in zip(names, tables, strict=True)]
    return [_text("Answer", told), *renamed]


def _breakdowns(result: RunResult) -> list[tuple[str, Rows]]:
    return [
        ("by_stage", result.by_stage), ("by_source", sources_and_orders(result)), ("by_rep", result.by_rep),
        ("by_team", result.by_team), ("by_period", result.by_period),
    ]  # fmt: skip


def sources_and_orders(result: RunResult) -> Rows:
    """The sources, and a last row for repeat orders where there are any: bookings then add up."""
    orders = result.kpis["orders"]
    return result.by_source | ({REPEAT_ORDERS: {"bookings": orders}} if orders.mean else {})


def _text(name: str, lines: Sequence[str]) -> Table:
    return Table(name, ("In plain words",), [(line,) for line in lines])


def kpi_table(name: str, kpis: dict[str, Estimate]) -> Table:
    """One KPI a row: name, label, unit and the estimate."""
    rows = [(key, KPIS[key].label, e.unit, *_figures(e)) for key, e in kpis.items()]
    return Table(
        name,
        ("kpi", "label", "unit", *ESTIMATE),
        rows,
        (None, None, None, *_ROW),
        [e.unit for e in kpis.values()],
    )


def plans_table(name: str, result: CompareResult) -> Table:
    """The same for the base and each alternative, the plan's name in a first column."""
    plans = {BASE: result.base} | {each.name: each.kpis for each in result.alternatives}
    tables = {plan: kpi_table(name, kpis) for plan, kpis in plans.items()}
    first = tables[BASE]
    rows = [(plan, *row) for plan, table in tables.items() for row in table.rows]
    return Table(name, ("plan", *first.columns), rows, (None, *first.units), [str(row[3]) for row in rows])


def _tidy(name: str, rows_of: Rows) -> Table:
    rows = [(row, key, e.unit, *_figures(e)) for row, kpis in rows_of.items() for key, e in kpis.items()]
    return Table(
        name,
        ("name", "kpi", "unit", *ESTIMATE),
        rows,
        (None, None, None, *_ROW),
        [str(row[2]) for row in rows],
    )


def _wide(name: str, rows_of: Rows) -> Table:
    """Means, one column a KPI."""
    first = next(iter(rows_of.values()))
    rows = [
        (row, *(kpis[key].mean if key in kpis else None for key in first)) for row, kpis in rows_of.items()
    ]
    return Table(name, ("name", *first), rows, (None, *(e.unit for e in first.values())))


def _weeks(result: RunResult, name: str = "by_week") -> Table:
    units = {"bookings": "money", "bookings_cumulative": "money", "utilisation": "share"}
    columns, of_columns = ["week"], ["count"]
    for series in result.by_week:
        columns += [f"{series}_{p}" for p in ("p10", "p50", "p90")]
        of_columns += [units.get(series, "count")] * 3
    weeks = result.loaded.scenario.calendar.weeks
    rows = [
        (week + 1, *(_plain(v) for made in result.by_week.values() for v in made[week].tolist()))
        for week in range(weeks)
    ]
    return Table(name, tuple(columns), rows, tuple(of_columns))


def replications(plans: dict[str, dict[str, Floats]], name: str = "replications") -> Table:
    """One row a replication with all KPIs; a column for the plan if the plans have names."""
    named = list(plans) != [""]
    kpis = list(next(iter(plans.values())))
    rows: list[tuple[Value, ...]] = []
    for plan, values in plans.items():
        columns = [values[kpi].tolist() for kpi in kpis]
        for number, figures in enumerate(zip(*columns, strict=True)):
            rows.append((*((plan,) if named else ()), number, *(_plain(v) for v in figures)))
    first = (*(("plan",) if named else ()), "replication")
    units = (*((None,) if named else ()), "number", *(KPIS[kpi].unit for kpi in kpis))
    return Table(name, (*first, *kpis), rows, units)


def _plain(value: float) -> float | None:
    return value if isfinite(value) else None


def _differences(result: CompareResult) -> Table:
    columns = ("alternative", "kpi", "unit", "base", "alternative_mean", "difference", "low", "high",
               "probability_better", "variance_ratio")  # fmt: skip
    rows = [row for each in result.alternatives for row in _difference_rows(result, each)]
    units = (None, None, None, *("row",) * 5, "share", "ratio")
    return Table("differences", columns, rows, units, [str(row[2]) for row in rows])


def _difference_rows(result: CompareResult, each: AlternativeResult) -> Iterator[tuple[Value, ...]]:
    for kpi, d in each.differences.items():
        yield (each.name, kpi, d.unit, result.base[kpi].mean, each.kpis[kpi].mean, d.mean, d.low, d.high,
               d.probability_better, each.variance_ratios.get(kpi))  # fmt: skip


def _why(result: CompareResult) -> Table:
    columns = (
        "alternative",
        "area",
        "part",
        "unit",
        "base",
        "alternative_mean",
        "effect",
        "low",
        "high",
        "effect_unit",
    )
    rows: list[tuple[Value, ...]] = []
    for each in result.alternatives:
        for area, parts in (
            ("funnel", each.why.funnel),
            ("capacity", each.why.capacity),
            ("money", each.why.money),
        ):
            for p in parts:
                e = p.effect
                effect = (e.mean, e.low, e.high, e.unit) if e else (None, None, None, None)
                rows.append((each.name, area, p.name, p.unit, p.base, p.alternative, *effect))
    return Table("why", columns, rows, (None, None, None, None, "row", "row", *["number"] * 3, None),
                 [str(row[3]) for row in rows])  # fmt: skip


def write_replications_jsonl(table: Table, path: Path) -> None:
    """The rows of a table as JSON lines; null for no number."""
    with path.open("w", encoding="utf-8") as out:
        for row in table.rows:
            record: dict[str, Any] = dict(zip(table.columns, row, strict=True))
            out.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
