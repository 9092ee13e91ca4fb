"""`simsales run`: how does it go?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.commands.options import (
    change_options,
    cores,
    output_options,
    precision_option,
    replications_option,
    scenario_argument,
    simulation_options,
    with_weeks,
)  # fmt: skip
from simsales.commands.output import (
    check_places,
    check_workbook,
    print_json,
    results_in,
    say_written,
    stoppable,
    write_tables,
    write_xlsx,
)  # fmt: skip
from simsales.commands.relative import refuse_relative

if TYPE_CHECKING:
    from simsales.experiments.run import RunResult


@click.command()
@scenario_argument
@replications_option(200)
@precision_option
@change_options
@simulation_options
@output_options
@stoppable
def command(
    scenario: str, replications: int, precision: float | None, overrides: tuple[str, ...], weeks: int | None,
    seed: int, engine: Any, luck_only: bool, workers: int | None, out: Path | None, xlsx: Path | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Simulate SCENARIO: how does the year go, and how sure is that?

    SCENARIO is a YAML file or the name of one that comes with simsales.

    \b
    simsales run smb_inbound_saas
    simsales run smb_inbound_saas --set roles.account_executive.headcount=10 --out results
    """
    check_workbook(xlsx)
    check_places(out, xlsx)
    refuse_relative(scenario, overrides)
    from simsales.experiments.run import run
    from simsales.loading import load_scenario
    from simsales.report.progress import progress

    loaded = load_scenario(scenario, with_weeks(overrides, weeks))
    with progress("Simulating", replications, quiet=quiet) as done:
        result = run(
            loaded, seed=seed, replications=replications, engine=engine, luck_only=luck_only,
            workers=cores(workers), precision=precision, progress=done,
        )  # fmt: skip
    _write(result, out, xlsx)
    _show(result, as_json=as_json, quiet=quiet)
    if not (as_json or quiet):
        say_written(out, xlsx)


def _show(result: RunResult, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        from simsales.experiments.json_shapes import run_json

        print_json(run_json(result))
        return
    from simsales.report.terminal import console, show_run

    show_run(result, console(), quiet=quiet)


def _write(result: RunResult, out: Path | None, xlsx: Path | None) -> None:
    from simsales.report.tables import run_sheets, run_tables

    if xlsx is not None:
        write_xlsx(run_sheets(result), xlsx)
    if out is None:
        return
    from simsales.report.gallery import run_pictures, save_pictures

    with results_in(out, "run", result) as place:
        write_tables(run_tables(result), place)
        save_pictures(run_pictures(result), place)
