"""Values from CSV files: empirical distributions and open deals."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsales.loading import load_scenario
from tests.loading.conftest import SOUND, Told, Write


def with_values(write: Write, csv: str, column: str = "") -> Path:
    write(name="v.csv", text=csv)
    return write(("deal_size: 100", "deal_size: {empirical: {file: v.csv" + column + "}}"))


def test_one_value_a_line(write: Write) -> None:
    loaded = load_scenario(with_values(write, "3\n\n4.5\n1e3\n"))
    empirical = loaded.scenario.segments["all"].deal_size.empirical
    assert empirical is not None and empirical.values == (3.0, 4.5, 1000.0)


def test_a_named_column(write: Write) -> None:
    loaded = load_scenario(with_values(write, 'id,"size, net"\na,3\nb,4\n', ', column: "size, net"'))
    assert loaded.scenario.segments["all"].deal_size.mean == 3.5


def test_the_hash_covers_the_values(write: Write) -> None:
    first = load_scenario(with_values(write, "3\n4\n"))
    second = load_scenario(with_values(write, "3\n5\n"))
    assert first.hash != second.hash
    again = write(name="again.yaml", text=first.text)
    Path(again).parent.joinpath("v.csv").unlink()
    assert load_scenario(again).hash == first.hash


@pytest.mark.parametrize(
    ("csv", "column", "at", "words"),
    [
        ("3\nx\n", "", "v.csv:2:1", 'must be a number, not "x"'),
        ("3\ninf\n", "", "v.csv:2:1", 'not "inf"'),
        ("size\n3\n", "", "v.csv:1:1", "add  column: size"),
        ("3,4\n3,4\n", "", "v.csv:1:1", "has several columns"),
        ("id,size\na,3\nb\n", ", column: size", "v.csv:3:2", "not nothing"),
        ("id,size\na,3\n", ", column: sise", "s.yaml:3:54", 'did you mean "size"?'),
        ("3\n-4\n", "", "v.csv:2:1", "-4 must be at least 0"),
        ("3\n", "", "s.yaml:3:21", "needs at least two values"),
        ('a\n"b', ", column: a", "v.csv:2:1", "is no valid CSV"),
    ],
)
def test_faulty_values(write: Write, told: Told, csv: str, column: str, at: str, words: str) -> None:
    (problem, *_) = told(with_values(write, csv, column))
    assert words in str(problem)
    assert str(problem.place).endswith(at), str(problem.place)


def test_a_missing_file(write: Write, told: Told) -> None:
    (problem,) = told(write(("deal_size: 100", "deal_size: {empirical: {file: none.csv}}")))
    assert '"none.csv": there is no such file' in problem.rule
    assert str(problem.place).endswith("s.yaml:3:39")


def test_the_path_counts_from_the_file_that_names_it(write: Write, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "v.csv").write_text("3\n5\n")
    (tmp_path / "base" / "s.yaml").write_text(
        SOUND.replace("deal_size: 100", "deal_size: {empirical: {file: v.csv}}")
    )
    child = write(name="child.yaml", text="extends: base/s.yaml\nname: child\n")
    assert load_scenario(child).scenario.segments["all"].deal_size.mean == 4


def test_the_path_in_an_override_counts_from_the_working_directory(
    write: Write, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "v.csv").write_text("3\n5\n")
    file, change = write(), "segments.all.deal_size={empirical: {file: v.csv}}"
    assert "counts from the working directory" in told(file, [change])[0].suggestion
    monkeypatch.chdir(tmp_path / "here")
    assert load_scenario(file, [change]).scenario.segments["all"].deal_size.mean == 4


def with_deals(write: Write, csv: str) -> Path:
    write(name="deals.csv", text=csv)
    return write(text=SOUND + "initial_pipeline: {csv: deals.csv}\n")


def test_open_deals(write: Write) -> None:
    csv = "stage,value,age_days,stage_age_days,source,segment,rep,rank,count\n"
    csv += "demo,500,30,2.5,web,all,,1,\ncall,,,,,,,,3\n"
    first, second = load_scenario(with_deals(write, csv)).scenario.initial_pipeline
    assert (first.stage, first.value, first.age_days, first.stage_age_days) == ("demo", 500, 30, 2.5)
    assert (first.source, first.segment, first.rep, first.rank, first.count) == ("web", "all", None, 1, 1)
    assert (second.value, second.count) == (None, 3)


@pytest.mark.parametrize(
    ("csv", "at", "words"),
    [
        ("demo,3\n", "deals.csv:1:1", "the first row must name the columns"),
        ("", "deals.csv:1:1", "the first row must name the columns"),
        ("stage,amount\ndemo,3\n", "deals.csv:1:2", 'unknown column "amount"'),
        ("stage,stage\ndemo,demo\n", "deals.csv:1:2", "is given twice"),
        ("stage,value\ndemo,3\ndemo,x\n", "deals.csv:3:2", 'must be a number, not "x"'),
        ("stage,value\ndemo,3\ndemo,1,2\n", "deals.csv:3:3", "has 3 cells for 2 columns"),
        ("stage,value\ndmo,3\n", "deals.csv:2:1", 'unknown stage "dmo"; did you mean "demo"?'),
        ("stage,rep\ndemo,Ann\n", "deals.csv:2:2", 'unknown rep "Ann"'),
        ("stage,count\ndemo,0\n", "deals.csv:2:2", "0 must be at least 1"),
        ("stage,count\ndemo,1.5\n", "deals.csv:2:2", "must be a whole number, not 1.5"),
        ("stage,value\n,3\n", "deals.csv:2:1", '"stage" is missing'),
    ],
)
def test_faulty_deals(write: Write, told: Told, csv: str, at: str, words: str) -> None:
    (problem, *_) = told(with_deals(write, csv))
    assert words in str(problem)
    assert str(problem.place).endswith(at), str(problem.place)


def test_a_faulty_table_does_not_hide_other_faults(write: Write, told: Told) -> None:
    write(name="deals.csv", text="stage,value\ndemo,x\n")
    text = SOUND.replace("headcount: 2", "headcount: x") + "initial_pipeline: {csv: deals.csv, more: 1}\n"
    assert [problem.path for problem in told(write(text=text))] == [
        "roles.ae.headcount",
        "initial_pipeline.more",
    ]
