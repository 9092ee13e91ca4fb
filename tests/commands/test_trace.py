"""`simsales trace` writes every event; both engines the same bytes."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simsales.commands.main import main

SMALL = ["trace", "hello_sales", "--weeks", "4"]
XES = "{http://www.xes-standard.org/}"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(capfdbinary, *words):
    assert main([*SMALL, *words]) == 0
    shown = capfdbinary.readouterr()
    assert shown.err == (b"Written: x\n" if "--out" in words else b"")
    return shown.out


@pytest.mark.parametrize("form", ["csv", "jsonl", "xes"])
def test_both_engines_write_the_same_bytes(form, capfdbinary):
    batch, reference = (
        written(capfdbinary, "--engine", engine, "--format", form, "--seed", "3", "--replication", "2")
        for engine in ("batch", "reference")
    )
    assert batch == reference and len(batch) > 1000


@pytest.mark.parametrize("form", ["csv", "jsonl", "xes"])
def test_a_file_holds_what_is_printed(form, capfdbinary):
    text = written(capfdbinary, "--format", form)
    assert written(capfdbinary, "--format", form, "--out", "x") == b""
    assert Path("x").read_bytes() == text and b"\r" not in text


def test_all_forms_tell_the_same(capfdbinary):
    rows = list(csv.DictReader(io.StringIO(written(capfdbinary).decode())))
    records = [json.loads(line) for line in written(capfdbinary, "--format", "jsonl").splitlines()]
    assert [{k: "" if v is None else str(v) for k, v in record.items()} for record in records] == rows
    root = ElementTree.fromstring(written(capfdbinary, "--format", "xes"))
    traces = {t.find(f"{XES}string").get("value"): t for t in root.findall(f"{XES}trace")}
    assert set(traces) == {row["deal"] for row in rows if row["deal"]}
    for deal, told in traces.items():
        values = [e.find(f"{XES}float[@key='value']").get("value") for e in told.findall(f"{XES}event")]
        assert [float(v) for v in values] == [float(row["value"]) for row in rows if row["deal"] == deal]


def test_events_are_in_order_and_deals_begin_with_their_creation(capfdbinary):
    rows = list(csv.DictReader(io.StringIO(written(capfdbinary).decode())))
    times = [float(row["time_hours"]) for row in rows]
    assert times == sorted(times) and rows[0]["date"] <= rows[-1]["date"]
    first = {}
    for row in rows:
        first.setdefault(row["deal"], row["event"])
    first.pop("")
    assert set(first.values()) == {"lead_created"}


def test_replications_and_seeds_differ(capfdbinary):
    texts = {written(capfdbinary, *words) for words in ([], ["--replication", "1"], ["--seed", "2"])}
    assert len(texts) == 3


def test_nowhere_to_write_is_refused(capsys):
    assert main([*SMALL, "--out", "nowhere/x.csv"]) == 2
    assert "no directory" in capsys.readouterr().err
