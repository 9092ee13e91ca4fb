"""`simsales validate`."""

from __future__ import annotations

import json

from simsales.commands.main import main
from simsales.loading import shipped_names

FAULTY = """\
name: faulty
segments: {all: {deal_size: 100}}
sources: {web: {leads_per_week: 5, trend_per_year: -3}}
pipeline:
  stages:
    call: {advance: 1.5, next: dmeo}
    demo: {advance: 0.5}
roles: {rep: {headcount: 2}}
"""


def test_every_shipped_scenario_is_right(capsys):
    assert main(["validate", *shipped_names()]) == 0
    assert capsys.readouterr().out.count(": ok: ") == len(shipped_names())


def test_it_says_what_a_scenario_holds(capsys):
    assert main(["validate", "hello_sales"]) == 0
    assert (
        "hello_sales: ok: 3 stages, 2 seats, 1 role, 1 source, 1 segment, 52 weeks" in capsys.readouterr().out
    )


def test_all_errors_come_at_once_with_their_places(tmp_path, capsys):
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY)
    assert main(["validate", "hello_sales", str(file)]) == 2
    shown = capsys.readouterr()
    assert "hello_sales: ok" in shown.out
    assert f"{file}:3:" in shown.err
    assert f"{file}:6:" in shown.err


def test_json_holds_the_places(tmp_path, capsys):
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY)
    assert main(["validate", str(file), "--json"]) == 2
    shown = json.loads(capsys.readouterr().out)
    assert shown["ok"] is False
    problems = shown["files"][0]["problems"]
    assert {problem["line"] for problem in problems} >= {3, 6}
    assert all(problem["file"] == str(file) and problem["rule"] for problem in problems)


def test_overrides_are_checked_too(capsys):
    assert main(["validate", "hello_sales", "--set", "calendar.weeks=0"]) == 2
    assert "calendar.weeks" in capsys.readouterr().err
