"""`simsales new`, as a person at a terminal or a script meets it."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import openpyxl
import pexpect
import pytest

from simsales.commands.main import main
from simsales.loading import load_scenario
from simsales.loading.interview.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def in_an_empty_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def typed(monkeypatch):
    def install(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))

    return install


def test_empty_answers_make_a_typical_company(typed, tmp_path, capsys):
    typed(*[""] * 12)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 8
    assert "Wrote mine.yaml" in capsys.readouterr().err


def test_answers_are_written(typed, tmp_path):
    typed("2", "12", "15", "1 in 5", "40k EUR", "3 months", "?", "600000", "", "3", "6m", "+10 %")
    assert main(["new", "mine", "--no-run"]) == 0
    scenario = load_scenario(tmp_path / "mine.yaml").scenario
    assert scenario.roles["rep"].headcount == 12
    assert scenario.company.currency == "EUR"
    assert scenario.money.target_per_year.value == pytest.approx(6.6e6)


def test_a_wrong_answer_is_explained_and_asked_again(typed, tmp_path, capsys):
    typed("1", "lots", "0", "5", *[""] * 10)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    shown = capsys.readouterr().out
    assert '"lots" is not a number. Please answer again' in shown
    assert "must lie between 1 and 2,000 reps" in shown
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 5


def test_back_returns_to_the_question_before(typed, tmp_path):
    typed("1", "50", "back", "5", *[""] * 10)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 5


def test_back_keeps_the_earlier_answer(typed, tmp_path, capsys):
    typed("1", "20", "back", "", "", *[""] * 9)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 20
    assert "[20, your earlier answer; ? = not known] > " in capsys.readouterr().out


def test_an_earlier_answer_can_be_taken_back(typed, tmp_path):
    typed("1", "20", "back", "?", *[""] * 10)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 8


def test_an_earlier_answer_that_fits_no_more_is_asked_anew(typed, tmp_path, capsys):
    to_quota = ["", "", "", "", "", "", "", "400k USD"]
    typed(*to_quota, "back", "back", "back", "back", "9500 EUR", "", "", "", "", *[""] * 4)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert "the deals are in EUR" in capsys.readouterr().out


def test_an_answer_in_words_is_said_back(typed, capsys):
    typed("", "", "300 a month", "", "6,5 EUR", *[""] * 7)
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    shown = capsys.readouterr()
    assert "= 69.0 leads a week" in shown.out
    assert "= 6.5 EUR" in shown.out
    assert "Are deals of 6.5 EUR right" in shown.err


def test_contradictions_are_shown(typed, capsys):
    typed(*[""] * 10, "9m", "")
    assert main(["new", "mine.yaml", "--no-run"]) == 0
    assert "last year brought 9,000,000 USD" in capsys.readouterr().err


def test_an_input_that_ends_leaves_nothing(typed, tmp_path, capsys):
    typed("1", "5")
    assert main(["new", "mine.yaml"]) == 2
    assert "ended at question 3 of 12" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten_or_asked_in_vain(typed, tmp_path, capsys):
    (tmp_path / "mine.yaml").write_text("mine")
    typed()
    assert main(["new", "mine.yaml"]) == 2
    shown = capsys.readouterr()
    assert "--force" in shown.err
    assert "1/12" not in shown.out
    assert (tmp_path / "mine.yaml").read_text() == "mine"


def test_a_filled_in_workbook_serves_as_well(tmp_path, capsys):
    assert main(["new", "--workbook", "book.xlsx"]) == 0
    book = openpyxl.load_workbook("book.xlsx")
    book.worksheets[0]["B6"] = 11
    book.save("book.xlsx")
    assert main(["new", "mine.yaml", "--from-xlsx", "book.xlsx", "--no-run"]) == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 11
    assert main(["new", "--workbook", "book.xlsx"]) == 2
    assert main(["new", "--workbook", "book.csv"]) == 2
    assert "must end in .xlsx" in capsys.readouterr().err


def test_a_wrong_cell_writes_nothing(tmp_path, capsys):
    assert main(["new", "--workbook", "book.xlsx"]) == 0
    book = openpyxl.load_workbook("book.xlsx")
    book.worksheets[0]["B7"] = "several"
    book.save("book.xlsx")
    assert main(["new", "mine.yaml", "--from-xlsx", "book.xlsx"]) == 2
    assert "book.xlsx:B7" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def _terminal(tmp_path, *words: str, width: int = 120) -> pexpect.spawn[str]:
    return pexpect.spawn(
        sys.executable, [str(ROOT / "cli.py"), "new", *words], cwd=tmp_path, encoding="utf-8", timeout=30,
        dimensions=(40, width),
    )  # fmt: skip


def test_in_a_real_terminal(tmp_path):
    child = _terminal(tmp_path, "mine.yaml", "--no-run")
    for i, question in enumerate(QUESTIONS, start=1):
        child.expect_exact(f"{i}/12  {question.ask}")
        child.expect_exact("] > ")
        child.sendline("9" if question.key == "reps" else "")
    child.expect_exact("Wrote mine.yaml")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert load_scenario(tmp_path / "mine.yaml").scenario.roles["rep"].headcount == 9


def test_a_narrow_terminal_breaks_between_words(tmp_path):
    child = _terminal(tmp_path, "mine.yaml", "--no-run", width=60)
    for question in QUESTIONS:
        child.expect_exact("] > ")
        shown = child.before.splitlines()
        assert max(len(re.sub(r"\x1b\[[\d;?]*[a-z]", "", line)) for line in shown) <= 60
        assert question.ask in " ".join(" ".join(shown).split())
        child.sendline("9m" if question.key == "last_year" else "")
    child.expect(pexpect.EOF)
    assert max(map(len, child.before.splitlines())) <= 60
    assert "but last year brought" in " ".join(child.before.split())


def test_ctrl_c_in_a_terminal_writes_nothing(tmp_path):
    child = _terminal(tmp_path, "mine.yaml")
    child.expect_exact("1/12")
    child.expect_exact("] > ")
    child.sendline("")
    child.expect_exact("2/12")
    child.expect_exact("] > ")
    child.sendintr()
    child.expect_exact("Stopped.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not list(tmp_path.iterdir())


def test_ctrl_d_in_a_terminal_writes_nothing(tmp_path):
    child = _terminal(tmp_path, "mine.yaml")
    child.expect_exact("] > ")
    child.sendeof()
    child.expect_exact("ended at question 1 of 12")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert not list(tmp_path.iterdir())
