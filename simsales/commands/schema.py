"""`simsales schema`: JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write a file instead of printing."
)
def command(out: Path | None) -> None:
    """Write the JSON Schema that lets an editor complete and check scenarios.

    An editor finds it through the first line of a scenario file:
    # yaml-language-server: $schema=schema.json
    """
    from simsales.commands.results import check_file, whole_file
    from simsales.loading.schema import schema_text

    if out is None:
        click.echo(schema_text(), nl=False)
        return
    check_file(out)
    with whole_file(out) as temporary:
        temporary.write_text(schema_text(), encoding="utf-8")
    click.echo(f"Wrote {out}", err=True)
