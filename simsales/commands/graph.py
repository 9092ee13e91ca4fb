"""`simsales graph`: the pipeline with load and bottleneck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.commands.options import (
    change_options,
    cores,
    replications_option,
    scenario_argument,
    simulation_options,
    with_weeks,
)  # fmt: skip
from simsales.commands.output import check_places, print_json, stoppable
from simsales.commands.relative import refuse_relative
from simsales.commands.results import whole_file
from simsales.errors import InputError, Problem

if TYPE_CHECKING:
    from simsales.experiments.run import RunResult

_ENDINGS = (".svg", ".png")


@click.command()
@scenario_argument
@replications_option(20)
@change_options
@simulation_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Picture, .svg or .png; default: NAME_pipeline.svg.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print stages and ways as one JSON object; a picture only with --out.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing.")
@stoppable
def command(
    scenario: str, replications: int, overrides: tuple[str, ...], weeks: int | None, seed: int, engine: Any,
    luck_only: bool, workers: int | None, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Draw the pipeline of SCENARIO with its load and its bottleneck.

    A few simulated years show how many deals are open in each stage and how long they wait.

    \b
    simsales graph smb_inbound_saas --out pipeline.png
    """
    _check_picture(out)
    refuse_relative(scenario, overrides)
    from simsales.experiments.run import run
    from simsales.loading import load_scenario
    from simsales.report.gallery import pipeline_picture, save_picture
    from simsales.report.progress import progress

    loaded = load_scenario(scenario, with_weeks(overrides, weeks))
    if out is None and not as_json:
        out = Path(f"{loaded.scenario.name}_pipeline.svg")
    with progress("Simulating", replications, quiet=quiet) as done:
        result = run(
            loaded, seed=seed, replications=replications, engine=engine, luck_only=luck_only,
            workers=cores(workers), progress=done,
        )  # fmt: skip
    if out is not None:
        with whole_file(out) as place:
            save_picture(lambda: pipeline_picture(result), place)
    _show(result, out, as_json=as_json, quiet=quiet)


def _check_picture(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise InputError(
            Problem(str(out), "is no kind of picture that can be drawn", "end it in .svg or .png")
        )
    check_places(None, out)


def _show(result: RunResult, out: Path | None, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        print_json(_json(result))
    elif not quiet:
        from simsales.report.terminal import console, show_pipeline

        show_pipeline(result, console())
        click.echo(f"\nPicture: {out}")


def _json(result: RunResult) -> dict[str, Any]:
    """Stages with their load, ways with their chance at neutral effects and the share that took them."""
    from simsales.report.gallery import pipeline_edges, pipeline_nodes, simulated_edges

    nodes = [
        {"name": n.name, "open_deals": n.open_deals, "queue_hours": n.queue_hours, "bottleneck": n.bottleneck}
        for n in pipeline_nodes(result)
    ]
    edges = [
        {"from": e.source, "to": e.target, "chance": e.chance, "share": s.chance, "kind": e.kind}
        for e, s in zip(pipeline_edges(result), simulated_edges(result), strict=True)
    ]
    scenario = {"name": result.loaded.scenario.name, "hash": result.loaded.hash}
    return {
        "scenario": scenario, "seed": result.seed, "replications": result.replications,
        "nodes": [*nodes, {"name": "lost", "open_deals": None, "queue_hours": None, "bottleneck": False}],
        "edges": edges,
    }  # fmt: skip
