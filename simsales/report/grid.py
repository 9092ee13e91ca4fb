"""Tables in the terminal that fit its width: names stay whole, columns go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simsales.report.words import plain_name

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_FIRST = 12  # least width of a first column


def write_table(
    out: Console,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    wrapped: Sequence[int] = (),
) -> None:
    """A table with one line under its header; the first column and the `wrapped` ones flush left.

    Where the page is too narrow, columns are left out from the right: names stay whole.
    """
    from rich.measure import Measurement

    cells, count = [list(row) for row in rows], len(columns)
    wide = out.options.update(max_width=1000)
    while True:
        table = _built(columns[:count], [row[:count] for row in cells], wrapped)
        if count <= 2 or Measurement.get(out, wide, table).minimum <= out.width:
            break
        count -= 1
    out.print(f"\n{title}", style="bold")
    out.print(table)


def _built(columns: Sequence[str], rows: Sequence[Sequence[str]], wrapped: Sequence[int]) -> Table:
    from rich import box
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    widths = [
        max(cell_len(line) for text in column for line in (text.splitlines() or [""]))
        for column in zip(columns, *rows, strict=True)
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    for number, name in enumerate(columns):
        left = number == 0 or number in wrapped
        least = None if left else widths[number]
        table.add_column(
            Text(name), justify="left" if left else "right", no_wrap=not left,
            overflow="fold" if left else "ellipsis", min_width=_FIRST if number == 0 else least,
        )  # fmt: skip
    for row in rows:
        table.add_row(*(Text(plain_name(cell) if n == 0 else cell) for n, cell in enumerate(row)))
    return table
