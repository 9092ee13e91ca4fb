"""`simsales compare`: which is better, by how much, how sure, and why?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.commands.alternatives import Changes, read_changes
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
from simsales.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from simsales.experiments.compare import Alternative, CompareResult

_BASE = "base"


@click.command()
@scenario_argument
@click.option(
    "--alt", "alternatives", multiple=True, required=True, metavar='"NAME: PATH=VALUE, ..." | FILE',
    help="An alternative to SCENARIO: changes with a name, or a scenario file; may be repeated.",
)  # fmt: skip
@replications_option(200)
@precision_option
@change_options
@simulation_options
@output_options
@stoppable
def command(
    scenario: str, alternatives: tuple[str, ...], replications: int, precision: float | None,
    overrides: tuple[str, ...], weeks: int | None, seed: int, engine: Any, luck_only: bool,
    workers: int | None, out: Path | None, xlsx: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Set alternatives against SCENARIO: which is better, by how much, how sure, and why?

    Every plan meets the same luck, so that small differences show. --set and --weeks change
    all plans alike.

    \b
    simsales compare smb_inbound_saas --alt "Two more: roles.account_executive.headcount=10"
    simsales compare my.yaml --alt "Fewer ads: sources.paid_search.leads_per_week=20" --alt plan_b.yaml
    """
    check_workbook(xlsx)
    check_places(out, xlsx)
    refuse_relative(scenario, overrides)
    from simsales.experiments.compare import compare
    from simsales.loading import load_scenario
    from simsales.report.progress import progress

    common = with_weeks(overrides, weeks)
    loaded = load_scenario(scenario, common)
    plans = _plans(scenario, common, alternatives)
    with progress("Simulating", replications * (1 + len(plans)), quiet=quiet) as done:
        result = compare(
            loaded, plans, seed=seed, replications=replications, engine=engine, luck_only=luck_only,
            workers=cores(workers), precision=precision, progress=done,
        )  # fmt: skip
    _write(result, out, xlsx)
    _show(result, as_json=as_json, quiet=quiet)
    if not (as_json or quiet):
        say_written(out, xlsx)


def _plans(scenario: str, common: tuple[str, ...], given: tuple[str, ...]) -> list[Alternative]:
    """The alternatives, with the problems of all of them told at once; raises InputError."""
    plans: list[Alternative] = []
    problems: list[Problem] = []
    for number, text in enumerate(given, start=1):
        try:
            plan = _plan(scenario, common, text, number)
            _refuse_taken(plan.name, [other.name for other in plans], number)
            plans.append(plan)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return plans


def _plan(scenario: str, common: tuple[str, ...], text: str, number: int) -> Alternative:
    """An alternative from a file (or a shipped scenario's name), or from changes to the base."""
    from simsales.experiments.compare import Alternative
    from simsales.loading import load_scenario

    is_file = Path(text).is_file() or ("=" not in text and ":" not in text)
    if is_file:
        return Alternative(Path(text).stem, load_scenario(text, common))
    changes = read_changes(text, number)
    refuse_relative(scenario, changes.overrides, Place(f'--alt {number} ("{changes.name}")'))
    try:
        return Alternative(changes.name, load_scenario(scenario, (*common, *changes.overrides)))
    except InputError as error:
        raise InputError(_of_alternative(problem, changes, number) for problem in error.problems) from None


def _of_alternative(problem: Problem, changes: Changes, number: int) -> Problem:
    """A problem of an override, placed at the `--alt` that brought it."""
    given = problem.place.file.removeprefix("--set ") if problem.place else ""
    if given not in changes.overrides:
        return problem
    return replace(problem, place=Place(f'--alt {number} ("{changes.name}")'))


def _refuse_taken(name: str, taken: list[str], number: int) -> None:
    if name.lower() == _BASE or name in taken:
        rule = f'the name "{name}" is taken'
        raise InputError(
            Problem("", rule, "give each alternative a name of its own", Place(f"--alt {number}"))
        )


def _show(result: CompareResult, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        from simsales.experiments.json_shapes import compare_json

        print_json(compare_json(result))
        return
    from simsales.report.terminal import console, show_compare

    show_compare(result, console(), quiet=quiet)


def _write(result: CompareResult, out: Path | None, xlsx: Path | None) -> None:
    from simsales.report.tables import compare_sheets, compare_tables, plans_table

    if xlsx is not None:
        write_xlsx(compare_sheets(result), xlsx)
    if out is None:
        return
    from simsales.report.gallery import compare_pictures, save_pictures

    with results_in(out, "compare", result) as place:
        write_tables([plans_table("kpis", result), *compare_tables(result)], place)
        save_pictures(compare_pictures(result), place)
