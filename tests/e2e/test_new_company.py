"""The twelve questions come true: a simulated company behaves as its answers said."""

from __future__ import annotations

from datetime import date

import pytest

from simsales.commands.main import main
from simsales.experiments.json_shapes import run_json
from simsales.experiments.run import run
from simsales.loading import load_scenario
from simsales.loading.interview.answers import Answers
from simsales.loading.interview.company import company_yaml
from simsales.loading.interview.questions import QUESTIONS, answer


def _answered(**texts: str) -> Answers:
    answers = Answers()
    for question in QUESTIONS:
        answers = answer(question, answers, texts.get(question.key, "?"))
    return answers


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_win_rate_and_cycle_are_those_that_were_answered(kind, tmp_path):
    answers = _answered(kind=kind)
    file = tmp_path / "mine.yaml"
    file.write_text(company_yaml("mine", answers, date(2026, 5, 1)), encoding="utf-8")
    kpis = run_json(run(load_scenario(file), seed=3, replications=200))["kpis"]
    assert kpis["wins"]["mean"] / kpis["leads"]["mean"] == pytest.approx(answers.win_share, rel=0.06)
    assert kpis["cycle_days"]["mean"] == pytest.approx(answers.cycle_days, rel=0.06)
    assert kpis["bookings"]["mean"] == pytest.approx(answers.expected_bookings, rel=0.08)


@pytest.mark.slow
def test_it_runs_at_once(tmp_path, monkeypatch, capsys):
    import io
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 12))
    assert main(["new", "mine.yaml"]) == 0
    assert "typical year" in capsys.readouterr().out
    assert (tmp_path / "mine.yaml").is_file()
