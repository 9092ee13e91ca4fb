"""The twelve questions come true: a simulated company behaves as its answers said."""

from __future__ import annotations

from datetime import date

import pytest

from simsales.commands.main import main
from simsales.commands.new import missed
from simsales.experiments.fit import fit_company
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


CASES = [
    {"kind": "1"}, {"kind": "2"}, {"kind": "3"},
    {"reps": "12", "leads_per_week": "300 a month", "wins_of_100": "1 in 12", "cycle_days": "42"},
    {"reps": "20", "leads_per_week": "76", "wins_of_100": "6.2"},
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("texts", CASES)
def test_win_rate_and_cycle_are_those_that_were_answered(texts, tmp_path):
    answers = _answered(**texts)
    fitted = fit_company(answers, 2026)
    assert fitted is not None
    assert fitted.fit.simulated
    file = tmp_path / "mine.yaml"
    file.write_text(company_yaml("mine", answers, date(2026, 5, 1), fitted.fit), encoding="utf-8")
    kpis = run_json(run(load_scenario(file), seed=3, replications=200))["kpis"]
    assert kpis["win_rate"]["mean"] == pytest.approx(answers.win_share, rel=0.03)
    assert kpis["cycle_days"]["mean"] == pytest.approx(answers.cycle_days, rel=0.03)
    assert kpis["bookings"]["mean"] == pytest.approx(answers.expected_bookings, rel=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["1", "2", "3"])
def test_the_estimate_without_simulating_is_near(kind, tmp_path):
    answers = _answered(kind=kind)
    file = tmp_path / "mine.yaml"
    file.write_text(company_yaml("mine", answers, date(2026, 5, 1)), encoding="utf-8")
    kpis = run_json(run(load_scenario(file), seed=3, replications=200))["kpis"]
    assert kpis["win_rate"]["mean"] == pytest.approx(answers.win_share, rel=0.08)
    assert kpis["cycle_days"]["mean"] == pytest.approx(answers.cycle_days, rel=0.08)


@pytest.mark.slow
def test_reps_with_too_much_work_are_not_fitted_but_said():
    answers = _answered(leads_per_week="160")
    fitted = fit_company(answers, 2026)
    assert fitted is not None
    assert not fitted.fit.simulated
    assert "the simulated company makes" in missed(answers, fitted)[0]
    assert "busy for" in missed(answers, fitted)[0]


@pytest.mark.slow
def test_too_few_wins_or_too_many_leads_are_not_fitted():
    assert fit_company(_answered(reps="1", leads_per_week="0.02"), 2026) is None
    assert fit_company(_answered(leads_per_week="100000"), 2026) is None


@pytest.mark.slow
def test_it_runs_at_once(tmp_path, monkeypatch, capsys):
    import io
    import sys

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 12))
    assert main(["new", "mine.yaml"]) == 0
    assert "typical year" in capsys.readouterr().out
    assert (tmp_path / "mine.yaml").is_file()
