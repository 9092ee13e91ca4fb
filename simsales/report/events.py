"""The event log as rows, and as CSV or JSON lines. docs/reference/events.md describes it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from simsales.engine.layout import (
    EVENTS,
    L_KIND,
    L_ORDINAL,
    L_SEAT,
    L_STAGE,
    L_STREAM,
    L_TIME,
    L_VALUE,
    LOG,
)
from simsales.engine.totals import Names
from simsales.report.clock import Clock

ENTITY = {
    "lead_created": "deal", "deal_assigned": "deal", "stage_entered": "deal", "touch_started": "deal",
    "touch_ended": "deal", "touch_broken_off": "deal", "work_counted": "deal", "deal_advanced": "deal",
    "deal_went_back": "deal", "deal_won": "deal", "deal_lost": "deal", "deal_handed_off": "deal",
    "orders_booked": "seat", "rep_joined": "seat", "rep_left": "seat", "week_started": "seat",
}  # fmt: skip
"""What each kind of event happens to."""

COLUMNS = ("time_hours", "date", "event", "deal", "stage", "rep", "value")
_KINDS = tuple(EVENTS)


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log in words; "" where it has no deal, stage or rep."""

    time_hours: float
    date: datetime
    event: str
    deal: str
    stage: str
    rep: str
    value: float


def events(log: NDArray[np.float64], names: Names, clock: Clock) -> Iterator[Event]:
    """The rows of a log array (events, LOG) in order, with names in place of numbers."""
    if log.ndim != 2 or log.shape[1] != len(LOG):
        raise ValueError(f"a log has the columns {LOG}, not the shape {log.shape}")
    for row in log.tolist():
        yield Event(
            row[L_TIME],
            clock.moment(row[L_TIME]),
            _KINDS[int(row[L_KIND])],
            _deal(int(row[L_STREAM]), int(row[L_ORDINAL]), names),
            _name(int(row[L_STAGE]), names.stages),
            _name(int(row[L_SEAT]), names.seats),
            row[L_VALUE],
        )


def _deal(stream: int, ordinal: int, names: Names) -> str:
    return f"{names.streams[stream]}-{ordinal}" if stream >= 0 else ""


def _name(number: int, names: tuple[str, ...]) -> str:
    return names[number] if number >= 0 else ""


def _number(value: float) -> int | float:
    """Whole numbers without a decimal mark; others as short as they can be read back exactly."""
    return int(value) if value.is_integer() else value


def write_csv(rows: Iterator[Event], out: TextIO) -> None:
    """A header and one line an event."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in rows:
        when = e.date.isoformat(timespec="seconds")
        writer.writerow((_number(e.time_hours), when, e.event, e.deal, e.stage, e.rep, _number(e.value)))


def write_jsonl(rows: Iterator[Event], out: TextIO) -> None:
    """One JSON object a line; null for no deal, stage or rep."""
    for e in rows:
        record = {
            "time_hours": _number(e.time_hours),
            "date": e.date.isoformat(timespec="seconds"),
            "event": e.event,
            "deal": e.deal or None,
            "stage": e.stage or None,
            "rep": e.rep or None,
            "value": _number(e.value),
        }
        out.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
