"""`simsales new`: one's own company in twelve questions."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simsales.errors import InputError, Problem

if TYPE_CHECKING:
    from simsales.loading.interview.answers import Answers

_WELCOME = """\
Twelve questions about your company. Press Enter (or type ?) where you do not know:
then the value in [brackets] is taken. "back" returns to the question before.
Ctrl-C stops, and nothing is written."""


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
@click.option("--no-run", is_flag=True, help="Only write the file, do not simulate it.")
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
    _write_company(target, answers)
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
    """Asks until every question is answered; "back" takes the last answer away."""
    from simsales.loading.interview.answers import Answers
    from simsales.loading.interview.questions import QUESTIONS

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  lets the person edit the line
    click.echo(_WELCOME)
    history = [Answers()]
    while len(history) <= len(QUESTIONS):
        answers = _ask(len(history), history[-1])
        if answers is not None:
            history.append(answers)
        elif len(history) > 1:
            history.pop()
    return history[-1]


def _ask(number: int, answers: Answers) -> Answers | None:
    """Asks one question until its answer is right; None for "back"."""
    from simsales.loading.interview.questions import QUESTIONS, answer

    question = QUESTIONS[number - 1]
    click.echo(f"\n{number}/{len(QUESTIONS)}  {question.ask}")
    for hint in question.hint.split("; ") if number == 1 else [question.hint]:
        click.echo(click.style(f"      {hint}", dim=True))
    click.echo(click.style(f"      For example: {question.example}", dim=True))
    while True:
        text = _line(f"  [{question.default_text(answers)}] > ", number)
        if text.strip().lower() in ("back", "<"):
            return None
        try:
            return answer(question, answers, text)
        except ValueError as error:
            click.echo(f"  {error}. Please answer again, for example {question.example}; Enter if not known.")


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


def _write_company(file: Path, answers: Answers) -> None:
    """Writes the scenario and says what does not fit together."""
    from simsales.commands.copy import write_text
    from simsales.loading.interview.company import company_yaml
    from simsales.loading.interview.contradictions import contradictions

    text = company_yaml(file.stem, answers, date.today())
    write_text(file, text)
    click.echo(f"\nWrote {file}: {len(text.splitlines())} lines, each marked yours or default.", err=True)
    for sentence in contradictions(answers):
        click.echo(f"Please check: {sentence}", err=True)


def _run(file: Path) -> None:
    """Simulates the company at once, as `simsales run FILE` does."""
    from simsales.commands.main import group

    click.echo(f"Now: simsales run {file}\n", err=True)
    group.main(["run", str(file)], prog_name="simsales", standalone_mode=False)
