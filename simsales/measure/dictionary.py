"""The KPI dictionary as a page: docs/reference/kpis.md is the text that `page` gives."""

from __future__ import annotations

from collections.abc import Iterator

from simsales.measure.kpis import KPIS, MAIN_KPIS, KpiDefinition
from simsales.measure.rows import ROW_KPIS, ROWS, SEEN_BY_ROW, definition

_HEAD = """# KPIs

What every figure means, fixed once. `simsales run --json` gives each under its name ([json.md](json.md)).

- Each KPI is computed in each simulated year (replication) by itself; what is shown is its mean over the
  years with a 95 % interval, and a bad, a typical and a good year.
- The *measured weeks* are those after the warm-up. Deals that are open when they begin count from then on.
- *Clock* says which moment decides that something is counted. *Censoring* says what the end of the span
  cuts off, and which way the figure then errs.
- Units: money in the scenario's currency; share (0.25 = 25 %); days are calendar days; hours are working
  hours; ratio is a plain number such as 3.2.
- A KPI whose denominator is 0 is undefined in that year: the year is left out of its mean, and the answer
  says so.
"""
_ROW_HEAD = """## By stage, source, rep, team and period

Rows hold the KPIs above with the same definitions, counted in the row's part alone, and the following.
"""
_BETTER = {"higher": "higher", "lower": "lower", None: "neither"}


def page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD, *_table(), *(_entry(kpi) for kpi in KPIS.values()), _ROW_HEAD, *_contents()]
    parts += [_differing(), *(_entry(kpi) for kpi in ROW_KPIS.values())]
    return "\n".join(parts)


def _table() -> Iterator[str]:
    yield "## At a glance\n"
    yield "| name | label | unit | better |\n| --- | --- | --- | --- |"
    for name, kpi in KPIS.items():
        mark = f"**`{name}`**" if name in MAIN_KPIS else f"`{name}`"
        yield f"| {mark} | {kpi.label} | {kpi.unit} | {_BETTER[kpi.better]} |"
    yield (
        "\nThe spread of the main ones, in bold, is also taken apart: luck, unknown parameters, too few "
        "replications.\n"
    )


def _entry(kpi: KpiDefinition) -> str:
    about = f"*{kpi.label}* ({kpi.unit}; better: {_BETTER[kpi.better]}). {_sentence(kpi.definition)}"
    lines = [f"### {kpi.name}", "", about, "", "| | |", "| --- | --- |"]
    if kpi.denominator:
        lines += [f"| numerator | {kpi.numerator} |", f"| denominator | {kpi.denominator} |"]
    else:
        lines += [f"| counts | {kpi.numerator} |"]
    lines += [f"| clock | {kpi.clock} |", f"| censoring | {kpi.censoring} |", ""]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def _contents() -> Iterator[str]:
    yield "| rows | KPIs |\n| --- | --- |"
    for rows, kpis in ROWS.items():
        assert all(definition(name) for name in kpis)
        yield f"| `{rows}` | {', '.join(f'`{name}`' for name in kpis)} |"
    yield ""


def _differing() -> str:
    lines = ["Where a row's figure differs from the whole's:", ""]
    return "\n".join([*lines, *(f"- `{name}`: {text}." for name, text in SEEN_BY_ROW.items()), ""])
