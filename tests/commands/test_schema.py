"""`simsales schema`."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from simsales.commands.main import main
from simsales.loading.shipped import shipped_directory


def test_it_prints_a_valid_schema(capsys):
    assert main(["schema"]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_shipped_scenarios_obey_it_and_carry_its_header(capsys):
    assert main(["schema"]) == 0
    validator = jsonschema.Draft202012Validator(json.loads(capsys.readouterr().out))
    for file in sorted(shipped_directory().glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema="), file.name
        validator.validate(json.loads(json.dumps(yaml.safe_load(text), default=str)))


def test_out_writes_the_same_text(tmp_path, capsys):
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    assert main(["schema", "--out", str(tmp_path / "s.json")]) == 0
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == printed
    assert [file.name for file in tmp_path.iterdir()] == ["s.json"]


@pytest.mark.parametrize("place", ["", "missing/s.json"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path, place, capsys):
    assert main(["schema", "--out", str(tmp_path / place)]) == 2
    assert "Traceback" not in capsys.readouterr().err
