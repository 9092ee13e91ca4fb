"""Result directories: whole or not at all."""

import hashlib
import json

import pytest

from simsales.commands.results import check_file, whole_directory, whole_file
from simsales.errors import InputError


def names(directory):
    return sorted(path.name for path in directory.iterdir())


def interrupted(place_given, name=None):
    with place_given as place:
        (place / name if name else place).write_text("half")
        raise KeyboardInterrupt


def test_files_appear_together_with_their_sums(tmp_path):
    with whole_directory(tmp_path / "a" / "out", {"command": "run", "seed": 3}) as place:
        (place / "kpis.csv").write_text("x\n")
        assert not (tmp_path / "a" / "out").exists()
    record = json.loads((tmp_path / "a" / "out" / "manifest.json").read_text())
    assert record["command"] == "run" and record["seed"] == 3
    assert record["files"] == {"kpis.csv": hashlib.sha256(b"x\n").hexdigest()}
    assert names(tmp_path / "a") == ["out"] and names(tmp_path / "a" / "out") == ["kpis.csv", "manifest.json"]


def test_an_interrupt_leaves_nothing(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        interrupted(whole_directory(out, {}), "half.csv")
    assert names(tmp_path) == []


def test_an_interrupt_keeps_the_earlier_results(tmp_path):
    out = tmp_path / "out"
    with whole_directory(out, {"seed": 1}) as place:
        (place / "a.csv").write_text("first")
    with pytest.raises(KeyboardInterrupt):
        interrupted(whole_directory(out, {"seed": 2}), "a.csv")
    assert (out / "a.csv").read_text() == "first" and names(tmp_path) == ["out"]


def test_new_results_replace_old_ones_but_not_my_notes(tmp_path):
    out = tmp_path / "out"
    with whole_directory(out, {}) as place:
        (place / "a.csv").write_text("first")
        (place / "gone.csv").write_text("first")
    (out / "notes.txt").write_text("mine")
    with whole_directory(out, {}) as place:
        (place / "a.csv").write_text("second")
    assert names(out) == ["a.csv", "manifest.json", "notes.txt"]
    assert (out / "a.csv").read_text() == "second"


def test_a_manifest_cannot_delete_elsewhere(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_text("x")
    (out / "manifest.json").write_text(json.dumps({"files": {"../precious": ""}}))
    with whole_directory(out, {}) as place:
        (place / "a.csv").write_text("x")
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize("kind", ["full", "file"])
def test_a_place_with_other_things_is_refused(tmp_path, kind):
    out = tmp_path / "out"
    if kind == "full":
        out.mkdir()
        (out / "thesis.doc").write_text("x")
    else:
        out.write_text("x")
    with pytest.raises(InputError, match="out"), whole_directory(out, {}):
        pytest.fail("nothing may be written")


def test_a_file_is_whole_or_absent(tmp_path):
    target = tmp_path / "x.xlsx"
    with pytest.raises(KeyboardInterrupt):
        interrupted(whole_file(target))
    assert names(tmp_path) == []
    with whole_file(target) as place:
        place.write_text("whole")
    assert names(tmp_path) == ["x.xlsx"] and target.read_text() == "whole"
    assert target.stat().st_mode & 0o044


def test_a_file_in_no_directory_is_refused(tmp_path):
    with pytest.raises(InputError, match="no directory"):
        check_file(tmp_path / "nowhere" / "x.csv")
    with pytest.raises(InputError, match="is a directory"):
        check_file(tmp_path)
