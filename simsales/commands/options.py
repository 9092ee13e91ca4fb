"""Options that several commands share, with the words of DESIGN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorated = Callable[..., Any]


class _Percent(click.ParamType[float]):
    name = "PERCENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        try:
            share = float(value[:-1]) / 100 if str(value).strip().endswith("%") else float(value)
        except ValueError:
            self.fail(f'"{value}" is no percentage; write 2%', param, ctx)
        if not 0.0001 <= share < 1:
            self.fail(f"{value} must lie between 0.01% and 100%; write 2%", param, ctx)
        return share


PERCENT = _Percent()
"""`2%` or `0.02` → 0.02."""


def _all(*options: Decorated) -> Callable[[Decorated], Decorated]:
    def decorate(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


scenario_argument = click.argument("scenario", metavar="SCENARIO")

change_options = _all(
    click.option("--set", "overrides", multiple=True, metavar="PATH=VALUE",
                 help="Change the scenario, e.g. roles.ae.headcount=8; may be repeated."),
    click.option("--weeks", type=click.IntRange(1, 1040), help="Weeks to simulate."),
)  # fmt: skip

simulation_options = _all(
    click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True,
                 help="The same seed gives the same result."),
    click.option("--engine", type=click.Choice(["auto", "reference", "batch"]), default="auto",
                 show_default=True, help="Both give the same figures; batch is fast."),
    click.option("--luck-only", is_flag=True, help="Take every parameter at its best value."),
    click.option("--workers", type=click.IntRange(1, 1024), default=None,
                 help="Processor cores to use; default: all."),
)  # fmt: skip

output_options = _all(
    click.option("--out", type=click.Path(path_type=Path, file_okay=True), metavar="DIR",
                 help="Write tables, pictures and a manifest into this directory."),
    click.option("--xlsx", type=click.Path(path_type=Path), metavar="FILE", help="Write a workbook."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
    click.option("--quiet", "-q", is_flag=True, help="Print only the answer."),
)  # fmt: skip


def replications_option(default: int) -> Decorated:
    """`--replications/-n` with a command's own default."""
    return click.option(
        "--replications", "-n", type=click.IntRange(1, 1_000_000), default=default, show_default=True,
        help="How many times the span is simulated.",
    )  # fmt: skip


precision_option = click.option(
    "--precision", type=PERCENT, metavar="PERCENT",
    help="Add replications until the mean is known to within this, e.g. 2%.",
)  # fmt: skip


def with_weeks(overrides: tuple[str, ...], weeks: int | None) -> tuple[str, ...]:
    """The overrides, with the number of weeks as a last one.

    >>> with_weeks(("a.b=1",), 13)
    ('a.b=1', 'calendar.weeks=13')
    """
    return overrides if weeks is None else (*overrides, f"calendar.weeks={weeks}")


def cores(workers: int | None) -> int:
    """The number of workers: the one given, else one for each core this process may use."""
    import os

    if workers is not None:
        return workers
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else (os.cpu_count() or 1)
