"""Writes a scenario file from the answers: short, commented, each line marked yours or default."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

import yaml

from simsales.loading.interview.answers import Answers
from simsales.loading.interview.contradictions import contradictions
from simsales.model.scenario import Scenario

COLUMN = 66


@dataclass(frozen=True)
class Fit:
    """How the stages are set so that the whole comes out as answered."""

    win_share: float
    """Product of the stages' chances, before newcomers, leavers and delays lose some."""
    waits: float
    """Factor on the waits of the typical company."""
    simulated: bool = True
    """False where both are only estimated, or simulating them misses the answers."""


def first_fit(answers: Answers) -> Fit:
    """An estimate that holds where reps are about as busy as in the typical company."""
    share = min(answers.win_share / answers.shape.survives, 0.97)
    return Fit(share, answers.cycle_days / answers.shape.cycle_days, simulated=False)


def company_scenario(answers: Answers, year: int, fit: Fit) -> Scenario:
    """The scenario that `company_yaml` writes, for the year after `year`."""
    text = company_yaml("mycompany", answers, date(year, 1, 1), fit)
    return Scenario.model_validate(yaml.safe_load(text))


def company_yaml(name: str, answers: Answers, today: date, fit: Fit | None = None) -> str:
    """The text of a scenario file of at most 60 lines; `today` sets the year that is simulated.

    >>> from simsales.loading.interview.questions import QUESTIONS, answer
    >>> answers = Answers()
    >>> for question in QUESTIONS:
    ...     answers = answer(question, answers, "?")
    >>> text = company_yaml("Acme & Sons", answers, date(2026, 5, 1))
    >>> len(text.splitlines()) <= 60
    True
    >>> print(text.splitlines()[4])
    name: Acme-Sons
    """
    parts = [
        _head(name, answers), _time(answers, today), _market(answers),
        _pipeline(answers, fit or first_fit(answers)), _role(answers), _money(answers),
    ]  # fmt: skip
    return "\n".join(line for part in parts for line in part) + "\n"


def scenario_name(text: str) -> str:
    """A name that a scenario may carry, as near to `text` as it can be."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-_.")[:80] or "mycompany"


def first_monday(year: int) -> date:
    """The first Monday of a year."""
    day = date(year, 1, 1)
    return day + timedelta(days=-day.weekday() % 7)


def _line(text: str, mark: str, note: str = "", rest: str = "") -> str:
    """A line with its mark; `rest` names what on the line is default though the main number is yours."""
    comment = f"# {mark} ({rest}: default)" if rest and mark == "yours" else f"# {mark}"
    comment += f": {note}" if note else ""
    return f"{text:<{COLUMN}} {comment}" if len(text) <= COLUMN else f"{text}  {comment}"


def _mark(answers: Answers, *keys: str) -> str:
    return "yours" if set(keys) & answers.yours else "default"


def _g(value: float, digits: int = 4) -> str:
    """A number for YAML, never with an exponent: whole numbers in full, others with so many digits."""
    if value == int(value):
        return f"{value:.0f}"
    rounded = float(f"{value:.{digits}g}")
    return f"{value:.0f}" if rounded == int(rounded) and abs(value) >= 10 else f"{Decimal(repr(rounded)):f}"


def _or_range(answers: Answers, key: str, value: float, share: float) -> str:
    """A number of yours as it is; a default with the range in which it is played."""
    if key in answers.yours:
        return _g(value)
    low, high = _g(value * (1 - share), 3), _g(value * (1 + share), 3)
    return f"{{value: {_g(value)}, range: [{low}, {high}]}}"


def _head(name: str, a: Answers) -> Iterator[str]:
    yield "# Written by `simsales new` from twelve answers. Change any line, then: simsales run THIS_FILE"
    yield "# yours = your answer; default = not answered or not asked, from a typical company that sells to"
    yield f"# {a.shape.words}."
    for sentence in contradictions(a) or ["the answers fit together."]:
        yield from textwrap.wrap(sentence, 110, initial_indent="# check: ", subsequent_indent="#   ")
    yield f"name: {scenario_name(name)}"
    yield _line(f"company: {{currency: {a.currency}}}", _mark(a, "deal_size"))


def _time(a: Answers, today: date) -> Iterator[str]:
    warmup = min(max(ceil(2 * a.cycle_days / 7), 8), 156)
    yield "calendar:"
    yield _line(f"  start: {first_monday(today.year + 1)}", "default", "next year")
    yield _line("  weeks: 52", "default")
    yield _line(f"  warmup_weeks: {warmup}", "default", "two cycles, to fill the pipeline")
    if a.shape.hours_per_week != 40:
        yield _line(f"  hours_per_week: {_g(a.shape.hours_per_week)}", "default", "working hours")
    yield _line(f"  period: {a.shape.period}", "default", "quota period")


def _market(a: Answers) -> Iterator[str]:
    size = _or_range(a, "deal_size", a.deal_size, 0.2)
    leads = _or_range(a, "leads_per_week", a.leads_per_week, 0.25)
    sizes = f"deal_size: {{lognormal: {{mean: {size}, cv: {a.shape.deal_cv}}}}}"
    yield "segments:"
    yield "  customers:"
    yield _line(f"    {sizes}", _mark(a, "deal_size"), rest="spread")
    if "wins_of_100" not in a.yours:
        yield _line("    log_odds: {value: 0, range: [-0.1, 0.1]}", "default", "the win rate is not known")
    yield "sources:"
    yield "  leads:"
    yield _line(f"    leads_per_week: {leads}", _mark(a, "leads_per_week"), "all reps together")
    yield _line("    dispersion: 0.05", "default", "weeks differ more than by chance")
    if a.shape.response_exponent:
        yield _line(
            f"    response_exponent: {a.shape.response_exponent}", "default", "late answers lose odds"
        )


def _pipeline(a: Answers, fit: Fit) -> Iterator[str]:
    hours = a.hours_per_win / a.shape.hours_per_win
    wins, days = _g(a.wins_of_100, 3), _g(a.cycle_days, 3)
    how = "fitted by simulating" if fit.simulated else "estimated"
    yield "pipeline:"
    yield (
        f"  # {_mark(a, 'wins_of_100')}: {wins} of 100 leads become customers "
        f"(chances below: {how}; newcomers, skill and delay change their product)"
    )
    yield f"  # {_mark(a, 'cycle_days')}: {days} days from first contact to signature, queues included"
    yield f"  # {_mark(a, 'hours_per_win')}: {_g(a.hours_per_win, 3)} hours of a rep for a won deal"
    yield "  # default: how these spread over the stages; touches; cv of the waits"
    yield f"  hand_off_hours: {_g(a.shape.hand_off_hours * hours, 3)}"
    yield "  stages:"
    yield from _stages(a, hours, fit)


def _stages(a: Answers, hours: float, fit: Fit) -> Iterator[str]:
    """Two lines a stage, its hours and days scaled."""
    neutral = a.chances(fit.win_share)
    widest = max(len(stage.name) for stage in a.shape.stages)
    for stage, chance in zip(a.shape.stages, neutral, strict=True):
        skill = f", skill: {stage.skill}" if stage.skill else ""
        yield (
            f"    {stage.name + ':':<{widest + 1}} {{advance: {_g(chance, 3)}, touches: {stage.touches}, "
            f"effort_hours: {_g(stage.effort_hours * hours, 3)}{skill},"
        )
        days = _g(stage.wait_days * fit.waits, 3)
        wait = f"wait: {{calendar_days: {{gamma: {{mean: {days}, cv: 0.7}}}}}}}}"
        yield f"    {'':<{widest + 3}}{wait}"


def _role(a: Answers) -> Iterator[str]:
    shape = a.shape
    base = round(a.pay * shape.base_share)
    yield "roles:"
    yield "  rep:"
    yield _line(f"    headcount: {a.reps}", _mark(a, "reps"))
    yield _line(f"    deal_work_share: {shape.deal_work_share}", "default", "of the week, for deals")
    if shape.kept_hours:
        yield _line(f"    account_hours: {_g(shape.kept_hours)}", "default", shape.kept_for)
    yield _line(f"    absence_days_per_year: {_g(shape.absence_days)}", "default")
    yield _line(f"    quota_per_year: {_g(a.quota)}", _mark(a, "quota"))
    pay = f"base_per_year: {base}, variable_per_year: {round(a.pay) - base}, accelerator: {shape.accelerator}"
    yield _line(f"    pay: {{{pay}}}", _mark(a, "pay"), rest="split")
    leaving = _g(a.leavers / a.reps, 3)
    hire = f"weeks_to_fill: {_g(shape.weeks_to_fill)}, cost_per_hire: {_g(shape.hire_cost)}"
    yield _line(f"    turnover: {{per_year: {leaving}, {hire}}}", _mark(a, "leavers"), rest="time and cost")
    yield _line(f"    ramp: {{months: {_g(shape.ramp_months)}}}", "default", "to 90 % of full speed")
    yield _line(f"    skill: {{log_odds: {shape.skill_log_odds:.2f}, speed: 0.1}}", "default", "reps differ")


def _money(a: Answers) -> Iterator[str]:
    yield "money:"
    yield _line(f"  gross_margin: {a.shape.gross_margin:.2f}", "default")
    yield _line(f"  target_per_year: {_g(a.target)}", _mark(a, "target"))
    yield _line(f"  manager_cost_per_year: {round(1.4 * a.pay)}", "default", "1.4 x a rep's pay")
