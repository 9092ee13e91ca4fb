"""The twelve questions: words, units, defaults, and what an answer must be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from simsales.loading.interview import numbers
from simsales.loading.interview.answers import Answers
from simsales.loading.interview.shapes import SHAPES, Kind

DONT_KNOW = {"", "?", "-", "don't know", "dont know", "do not know", "no idea", "unknown", "n/a"}


@dataclass(frozen=True)
class Question:
    """One question; `key` is the attribute of Answers that it fills."""

    key: str
    ask: str
    unit: str
    """Unit of a bare number; `money` stands for the company's currency."""
    hint: str
    example: str
    default: Callable[[Answers], float | Kind]
    read: Callable[[str, Answers], dict[str, Any]]

    def unit_of(self, answers: Answers) -> str:
        """The unit, with the company's currency in it."""
        return self.unit.replace("money", answers.currency)

    def default_text(self, answers: Answers) -> str:
        """What an empty answer means, in words."""
        value = self.default(answers)
        if isinstance(value, str):
            return str(list(SHAPES).index(value) + 1)
        if not value:
            return "not known"
        return f"{plain(value)} {self.unit_of(answers)}"


def plain(value: float) -> str:
    """A number as people write it, three digits or all before the point.

    >>> plain(12000.0), plain(6.1318), plain(0.37), plain(9)
    ('12,000', '6.1', '0.37', '9')
    """
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"


def answer(question: Question, answers: Answers, text: str) -> Answers:
    """The answers with one more filled in; an empty text or `?` takes the default.

    Raises ValueError with a message for the person who answers.

    >>> answer(QUESTIONS[1], Answers(), "12").reps
    12
    """
    if text.strip().lower() in DONT_KNOW:
        default: dict[str, Any] = {question.key: question.default(answers)}
        return replace(answers, **default)
    given = question.read(text, answers)
    return replace(answers, **given, yours=answers.yours | given.keys())


def rounded(value: float, digits: int = 2) -> float:
    """A default that does not pretend to be exact.

    >>> rounded(453_216), rounded(0.5432)
    (450000.0, 0.54)
    """
    return float(f"{value:.{digits}g}")


def _between(value: float, low: float, high: float, unit: str) -> float:
    if not low <= value <= high:
        raise ValueError(f"must lie between {plain(low)} and {plain(high)} {unit}".strip())
    return value


def _kind(text: str, _: Answers) -> dict[str, Any]:
    word = text.strip().lower()
    for i, kind in enumerate(SHAPES):
        if word.removesuffix(".0") == str(i + 1) or (len(word) > 1 and kind.startswith(word.split()[0])):
            return {"kind": kind}
    aliases = {"smb": "small", "inbound": "small", "mid": "medium", "mid-market": "medium",
               "enterprise": "large", "field": "large"}  # fmt: skip
    if word in aliases:
        return {"kind": aliases[word]}
    raise ValueError("answer 1, 2 or 3")


def _reps(text: str, _: Answers) -> dict[str, Any]:
    value = _between(numbers.number(text), 1, 2000, "reps")
    if value != int(value):
        raise ValueError("must be a whole number of reps")
    return {"reps": int(value)}


def _leads(text: str, _: Answers) -> dict[str, Any]:
    amount, factor = numbers.per(text, "week")
    return {"leads_per_week": _between(numbers.number(amount) * factor, 0.01, 100_000, "leads a week")}


def _wins(text: str, _: Answers) -> dict[str, Any]:
    return {"wins_of_100": _between(numbers.out_of_hundred(text), 0.01, 95, "of 100")}


def _deal_size(text: str, answers: Answers) -> dict[str, Any]:
    amount, currency = numbers.money(text, answers.currency)
    return {"deal_size": _between(amount, 0.01, 1e10, currency), "currency": currency}


def _cycle(text: str, _: Answers) -> dict[str, Any]:
    return {"cycle_days": _between(numbers.days(text), 1, 1500, "days")}


def _hours(text: str, _: Answers) -> dict[str, Any]:
    amount = text.lower().removesuffix("hours").removesuffix("hour").removesuffix("h").strip()
    return {"hours_per_win": _between(numbers.number(amount), 0.1, 5000, "hours")}


def _amount(text: str, answers: Answers) -> float:
    """An amount of money in the company's currency."""
    amount, currency = numbers.money(text, answers.currency)
    if currency != answers.currency:
        raise ValueError(f"the deals are in {answers.currency}; give this in {answers.currency} too")
    return _between(amount, 0, 1e13, currency)


def _yearly(key: str) -> Callable[[str, Answers], dict[str, Any]]:
    def read(text: str, answers: Answers) -> dict[str, Any]:
        amount, factor = numbers.per(text, "year")
        return {key: round(_amount(amount, answers) * factor, 2)}

    return read


def _quota(text: str, answers: Answers) -> dict[str, Any]:
    value = _yearly("quota")(text, answers)
    if not value["quota"]:
        raise ValueError("must be more than 0")
    return value


def _leavers(text: str, answers: Answers) -> dict[str, Any]:
    word = text.strip().lower()
    if word in ("none", "nobody", "no"):
        return {"leavers": 0.0}
    if word.endswith("%"):
        return {"leavers": _between(numbers.number(word[:-1]), 0, 300, "%") / 100 * answers.reps}
    return {"leavers": _between(numbers.number(word), 0, 3 * answers.reps, "reps a year")}


def _target(text: str, answers: Answers) -> dict[str, Any]:
    word = text.strip()
    if word.endswith("%"):
        if not answers.last_year:
            raise ValueError("a percentage needs last year's bookings; give an amount of money")
        growth = _between(numbers.number(word[:-1]), -99, 1000, "%")
        return {"target": answers.last_year * (1 + growth / 100)}
    return {"target": _amount(word, answers)}


QUESTIONS: tuple[Question, ...] = (
    Question(
        "kind", "Whom do you sell to, and how?", "1, 2 or 3",
        "; ".join(f"{i + 1} = {shape.words}" for i, shape in enumerate(SHAPES.values())), "1",
        lambda a: "small", _kind,
    ),
    Question(
        "reps", "How many reps carry a quota?", "reps",
        "Filled and open seats; without managers and without people who only arrange meetings.", "8",
        lambda a: a.shape.reps, _reps,
    ),
    Question(
        "leads_per_week", "How many leads reach them a week, all reps together?", "leads a week",
        "Everybody who may buy and whom a rep works on, however found.", "76, or 300 a month",
        lambda a: rounded(a.shape.leads_per_rep * a.reps), _leads,
    ),
    Question(
        "wins_of_100", "Of 100 such leads, how many become customers in the end?", "of 100",
        "Won deals of a year / leads of that year.", "6, or 1 in 16",
        lambda a: rounded(100 * a.shape.win_share), _wins,
    ),
    Question(
        "deal_size", "What does an average won deal bring, and in which currency?", "money",
        "Money booked, after discount. Without a currency: USD.", "12000, or 9,500 EUR, or £12k",
        lambda a: a.shape.deal_size, _deal_size,
    ),
    Question(
        "cycle_days", "How long from the first contact to the signature, for a deal that is won?", "days",
        "Calendar days, typical deal.", "30, or 6 weeks, or 3 months",
        lambda a: a.shape.cycle_days, _cycle,
    ),
    Question(
        "hours_per_win", "How many hours does a rep spend on a deal that is won, in all?", "hours",
        "Calls, meetings, preparation, offers and the hand-off; not travel.", "8",
        lambda a: a.shape.hours_per_win, _hours,
    ),
    Question(
        "quota", "What is a rep's quota for a year?", "money a year",
        "Money to book. Not known: 1.3 times what the answers above make for a rep.",
        "450000, or 37.5k a month",
        lambda a: rounded(1.3 * a.expected_bookings / a.reps), _quota,
    ),
    Question(
        "pay", "What does a rep earn in a year at exactly 100 % of quota?", "money a year",
        "Base pay and commission together.", "95000, or 8k a month",
        lambda a: a.shape.pay, _yearly("pay"),
    ),
    Question(
        "leavers", "How many of these reps leave in a usual year?", "reps a year",
        "For whatever reason.", "2, or 25 %",
        lambda a: rounded(a.shape.leaving_per_year * a.reps), _leavers,
    ),
    Question(
        "last_year", "What did you book last year?", "money",
        "Only used to check the answers above.", "2.4m",
        lambda a: 0.0, lambda text, a: {"last_year": _amount(text, a)},
    ),
    Question(
        "target", "What do you have to book next year?", "money",
        "Not known: all quotas together / 1.15, as is usual.", "2.8m, or +10 %",
        lambda a: rounded(a.quota * a.reps / 1.15), _target,
    ),
)  # fmt: skip
"""In the order in which they are asked; later defaults follow from earlier answers."""
