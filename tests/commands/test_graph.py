"""`simsales graph` draws the pipeline."""

import json
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simsales.commands.main import main

SMALL = ["graph", "hello_sales", "-n", "4", "--weeks", "8", "--workers", "1"]


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_picture_and_its_table(capsys):
    assert main(SMALL) == 0
    text = capsys.readouterr().out
    assert (
        text.startswith("Work waits longest in") and "hello_sales_pipeline.svg" in text and "slowest" in text
    )
    assert ElementTree.parse("hello_sales_pipeline.svg").getroot().tag.endswith("svg")


@pytest.mark.parametrize("name", ["a.png", "b.SVG"])
def test_the_ending_decides(name, capsys):
    assert main([*SMALL, "--out", name, "--quiet"]) == 0
    assert capsys.readouterr().out == "" and [path.name for path in Path().iterdir()] == [name]
    head = Path(name).read_bytes()[:8]
    assert head == b"\x89PNG\r\n\x1a\n" if name.endswith("png") else head.startswith(b"<?xml")


def test_json_gives_stages_and_ways_and_no_picture(capsys):
    assert main([*SMALL, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    names = [node["name"] for node in record["nodes"]]
    assert names[-2:] == ["won", "lost"] and sum(node["bottleneck"] for node in record["nodes"]) == 1
    out = defaultdict(float)
    for edge in record["edges"]:
        assert edge["from"] in names and edge["to"] in names
        out[edge["from"]] += edge["chance"]
    assert out == pytest.approx(dict.fromkeys(names[:-2], 1.0))
    assert list(Path().iterdir()) == []


def test_other_pictures_are_refused(capsys):
    assert main([*SMALL, "--out", "x.pdf"]) == 2
    assert ".svg or .png" in capsys.readouterr().err
