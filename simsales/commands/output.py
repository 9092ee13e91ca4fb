"""What the commands that simulate have in common: outputs checked first, written whole, JSON alone."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simsales.commands.results import check_directory, check_file, whole_directory, whole_file
from simsales.errors import InputError, Problem

if TYPE_CHECKING:
    from simsales.experiments.answers import CompareResult, RunResult
    from simsales.report.sheets import Table

STOPPED = 130


def stoppable(command: Callable[..., None]) -> Callable[..., None]:
    """Ctrl-C ends a command with one line and exit code 130."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except KeyboardInterrupt:
            click.echo("\nStopped; nothing is left half-written.", err=True)
            raise SystemExit(STOPPED) from None

    return wrapped


def check_places(out: Path | None, *files: Path | None) -> None:
    """Refuses places that cannot be written before anything is simulated; raises InputError."""
    if out is not None:
        check_directory(out)
    for file in files:
        if file is not None:
            check_file(file)


def check_workbook(path: Path | None) -> None:
    """Refuses a name that no spreadsheet program would open; raises InputError."""
    if path is not None and path.suffix.lower() != ".xlsx":
        raise InputError(Problem(str(path), "is no name of a workbook", "end it in .xlsx"))


def say_written(directory: Path | None, *files: Path | None) -> None:
    """One line on standard error that says what was written; nothing if nothing was."""
    told = [str(file) for file in files if file is not None]
    if directory is not None:
        count = sum(1 for file in directory.iterdir() if file.is_file())
        told.insert(0, f"{directory}/ ({count} files)")
    if told:
        click.echo(f"Written: {', '.join(told)}", err=True)


def print_json(record: dict[str, Any]) -> None:
    """One JSON object on standard output and nothing else."""
    click.echo(json.dumps(record, ensure_ascii=False, allow_nan=False))


@contextmanager
def results_in(directory: Path, command: str, result: RunResult | CompareResult) -> Iterator[Path]:
    """A directory that appears whole, with a manifest and the scenarios as files that can be run again."""
    with whole_directory(directory, _manifest(command, result)) as place:
        (place / "scenario.yaml").write_text(result.loaded.text, encoding="utf-8")
        for number, each in enumerate(getattr(result, "alternatives", ()), start=1):
            (place / f"alternative_{number}.yaml").write_text(each.loaded.text, encoding="utf-8")
        yield place


def _manifest(command: str, result: RunResult | CompareResult) -> dict[str, Any]:
    from importlib.metadata import version

    from simsales.experiments.manifest import manifest

    record = manifest(result, command)
    record["versions"] |= {"matplotlib": version("matplotlib")}
    record["arguments"] = sys.argv[1:]
    record["written"] = datetime.now(UTC).isoformat(timespec="seconds")
    return record


def write_tables(tables: Sequence[Table], place: Path) -> None:
    """CSV files, and the replications as JSON lines too."""
    from simsales.report.sheets import write_csv
    from simsales.report.tables import write_replications_jsonl

    for table in tables:
        write_csv(table, place / f"{table.name}.csv")
        if table.name == "replications":
            write_replications_jsonl(table, place / "results.jsonl")


def write_xlsx(tables: Sequence[Table], path: Path) -> None:
    """A workbook that appears whole."""
    from simsales.report.sheets import write_workbook

    with whole_file(path) as place:
        write_workbook(tables, place)
