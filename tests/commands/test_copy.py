"""`simsales copy`."""

from __future__ import annotations

import pytest

from simsales.commands.main import main
from simsales.loading import load_scenario, shipped_names


@pytest.fixture(autouse=True)
def in_an_empty_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_without_a_name_it_lists_all(capsys):
    assert main(["copy"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == shipped_names()


@pytest.mark.parametrize("name", shipped_names())
def test_a_copy_is_the_same_scenario(name, tmp_path):
    assert main(["copy", name]) == 0
    assert load_scenario(tmp_path / f"{name}.yaml").hash == load_scenario(name).hash


def test_the_copy_has_its_schema_beside_it(tmp_path):
    assert main(["copy", "hello_sales"]) == 0
    assert (tmp_path / "schema.json").is_file()


def test_a_directory_may_be_named(tmp_path):
    (tmp_path / "mine").mkdir()
    assert main(["copy", "hello_sales", "mine"]) == 0
    assert (tmp_path / "mine" / "hello_sales.yaml").is_file()


def test_nothing_is_overwritten_unless_forced(tmp_path, capsys):
    (tmp_path / "my.yaml").write_text("mine")
    assert main(["copy", "hello_sales", "my.yaml"]) == 2
    assert (tmp_path / "my.yaml").read_text() == "mine"
    assert "--force" in capsys.readouterr().err
    assert main(["copy", "hello_sales", "my.yaml", "--force"]) == 0
    assert "name: hello_sales" in (tmp_path / "my.yaml").read_text()


def test_an_unknown_name_gets_a_suggestion(tmp_path, capsys):
    assert main(["copy", "helo_sales"]) == 2
    assert 'did you mean "hello_sales"?' in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_missing_directory_is_refused(capsys):
    assert main(["copy", "hello_sales", "missing/x.yaml"]) == 2
    assert "missing" in capsys.readouterr().err
