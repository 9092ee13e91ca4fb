"""`simsales copy`: a shipped scenario as a file of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from simsales.errors import InputError, Place, Problem, did_you_mean


@click.command()
@click.argument("name", required=False)
@click.argument("destination", required=False, type=click.Path(path_type=Path), metavar="[DEST]")
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def command(name: str | None, destination: Path | None, force: bool) -> None:
    """Copy a scenario that comes with simsales, to edit it; without NAME, list them.

    DEST is a file or a directory; default: NAME.yaml here.
    """
    from simsales.loading import shipped_names

    if name is None:
        _list()
        return
    if name not in shipped_names():
        rule = f'no scenario called "{name}" comes with simsales'
        raise InputError(Problem("", rule, did_you_mean(name, shipped_names())))
    target = destination or Path(f"{name}.yaml")
    target = target / f"{name}.yaml" if target.is_dir() else target
    _copy(name, target, force)
    click.echo(f"Wrote {target}. Edit it, then: simsales run {target}", err=True)


def _list() -> None:
    """Each shipped scenario with what it says about itself."""
    from simsales.loading import load_scenario, shipped_names

    for name in shipped_names():
        about = load_scenario(name).scenario.about.strip()
        click.echo(f"{name:<22} {about.splitlines()[0] if about else ''}".rstrip())


def _copy(name: str, target: Path, force: bool) -> None:
    """Writes the scenario and, where they are not there yet, the schema and the tables that it names."""
    from simsales.loading.schema import schema_text
    from simsales.loading.shipped import shipped_directory

    text = (shipped_directory() / f"{name}.yaml").read_text(encoding="utf-8")
    refuse_existing(target, force)
    write_text(target, text)
    for table in (file for file in shipped_directory().glob("*.csv") if file.name in text):
        _unless_there(target.parent / table.name, table.read_text(encoding="utf-8"))
    if "$schema=schema.json" in text:
        _unless_there(target.parent / "schema.json", schema_text())


def _unless_there(file: Path, text: str) -> None:
    if not file.exists():
        write_text(file, text)


def refuse_existing(file: Path, force: bool) -> None:
    """Raises InputError where a file would be overwritten, or could not be written at all."""
    from simsales.commands.results import check_file

    check_file(file)
    if file.exists() and not force:
        raise InputError(
            Problem("", "this file exists already", "name another file or add --force", Place(str(file)))
        )


def write_text(file: Path, text: str) -> None:
    """Writes a text file whole or not at all."""
    from simsales.commands.results import whole_file

    with whole_file(file) as temporary:
        temporary.write_text(text, encoding="utf-8")
