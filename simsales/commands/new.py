"""`simsales new`: one's own company in twelve questions."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsales.errors import InputError, Problem

if TYPE_CHECKING:
    from simsales.experiments.fit import Fitted
    from simsales.loading.interview.answers import Answers
    from simsales.loading.interview.questions import Question

_WELCOME = (
    "Twelve questions about your company. Press Enter (or type ?) where you do not know: "
    'then the value in [brackets] is taken. "back" returns to the question before. '
    "Ctrl-C stops, and nothing is written."
)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from-xlsx",
    type=click.Path(path_type=Path),
    metavar="BOOK",
    help="Take the answers from a filled-in workbook.",
)
@click.option(
    "--workbook",
    type=click.Path(path_type=Path),
    metavar="BOOK",
    help="Write the empty workbook with the twelve questions, and stop.",
)
@click.option(
    "--no-run",
    is_flag=True,
    help="Only write the file, do not simulate it; its chances are then estimated, not fitted.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def command(
    file: Path | None, from_xlsx: Path | None, workbook: Path | None, no_run: bool, force: bool
) -> None:  # fmt: skip
    """Describe your own company by answering twelve questions, and simulate it.

    FILE is the scenario that is written, default mycompany.yaml.
    """
    if workbook is not None:
        _write_workbook(workbook, force)
        return
    target = file or Path("mycompany.yaml")
    target = target if target.suffix in (".yaml", ".yml") else target.with_name(target.name + ".yaml")
    _refuse_existing(target, force)
    answers = _read_workbook(from_xlsx) if from_xlsx else _ask_all()
    _write_company(target, answers, None if no_run else _fitted(answers))
    if not no_run:
        _run(target)


def _refuse_existing(file: Path, force: bool) -> None:
    from simsales.commands.copy import refuse_existing

    refuse_existing(file, force)


def _write_workbook(file: Path, force: bool) -> None:
    from simsales.commands.results import whole_file
    from simsales.loading.interview.workbook import write_workbook

    if file.suffix.lower() != ".xlsx":
        raise InputError(Problem("--workbook", f'"{file}" must end in .xlsx'))
    _refuse_existing(file, force)
    with whole_file(file) as temporary:
        write_workbook(temporary)
    click.echo(f"Wrote {file}. Fill it in, then: simsales new mycompany.yaml --from-xlsx {file}", err=True)


def _read_workbook(file: Path) -> Answers:
    from simsales.loading.interview.workbook import read_workbook

    return read_workbook(file)


def _ask_all() -> Answers:
    """Asks until every question is answered; "back" returns to the last one, its answer in brackets."""
    from simsales.loading.interview.answers import Answers
    from simsales.loading.interview.questions import QUESTIONS

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  lets the person edit the line
    _say(_WELCOME)
    history, typed = [Answers()], dict[int, str]()
    while len(history) <= len(QUESTIONS):
        answers = _ask(len(history), history[-1], typed)
        if answers is not None:
            history.append(answers)
        elif len(history) > 1:
            history.pop()
    return history[-1]


def _ask(number: int, answers: Answers, typed: dict[int, str]) -> Answers | None:
    """Asks one question until its answer is right; None for "back". `typed` keeps what was answered."""
    from simsales.loading.interview.questions import DONT_KNOW, QUESTIONS, answer

    question = QUESTIONS[number - 1]
    _put(number, question)
    while True:
        earlier = typed.get(number, "")
        known = f"{earlier}, your earlier answer; ? = not known" if earlier else ""
        text = _line(f"  [{known or question.default_text(answers)}] > ", number).strip() or earlier
        if text.lower() in ("back", "<"):
            return None
        typed.pop(number, None)
        try:
            given = answer(question, answers, text)
        except ValueError as error:
            _say(f"{error}. Please answer again, for example {question.example}; Enter if not known.", "  ")
            continue
        if text.lower() not in DONT_KNOW:
            typed[number] = text
            _say_back(question, given, text)
        return given


def _put(number: int, question: Question) -> None:
    """Shows a question with its hint and an example."""
    from simsales.loading.interview.questions import QUESTIONS

    click.echo()
    _say(f"{number}/{len(QUESTIONS)}  {question.ask}", "", "      ")
    for hint in question.hint.split("; ") if number == 1 else [question.hint]:
        _say(hint, "      ", dim=True)
    _say(f"For example: {question.example}", "      ", dim=True)


def _say_back(question: Question, answers: Answers, text: str) -> None:
    """Shows how an answer was understood, where it is more than a bare number."""
    from simsales.loading.interview.questions import plain

    value = getattr(answers, question.key)
    if isinstance(value, int | float) and re.search(r"[^\d\s]", text):
        _say(f"= {plain(value)} {question.unit_of(answers)}", "      ", dim=True)


def _say(text: str, first: str = "", later: str = "", *, dim: bool = False, err: bool = False) -> None:
    """Shows a paragraph, broken between words where a terminal is narrower; `first`, `later` indent it."""
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        width = max(os.get_terminal_size(stream.fileno()).columns or 80, 20)
        text = click.wrap_text(text, width, first, later or first)
    else:
        text = first + text
    click.echo(click.style(text, dim=True) if dim else text, err=err)


def _line(prompt: str, number: int) -> str:
    """One line from the person; raises InputError when the input ends."""
    try:
        return input(prompt)
    except EOFError:
        click.echo()
        rule = f"the input ended at question {number} of 12; nothing was written"
        suggestion = (
            "answer in a terminal, or use --from-xlsx (the form: simsales new --workbook company.xlsx)"
        )
        raise InputError(Problem("", rule, suggestion)) from None


def _fitted(answers: Answers) -> Fitted | None:
    """Simulates until win rate and cycle come out as answered; None where too little is won to tell."""
    from simsales.experiments.fit import fit_company

    click.echo(err=True)
    doing = "Trying out chances and waits until a simulated year gives your answers"
    _say(f"{doing} (the first time takes up to a minute) ...", err=True)
    return fit_company(answers, date.today().year)


def _write_company(file: Path, answers: Answers, fitted: Fitted | None) -> None:
    """Writes the scenario and says what does not fit together."""
    from simsales.commands.copy import write_text
    from simsales.loading.interview.company import company_yaml
    from simsales.loading.interview.contradictions import contradictions

    text = company_yaml(file.stem, answers, date.today(), fitted.fit if fitted else None)
    write_text(file, text)
    _say(f"Wrote {file}: {len(text.splitlines())} lines, each marked yours or default.", err=True)
    for sentence in [*contradictions(answers), *missed(answers, fitted)]:
        _say(f"Please check: {sentence}", later="  ", err=True)


def missed(answers: Answers, fitted: Fitted | None) -> list[str]:
    """What the simulated company cannot do as answered, and why."""
    if fitted is None or fitted.fit.simulated:
        return []
    said, made = answers.wins_of_100, fitted.wins_of_100
    why = (
        f"its reps are busy for {100 * fitted.utilisation:.0f} % of their time, and what waits for them is "
        "late or lost" if fitted.utilisation > 0.8 else "no chances and waits give both at once"
    )  # fmt: skip
    remark = (
        f"You said {said:.3g} of 100 leads and {answers.cycle_days:.3g} days; the simulated company makes "
        f"{made:.3g} of 100 and {fitted.cycle_days:.3g} days: {why}."
    )
    return [remark]


def _run(file: Path) -> None:
    """Simulates the company at once, as `simsales run FILE` does."""
    from simsales.commands.main import group

    click.echo(f"Now: simsales run {file}\n", err=True)
    group.main(["run", str(file)], prog_name="simsales", standalone_mode=False)
