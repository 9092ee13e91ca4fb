"""The event log in words: rows, dates, CSV, JSON lines, XES, and the page about it."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from simsales.engine import layout
from simsales.engine.totals import Names
from simsales.report.clock import Clock
from simsales.report.events import COLUMNS, ENTITY, events, write_csv, write_jsonl
from simsales.report.xes import TRANSITION, write_xes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "events.md"
XES = "{http://www.xes-standard.org/}"

NAMES = Names(
    sources=("web",),
    stages=("call", 'demo "A" & <B>'),
    seats=("Ann, jr.", "Bob"),
    seat_roles=("ae", "ae"),
    seat_teams=("", ""),
    stage_roles=("ae", "ae"),
    periods=("Q1",),
    period_weeks=(13,),
    streams=("web", "Ann, jr.", "Bob", "initial"),
)
CLOCK = Clock(date(2026, 1, 5), warmup_weeks=0, hours_per_week=40)


def log() -> np.ndarray:
    return np.array(
        [
            [0.0, layout.WEEK_STARTED, -1, -1, -1, 1, 24.0],
            [0.1, layout.LEAD_CREATED, 0, 0, -1, -1, 1234.5],
            [0.1, layout.DEAL_ASSIGNED, 0, 0, 0, 0, -1.0],
            [0.25, layout.TOUCH_STARTED, 0, 0, 1, 0, 1 / 3],
            [9.5, layout.LEAD_CREATED, 1, 4, -1, -1, 10.0],
            [41.0, layout.TOUCH_ENDED, 0, 0, 1, 0, 0.1 + 0.2],
            [41.0, layout.DEAL_WON, 0, 0, 1, 0, 1234.5],
        ]
    )


def written(write, **more) -> str:
    out = io.StringIO()
    write(events(log(), NAMES, CLOCK), out, **more)
    return out.getvalue()


def test_csv_reads_back_exactly():
    rows = list(csv.DictReader(io.StringIO(written(write_csv))))
    assert list(rows[0]) == list(COLUMNS)
    assert [float(r["time_hours"]) for r in rows] == log()[:, layout.L_TIME].tolist()
    assert [float(r["value"]) for r in rows] == log()[:, layout.L_VALUE].tolist()
    assert rows[3] == {
        "time_hours": "0.25", "date": "2026-01-05T09:15:00", "event": "touch_started", "deal": "web-0",
        "stage": 'demo "A" & <B>', "rep": "Ann, jr.", "value": repr(1 / 3),
    }  # fmt: skip
    assert rows[0]["deal"] == "" and rows[0]["rep"] == "Bob"
    assert rows[4]["deal"] == "Ann, jr.-4"


def test_jsonl_has_null_where_there_is_nothing():
    records = [json.loads(line) for line in written(write_jsonl).splitlines()]
    assert records[0]["deal"] is None and records[0]["stage"] is None and records[0]["rep"] == "Bob"
    assert [r["value"] for r in records] == log()[:, layout.L_VALUE].tolist()
    assert all(list(r) == list(COLUMNS) for r in records)


def test_a_log_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="columns"):
        list(events(np.zeros((3, 2)), NAMES, CLOCK))


def test_dates_are_working_days():
    hours = np.arange(0, 40 * 8, 0.7)
    moments = [CLOCK.moment(h) for h in hours]
    assert all(m.weekday() < 5 and 9 <= m.hour < 17 for m in moments)
    assert moments == sorted(moments)
    assert CLOCK.moment(40 * 52).date() == date(2027, 1, 4)


def test_long_weeks_and_warm_up_keep_the_order():
    clock = Clock(date(2026, 1, 5), warmup_weeks=3, hours_per_week=100)
    moments = [clock.moment(h) for h in np.arange(0, 800, 0.9)]
    assert moments == sorted(moments) and len(set(moments)) == len(moments)
    assert moments[0].date() == date(2025, 12, 15)


def test_xes_has_one_trace_a_deal_and_is_escaped():
    root = ElementTree.fromstring(written(write_xes, scenario="a\x07<b>&").encode())
    assert root.tag == f"{XES}log" and root.get("xes.version") == "2.0"
    traces = root.findall(f"{XES}trace")
    names = [t.find(f"{XES}string").get("value") for t in traces]
    assert names == ["web-0", "Ann, jr.-4"]
    events_of_web = traces[0].findall(f"{XES}event")
    assert len(events_of_web) == 5
    seen = [{x.get("key"): x.get("value") for x in e} for e in events_of_web]
    assert seen[2]["concept:name"] == seen[3]["concept:name"] == 'touch: demo "A" & <B>'
    assert [s["lifecycle:transition"] for s in seen] == [
        "complete",
        "assign",
        "start",
        "complete",
        "complete",
    ]
    assert seen[3]["time:timestamp"] == "2026-01-12T10:00:00.000+00:00"
    assert seen[3]["org:resource"] == "Ann, jr." and float(seen[3]["value"]) == 0.1 + 0.2
    assert "org:resource" not in seen[0]


def test_xes_calls_the_touch_after_a_win_a_hand_off():
    after = [
        [41.0, layout.TOUCH_STARTED, 0, 0, 1, 0, 0.0],
        [41.5, layout.WORK_COUNTED, 0, 0, 1, 0, 0.5],
        [42.0, layout.DEAL_HANDED_OFF, 0, 0, 1, 0, 0.5],
    ]
    out = io.StringIO()
    write_xes(events(np.vstack([log(), after]), NAMES, CLOCK), out, scenario="x")
    first = ElementTree.fromstring(out.getvalue()).find(f"{XES}trace")
    seen = [{x.get("key"): x.get("value") for x in e} for e in first.findall(f"{XES}event")][-4:]
    assert [s["concept:name"] for s in seen] == ["deal_won", "hand-off", "hand-off", "hand-off"]
    assert [s["lifecycle:transition"] for s in seen] == ["complete", "start", "unknown", "complete"]


def test_xes_keeps_to_the_order_of_its_schema():
    root = ElementTree.fromstring(written(write_xes, scenario="x").encode())
    order = ["extension", "global", "classifier", "string", "trace"]
    ranks = [order.index(child.tag.removeprefix(XES)) for child in root]
    assert ranks == sorted(ranks)
    kinds = {"string", "date", "float", "event"}
    assert {c.tag.removeprefix(XES) for t in root.iter(f"{XES}trace") for c in t.iter()} - {"trace"} == kinds


def page_rows() -> list[list[str]]:
    section = PAGE.read_text().split("## Kinds of event")[1].split("##")[0]
    return [[c.strip() for c in line.strip("|").split("|")] for line in section.splitlines() if "`" in line]


def test_the_page_lists_every_event_as_the_code_does():
    rows = [(name.strip("`"), entity, value) for name, entity, value in page_rows()]
    assert rows == [(name, ENTITY[name], value) for name, value in layout.EVENTS.items()]
    assert set(ENTITY) == set(layout.EVENTS)


def test_the_page_lists_every_column_and_transition():
    text = PAGE.read_text()
    columns = re.findall(r"^\| `(\w+)` \|", text.split("## Kinds")[0], re.MULTILINE)
    assert columns == list(COLUMNS)
    for event, transition in TRANSITION.items():
        assert f"`{event}`" in text.split("process mining")[1] and f"`{transition}`" in text
