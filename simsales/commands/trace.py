"""`simsales trace`: the event log of one replication."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from simsales.commands.options import change_options, scenario_argument, with_weeks
from simsales.commands.output import check_places, say_written, stoppable
from simsales.commands.relative import refuse_relative
from simsales.commands.results import whole_file

if TYPE_CHECKING:
    from simsales.experiments.trace import Trace
    from simsales.loading import Loaded


@click.command()
@scenario_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "xes"]),
    default="csv",
    show_default=True,
    help="Table, JSON lines, or XES for process-mining tools.",
)
@click.option(
    "--replication",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Which simulated year, numbered as in run.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="As in run.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "reference", "batch"]),
    default="auto",
    show_default=True,
    help="Both write the same bytes.",
)
@change_options
@click.option("--luck-only", is_flag=True, help="Take every parameter at its best value.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write here, not to standard output."
)
@stoppable
def command(
    scenario: str, form: str, replication: int, seed: int, engine: Any, overrides: tuple[str, ...],
    weeks: int | None, luck_only: bool, out: Path | None,
) -> None:  # fmt: skip
    """Write every event of one simulated year of SCENARIO, in order.

    docs/reference/events.md lists the events and columns.

    \b
    simsales trace smb_inbound_saas --format csv --out events.csv
    """
    check_places(None, out)
    refuse_relative(scenario, overrides)
    from simsales.experiments.trace import trace
    from simsales.loading import load_scenario

    loaded = load_scenario(scenario, with_weeks(overrides, weeks))
    traced = trace(loaded, seed=seed, replication=replication, engine=engine, luck_only=luck_only)
    if out is None:
        with _standard_output() as stream:
            _write(traced, loaded, form, stream)
        return
    with whole_file(out) as place, place.open("w", encoding="utf-8", newline="") as stream:
        _write(traced, loaded, form, stream)
    say_written(None, out)


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8 without changed line ends, so that bytes are the same everywhere."""
    sys.stdout.flush()
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        yield stream
        stream.flush()
    finally:
        stream.detach()


def _write(traced: Trace, loaded: Loaded, form: str, stream: TextIO) -> None:
    from simsales.report.clock import Clock
    from simsales.report.events import events, write_csv, write_jsonl
    from simsales.report.xes import write_xes

    calendar = loaded.scenario.calendar
    clock = Clock(calendar.start, calendar.warmup_weeks, calendar.hours_per_week)
    rows = events(traced.log, traced.names, clock)
    if form == "xes":
        write_xes(rows, stream, scenario=loaded.scenario.name)
    elif form == "jsonl":
        write_jsonl(rows, stream)
    else:
        write_csv(rows, stream)
